"""核对中 — what every page shares that judges an upload's file with everything decided so far."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpResponse

from apps.core import clock
from apps.core.identifiers import tells_of_number
from apps.rosters import jobs, workflow
from apps.rosters.causes import Cause, causes_of
from apps.rosters.cells import Circumstances
from apps.rosters.checking import Check
from apps.rosters.models import Job
from apps.rosters.registry import Desk, Kind, Suggestion
from apps.rosters.views.gate import WaitingPage
from apps.rosters.views.keeping import after

CLEAR = 5
"""What is taken with all others is nearer than the next by so much, in percent."""
NAMES_SHOWN = 30


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name nobody has registered: in how many rows, what it may mean, what was decided."""

    name: str
    count: int
    suggestions: list[Suggestion]
    decided: int | str

    @property
    def likeliest(self) -> Suggestion | None:
        """The one suggestion that may be taken with all others: the same name, and no other comes near."""
        if not self.suggestions:
            return None
        best, *others = self.suggestions
        is_clear = all(best.share - one.share >= CLEAR for one in others)
        return best if best.is_same and is_clear else None


class CheckPage(WaitingPage):
    """A page that needs the file judged with everything decided so far; a large one has to be waited for."""

    def instead(self) -> HttpResponse | None:
        return super().instead() or self._without_check()

    def _without_check(self) -> HttpResponse | None:
        """Where the check is waited for, or was given up; nothing where it is at hand."""
        self.kind(self.upload.roster)
        is_answer = self.request.method == "POST"
        job = jobs.checking(self.upload, by=self.request.user, is_answer=is_answer)
        return after(self.request, job) if job and job.state != Job.State.DONE else None

    @cached_property
    def checked(self) -> tuple[Check, Desk]:
        """The check and the desk that asked the register."""
        return workflow.recheck(self.upload, remit=self.remit(self.known_kind))

    @property
    def check(self) -> Check:
        """The check."""
        return self.checked[0]

    @cached_property
    def known_kind(self) -> Kind:
        """The upload's roster."""
        return self.kind(self.upload.roster)

    @cached_property
    def causes(self) -> list[Cause]:
        """Problems by cause."""
        return causes_of(self.check, self.known_kind.decisions, Circumstances(clock.today()))

    def cause(self, key: str) -> Cause | None:
        """The cause of that name, as long as any row has it."""
        return next((cause for cause in self.causes if cause.key == key), None)

    def names(self, kind: str) -> list[str]:
        """The unknown names of a kind; what holds a number of a person is no name and stands with its row."""
        found = self.check.recognition.missing.get(kind, {})
        return [name for name in found if not tells_of_number(name)]

    def listed(self, kind: str) -> list[str]:
        """Those that the page has room for, the undecided first."""
        named = self.plan.matches.get(kind, {})
        return sorted(self.names(kind), key=lambda name: name in named)[:NAMES_SHOWN]

    def unknown(self, kind: str, name: str) -> UnknownName:
        """A name of the file with what it may mean."""
        rows = len(self.check.recognition.missing.get(kind, {}).get(name, ()))
        decided = self.plan.matches.get(kind, {}).get(name, "")
        return UnknownName(name, rows, self.checked[1].suggest(kind, name), decided)
