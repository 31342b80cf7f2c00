"""组织树 — the only code that moves an organisation: a dated edge for every day, the path for today."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction

from apps.core import clock
from apps.core.dated import insist_on_reason, succeed
from apps.core.history import because
from apps.core.tree import replant
from apps.core.undoing import settles
from apps.organizations.kinds import fault_of_parent
from apps.organizations.models import OrganizationPlacing, OrganizationState, PartyOrganization


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

    Raises ``ValidationError`` when its kind may not stand there, when the parent stands below it,
    or when a backdated move gives no reason.
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
    """Raises ``ValidationError`` when ``organization`` may not stand under ``parent`` that day."""
    if parent and organization.path and parent.path.startswith(organization.path):
        raise ValidationError({"parent": "不能移到自身或自身的下级之下。"})
    kind, parent_kind = _kind(organization, on), _kind(parent, on)
    if parent and parent_kind is None:
        raise ValidationError({"parent": "上级党组织在该日期尚未成立或已撤销。"})
    fault = fault_of_parent(kind, parent_kind) if kind else ""
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


def _kind(organization: PartyOrganization | None, on: date) -> str | None:
    if organization is None:
        return None
    state = OrganizationState.objects.in_force(on).filter(organization=organization).first()
    return state.type_code if state else None


def _lock_tree() -> None:
    """Two moves at once could close a circle that neither sees."""
    list(PartyOrganization.objects.filter(placings__parent=None).select_for_update(of=("self",))[:1])
