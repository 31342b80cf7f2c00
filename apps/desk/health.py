"""体检所需的数 — what the rules ask about one organisation, gathered within the reader's remit."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from apps.clusters.models import EnterpriseState
from apps.core.remit import Remit
from apps.core.story import ended
from apps.desk.counting import belonging
from apps.desk.organization_findings import Health
from apps.members.models import Member, Seat
from apps.organizations.kinds import COUNTED
from apps.organizations.models import OrganizationState, OrganizationUnit


def is_judged(row: Any) -> bool:
    """Whether the rules speak of it: an official kind, in being, not functional."""
    return row.type_code in COUNTED and row.status in OrganizationState.STANDING and not row.is_functional


def health_of(
    row: Any, units: Sequence[OrganizationUnit], seats: Sequence[Seat], *, remit: Remit, today: date
) -> Health:
    """``row`` carries kind, status and members of today, its extensions prefetched."""
    serving = [unit for unit in units if not ended(unit)]
    sitting = [seat for seat in seats if not ended(seat) and seat.post in Seat.COMMITTEE]
    full = set(full_members(today).filter(pk__in=[s.member_id for s in sitting]).values_list("pk", flat=True))
    there = belonging(remit, today).filter(organization__path__startswith=row.path)
    return Health(
        kind=row.type_code,
        members=row.members,
        full=there.filter(member__in=full_members(today).values("pk")).count(),
        units=len(serving),
        seats=len({seat.member_id for seat in sitting}),
        secretaries=sum(seat.post == Seat.Post.SECRETARY for seat in sitting),
        not_full=tuple(str(seat.member) for seat in sitting if seat.member_id not in full),
        closed_units=closed(serving, today),
        approval_no=row.approval_no,
        applied_on=row.applied_on,
        approved_on=row.approved_on,
        term_ends_on=row.term_ends_on,
        extensions=tuple((extension.approved_on, extension.until) for extension in row.extensions.all()),
    )


def full_members(today: date) -> Any:
    return Member.objects.full(today).order_by()


def closed(units: Sequence[OrganizationUnit], today: date) -> tuple[str, ...]:
    """Names of the units that do not operate any more."""
    states = EnterpriseState.objects.in_force(today).exclude(status=EnterpriseState.Status.OPERATING)
    states = states.filter(enterprise__in=[unit.enterprise_id for unit in units])
    return tuple(states.order_by("enterprise__name").values_list("enterprise__name", flat=True))
