"""点数 — how many rows came out how, and which rows have which problem; kept while rows are judged."""

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from apps.core.judgement import Issue, Level
from apps.rosters.rows import Row, Verdict

VERDICTS = list(Verdict)
COUNTED = (Verdict.NEW, Verdict.CHANGED, Verdict.UNCHANGED, Verdict.REFUSED)


@dataclass(slots=True)
class Problem:
    """问题 — as the first row that has it says it, and the places of all rows that have it."""

    issue: Issue
    places: array = field(default_factory=lambda: array("L"))
    differs: bool = False
    """Whether other rows say it in other words, naming other things."""


@dataclass(slots=True)
class Tally:
    """点数"""

    verdicts: bytearray = field(default_factory=bytearray)
    warned: int = 0
    problems: dict[tuple[str, str, Level], Problem] = field(default_factory=dict)

    def count(self, rows: Iterable[Row]) -> None:
        """Rows that follow those counted before."""
        for row in rows:
            place = len(self.verdicts)
            self.verdicts.append(VERDICTS.index(row.verdict))
            if row.issues:
                self._note(row, place)

    def _note(self, row: Row, place: int) -> None:
        self.warned += row.verdict is not Verdict.SKIPPED and row.warned()
        for issue in row.issues:
            key = (issue.code, issue.field, issue.level)
            problem = self.problems.setdefault(key, Problem(issue))
            problem.differs = problem.differs or issue.message != problem.issue.message
            if not problem.places or problem.places[-1] != place:
                problem.places.append(place)

    def having(self, issue: Issue) -> int:
        """How many rows have a problem, in whatever column and however grave."""
        found = [problem.places for (code, *_), problem in self.problems.items() if code == issue.code]
        return len({place for places in found for place in places})

    def put(self, issue: Issue, places: Iterable[int], differs: bool = False) -> None:
        """A problem counted before."""
        key = (issue.code, issue.field, issue.level)
        self.problems[key] = Problem(issue, array("L", places), differs)

    def places(self, *verdicts: Verdict) -> array:
        """Places of the rows that came out so."""
        wanted = {VERDICTS.index(verdict) for verdict in verdicts}
        return array("L", (place for place, verdict in enumerate(self.verdicts) if verdict in wanted))

    @property
    def counts(self) -> dict[str, int]:
        """行数 by verdict; skipped rows are no records and are not read."""
        found = Counter(self.verdicts)
        counted = {verdict.value: found[VERDICTS.index(verdict)] for verdict in COUNTED}
        return {"read": sum(counted.values()), **counted, "warnings": self.warned}
