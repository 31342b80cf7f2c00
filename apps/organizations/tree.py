"""组织树 — the only code that moves an organisation: a dated edge for every day, the path for today."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction

from apps.core import clock
from apps.core.dated import HOLDS_A_DAY, insist_on_reason, succeed
from apps.core.history import because
from apps.core.tree import replant
from apps.core.undoing import settles
from apps.organizations.kinds import fault_of_parent
from apps.organizations.models import OrganizationPlacing, OrganizationState, PartyOrganization

FIRST_DAY_ABOVE = """
WITH RECURSIVE above AS (
    SELECT %s::bigint AS organization_id, daterange(%s, %s) AS days
    UNION
    SELECT placed.parent_id, above.days * daterange(placed.starts_on, placed.ends_on)
    FROM organizations_organizationplacing AS placed
    JOIN above ON placed.organization_id = above.organization_id
    WHERE above.days && daterange(placed.starts_on, placed.ends_on) AND placed.parent_id IS NOT NULL
)
SELECT min(lower(days)) FROM above WHERE organization_id = %s
"""
BELOW_ITSELF = "不能移到自身或自身的下级之下。"
BELOW_ITSELF_LATER = "上级党组织自{:%Y-%m-%d}起是它的下级，请先改那一天的隶属。"


@transaction.atomic
def place(
    organization: PartyOrganization,
    parent: PartyOrganization | None,
    *,
    on: date,
    by: models.Model | None,
    why: str = "",
) -> None:
    """调整隶属 — let an organisation stand under ``parent`` (none: at the root) from a day on.

    Raises ``ValidationError`` when its kind may not stand there, when the parent does not stand that day or
    stands below it while the move holds, or when a backdated move gives no reason.
    """
    _lock_tree()
    organization.refresh_from_db(fields=["path"])
    check(organization, parent, on)
    if organization.placings.exists():
        insist_on_reason(on, why)
    with because(by=by, why=why):
        succeed(organization.placings, on=on, parent=parent)
        settle([organization.pk])
    organization.refresh_from_db(fields=["path"])


def check(organization: PartyOrganization, parent: PartyOrganization | None, on: date) -> None:
    """Raises ``ValidationError`` when ``organization`` may not stand under ``parent`` from that day on."""
    if parent and (day := _first_day_above(organization, parent, on)):
        raise ValidationError({"parent": BELOW_ITSELF if day == on else BELOW_ITSELF_LATER.format(day)})
    state, above = _state(organization, on), _state(parent, on)
    if parent and (above is None or above.status == OrganizationState.Status.DISSOLVED):
        raise ValidationError({"parent": "上级党组织在该日期尚未成立或已撤销。"})
    fault = fault_of_parent(state.type_code, above.type_code if above else None) if state else ""
    if fault:
        raise ValidationError({"parent": fault})


@settles(OrganizationPlacing, "organization")
def settle(keys: Iterable[int] | None = None) -> int:
    """Let today's paths follow today's edges (of these organisations, or all); answers how many moved.

    Runs daily for moves entered ahead of their day.
    """
    edges = OrganizationPlacing.objects.in_force(clock.today()).select_related("organization", "parent")
    if keys is not None:
        edges = edges.filter(organization__in=list(keys))
    moved = 0
    for edge in edges.order_by("parent__path", "pk"):
        parent = edge.parent
        if parent:
            parent.refresh_from_db(fields=["path"])
        edge.organization.refresh_from_db(fields=["path"])
        before = edge.organization.path
        replant(edge.organization, parent)
        moved += edge.organization.path != before
    return moved


def _first_day_above(organization: PartyOrganization, parent: PartyOrganization, on: date) -> date | None:
    """The first day on which ``parent`` is ``organization`` or below it, from ``on`` until its next move."""
    later = organization.placings.filter(HOLDS_A_DAY, starts_on__gt=on).order_by("starts_on")
    until = later.values_list("starts_on", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute(FIRST_DAY_ABOVE, [parent.pk, on, until, organization.pk])
        (day,) = cursor.fetchone()
    return day


def _state(organization: PartyOrganization | None, on: date) -> OrganizationState | None:
    return organization.states.in_force(on).first() if organization else None


def _lock_tree() -> None:
    """Two moves at once could close a circle that neither sees."""
    list(PartyOrganization.objects.filter(placings__parent=None).select_for_update(of=("self",))[:1])
