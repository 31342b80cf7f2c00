"""三张清单的变动: needs are verified, matched, resolved, closed; resources run out; actions are done."""

from datetime import date
from typing import TypeVar

from django.db import transaction

from apps.core import clock
from apps.core.history import because
from apps.core.moves import By, MoveRefused, Moves, insist_on_why, locked, move
from apps.services.models import Action, ActionNeed, Need, Resource, Supply

Row = TypeVar("Row", Need, Resource, Action)

NEED_MOVES: Moves = {
    Need.Status.NEW: {Need.Status.VERIFIED, Need.Status.CLOSED},
    Need.Status.VERIFIED: {Need.Status.MATCHED, Need.Status.CLOSED},
    Need.Status.MATCHED: {Need.Status.RESOLVED, Need.Status.CLOSED},
    Need.Status.RESOLVED: {Need.Status.CLOSED},
}
RESOURCE_MOVES: Moves = {
    Resource.Status.AVAILABLE: {Resource.Status.EXPIRED},
    Resource.Status.EXPIRED: {Resource.Status.AVAILABLE},
}
ACTION_MOVES: Moves = {
    Action.Status.APPROVED: {Action.Status.RUNNING},
    Action.Status.RUNNING: {Action.Status.DONE},
}


@transaction.atomic
def confirm(row: Row, *, by: By, on: date | None = None) -> Row:
    """核对 — the row of a list still holds; that counts for 90 days."""
    row = locked(row)
    if row.closed_on is not None:
        raise MoveRefused("已销号，不再核对。")
    row.last_confirmed_on = on or clock.today()
    row.validate_constraints()
    with because(by=by):
        row.save(update_fields=["last_confirmed_on"])
    return row


def verify(need: Need, *, by: By, on: date | None = None) -> Need:
    """核实 — the need is real; it counts from that day."""
    on = on or clock.today()
    return move(need, Need.Status.VERIFIED, moves=NEED_MOVES, by=by, verified_on=on, last_confirmed_on=on)


@transaction.atomic
def match(need: Need, resource: Resource, *, by: By, on: date | None = None) -> Supply:
    """匹配 — a resource for a verified need; a need may have several."""
    on = on or clock.today()
    if not Resource.objects.available(on).filter(pk=resource.pk).exists():
        raise MoveRefused("该资源当天不在用。")
    _matched(need, by=by)
    supply = Supply(need=need, resource=resource, matched_on=on)
    supply.full_clean()
    with because(by=by):
        supply.save()
    return supply


@transaction.atomic
def take_up(action: Action, need: Need, *, by: By) -> ActionNeed:
    """列入项目 — an action answers a need."""
    _matched(need, by=by)
    row = ActionNeed(action=action, need=need)
    row.full_clean()
    with because(by=by):
        row.save()
    return row


def _matched(need: Need, *, by: By) -> None:
    if need.status != Need.Status.MATCHED:
        move(need, Need.Status.MATCHED, moves=NEED_MOVES, by=by)


def resolve(need: Need, *, by: By, on: date | None = None) -> Need:
    """解决"""
    return move(need, Need.Status.RESOLVED, moves=NEED_MOVES, by=by, resolved_on=on or clock.today())


def close(need: Need, *, by: By, on: date | None = None, why: str = "") -> Need:
    """销号 — what is not resolved is closed with a reason only."""
    on = on or clock.today()
    if need.status != Need.Status.RESOLVED:
        insist_on_why(why, "未解决的需求销号须写明理由。")
    return move(need, Need.Status.CLOSED, moves=NEED_MOVES, by=by, why=why, closed_on=on)


def expire(resource: Resource, *, by: By, on: date | None = None, why: str = "") -> Resource:
    """失效"""
    on = on or clock.today()
    return move(resource, Resource.Status.EXPIRED, moves=RESOURCE_MOVES, by=by, why=why, closed_on=on)


def renew(resource: Resource, *, by: By, until: date | None = None) -> Resource:
    """恢复在用 — until a day, or without an end."""
    return move(
        resource,
        Resource.Status.AVAILABLE,
        moves=RESOURCE_MOVES,
        by=by,
        closed_on=None,
        valid_until=until,
        last_confirmed_on=clock.today(),
    )


def carry_out(action: Action, *, by: By) -> Action:
    """实施"""
    return move(action, Action.Status.RUNNING, moves=ACTION_MOVES, by=by)


def complete(action: Action, *, by: By, on: date | None = None) -> Action:
    """完成"""
    return move(action, Action.Status.DONE, moves=ACTION_MOVES, by=by, closed_on=on or clock.today())
