"""行 — one row of a file, judged: what it says, what is wrong with it, and what it would do."""

from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from apps.core.identifiers import mask_persons
from apps.core.judgement import Issue, Level
from apps.rosters.cells.texts import NUMBER_LOST, NUMBER_MASKED


class Verdict(StrEnum):
    """结论"""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    SKIPPED = "skipped"


@dataclass(slots=True)
class Row:
    """行 — `number` is what the spreadsheet shows; `values` hold every field the sheet has a column for."""

    sheet: str | None
    number: int
    values: dict[str, Any] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)
    """Field → column letter; shared by all rows of a sheet."""
    asides: dict[str, Any] = field(default_factory=dict)
    """What aside columns say: recognised, but no field of the register."""
    notes: dict[str, Any] = field(default_factory=dict)
    """What cells said about no field of their own; a roster's `complete` draws on them."""
    raw: dict[str, Any] = field(default_factory=dict)
    """What cells say in which something is wrong, to be shown and put right in place."""
    hidden: bool = False
    why: str = ""
    """The reason a row is skipped."""
    known: Any = None
    """The register's own mark for the record this row is about, if there is one."""
    mark: Any = None
    """What the register notes on the row for itself, in plain JSON."""
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    verdict: Verdict = Verdict.NEW

    @property
    def is_skipped(self) -> bool:
        return bool(self.why)

    @property
    def blocks(self) -> bool:
        return any(issue.level is Level.ERROR for issue in self.issues)

    @property
    def place(self) -> str:
        """第5行, with the sheet where there is one: how messages point at a row."""
        return f"“{self.sheet}”第{self.number}行" if self.sheet else f"第{self.number}行"

    def say(self, *issues: Issue) -> None:
        self.issues.extend(issues)

    def warned(self, codes: Iterable[str] = ()) -> bool:
        wanted = set(codes)
        return any(i.level is Level.WARNING and (not wanted or i.code in wanted) for i in self.issues)

    def add_remark(self, text: str) -> None:
        """Words that belong to no field are kept where a reader will find them."""
        remark = self.values.get("remark")
        self.values["remark"] = f"{remark}；{text}" if remark and text not in remark else remark or text

    def lost(self, names: Collection[str]) -> Iterator[Issue]:
        """Masked is what tells a record from others: two would become one."""
        for issue in self.issues:
            if issue.code == NUMBER_MASKED.code and issue.field in names:
                yield NUMBER_LOST.about(issue.field)

    def take_notes(self) -> None:
        """What cells said beside their values goes into a remark that is not sealed."""
        for words in (*self.notes.pop("remark", ()), *self.notes.pop("name_note", ())):
            told = mask_persons(words)
            self.add_remark(told)
            if told != words:
                self.say(NUMBER_MASKED.about("remark"))


def repeated(named: Iterable[tuple[Hashable, Row]]) -> Iterator[tuple[int, Row, Row]]:
    """Of rows with their identities: place of a row, the row, and the first one that has its identity.

    A row without an identity repeats nobody.
    """
    first: dict[Hashable, Row] = {}
    for place, (identity, row) in enumerate(named):
        if identity is None:
            continue
        earlier = first.setdefault(identity, row)
        if earlier is not row:
            yield place, row, earlier
