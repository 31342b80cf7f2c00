"""名册导出 — people of a list as their roster writes them, so that the file reads back unchanged.

Numbers may be masked: then 系统编号 tells who a row is about, and masked cells leave what is stored.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from apps.clusters.models import Enterprise
from apps.core.access import held
from apps.core.remit import Remit
from apps.core.watermark import Watermark
from apps.members.importing.facts import ENCRYPTED, FACTS, stored_facts
from apps.members.importing.posts import word_for
from apps.members.importing.ties import Ties, ties_of
from apps.members.models import Member
from apps.members.rosters import MemberRoster
from apps.organizations.models import PartyOrganization
from apps.rosters.columns import Column
from apps.rosters.roster import ROW_NUMBER
from apps.rosters.writing import filled

AT_ONCE = 2_000
SECRET: dict[str, Any] = {name: fact.field for name, fact in FACTS.items() if fact.column in ENCRYPTED}
TIED = ("relation_here", "branch", "member_category", "party_status", "party_post")
WORKING = ("work_unit", "uscc", "job_title", "department")


class ListingOut:
    """What the reader's remit reaches of people, as of a day."""

    def __init__(self, remit: Remit, on: date, *, masked: bool) -> None:
        self.on, self.masked = on, masked
        self.organizations = dict(held(PartyOrganization, remit).values_list("pk", "full_name"))
        self.enterprises = set(held(Enterprise, remit).values_list("pk", flat=True))

    def workbook(self, members: Iterable[Member], mark: Watermark | None = None) -> bytes:
        """The file."""
        return filled(MemberRoster(), self.records(members), columns(), mark)

    def records(self, members: Iterable[Member]) -> Iterator[Mapping[str, Any]]:
        """Values under the roster's names; five queries for each batch."""
        for batch in _batches(members):
            ties = ties_of((member.pk for member in batch), self.on)
            for member in batch:
                yield self._record(member, ties.get(member.pk, Ties()))

    def _record(self, member: Member, ties: Ties) -> dict[str, Any]:
        facts = stored_facts(member, frozenset(FACTS))
        if self.masked:
            facts |= {name: field.mask(facts[name]) for name, field in SECRET.items() if facts.get(name)}
        tied = self._standing(ties) | self._place(ties) | self._work(member, ties)
        return facts | tied | {"person_uid": str(member.uid)}

    def _standing(self, ties: Ties) -> dict[str, Any]:
        if ties.standing is None:
            return {}
        return {"member_category": ties.standing.stage, "party_status": ties.standing.party_status}

    def _place(self, ties: Ties) -> dict[str, Any]:
        """Where somebody belongs, else takes part; nothing the reader may not see."""
        own = ties.affiliation.organization_id if ties.affiliation else None
        if own is not None and own in self.organizations:
            return {
                "branch": self.organizations[own],
                "relation_here": True,
                "party_post": word_for(ties.seats.get(own)),
            }
        shared = next((key for key in ties.participations if key in self.organizations), None)
        return {"branch": self.organizations[shared], "relation_here": False} if shared else {}

    def _work(self, member: Member, ties: Ties) -> dict[str, Any]:
        job = ties.employments[-1] if ties.employments else None
        said = job or member
        work = {"job_title": said.job_title or None, "department": said.department or None}
        if job and job.enterprise_id in self.enterprises:
            work |= {"work_unit": job.enterprise.name, "uscc": job.enterprise.uscc or None}
        return work


def columns() -> list[Column]:
    """Everything the register can say, and 系统编号 at the end."""
    wanted = {*FACTS, *TIED, *WORKING}
    roster = MemberRoster.columns
    said = [column for name, column in roster.items() if column.field in wanted and name != ROW_NUMBER]
    return [roster[ROW_NUMBER], *said, roster["person_uid"]]


def _batches(members: Iterable[Member]) -> Iterator[Sequence[Member]]:
    waiting = iter(members)
    while batch := list(islice(waiting, AT_ONCE)):
        yield batch
