"""问题归类 — alike problems told once, with how many rows have them and one example."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from apps.core.identifiers import mask_numbers
from apps.core.judgement import Issue, Level
from apps.rosters.cells import Circumstances
from apps.rosters.checking import Check
from apps.rosters.roster import Roster
from apps.rosters.rows import Row
from apps.rosters.shelf import Picked

TONES = {Level.ERROR: "bad", Level.WARNING: "warn", Level.INFO: ""}
MOST_PROVED = 2_000
"""Rows of one cause that are looked at for what can be proved."""
WEIGHT = {Level.ERROR: 0, Level.WARNING: 1, Level.INFO: 2}


@dataclass(slots=True)
class Cause:
    """One kind of problem: a rule and the field it is about."""

    issue: Issue
    decisions: tuple[tuple[str, str], ...] = ()
    rows: Sequence[Row] = ()
    differs: bool = False
    column: str = ""
    proved: Mapping[tuple[str | None, int, str], str] = field(default_factory=dict)
    """(sheet, row, field) → what the faulty cell is proved to have said."""

    @property
    def key(self) -> str:
        """How the address names it."""
        return f"{self.issue.code}.{self.issue.field}"

    @property
    def tone(self) -> str:
        """Colour of its point."""
        return TONES[self.issue.level]

    @property
    def count(self) -> int:
        """How many rows have it."""
        return len(self.rows)

    @property
    def message(self) -> str:
        """The sentence; where rows say it differently, the first row's is an example."""
        said = mask_numbers(self.issue.message)
        return f"各行不同，例如：{said}" if self.differs else said

    @property
    def example(self) -> str:
        """如第7行I列"""
        letter = self.rows[0].letters.get(self.issue.field, "")
        return f"如{self.rows[0].place}{f'{letter}列' if letter else ''}"


def causes_of(
    check: Check, decisions: Mapping[str, tuple[tuple[str, str], ...]], circumstances: Circumstances
) -> list[Cause]:
    """Errors before warnings, frequent ones first."""
    found = [
        Cause(
            issue=problem.issue,
            decisions=decisions.get(problem.issue.code, ()) if problem.issue.blocks else (),
            rows=Picked(check.rows, problem.places),
            differs=problem.differs,
            column=_title(problem.issue, check.roster),
        )
        for problem in check.tally.problems.values()
    ]
    for cause in found:
        if cause.issue.blocks and cause.count <= MOST_PROVED:
            cause.proved = _proved(cause, check.roster, circumstances)
    return sorted(found, key=lambda cause: (WEIGHT[cause.issue.level], -cause.count))


def _proved(
    cause: Cause, roster: Roster, circumstances: Circumstances
) -> dict[tuple[str | None, int, str], str]:
    name = cause.issue.field
    column = roster.columns.get(name)
    if column is None:
        return {}
    said = ((row, column.cell.proved(row.raw.get(name), circumstances)) for row in cause.rows)
    return {(row.sheet, row.number, name): text for row, text in said if text}


def _title(issue: Issue, roster: Roster) -> str:
    column = roster.columns.get(issue.field)
    return column.title if column else ""
