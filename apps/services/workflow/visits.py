"""走访的变动: planned, made or called off; what was heard may become a service order."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from apps.core import clock
from apps.core.history import because
from apps.core.moves import By, Moves, begin, move
from apps.members.models import Member
from apps.services.models import ServiceOrder, Visit, Visitor
from apps.services.workflow import orders

Status = Visit.Status

MOVES: Moves = {Status.PLANNED: {Status.DONE, Status.CANCELLED}}


@transaction.atomic
def record(*, visitors: Iterable[Member] = (), by: By, **facts: Any) -> Visit:
    """登记走访 — planned or made, with those who went."""
    visit = begin(Visit(**facts), by=by)
    _went(visit, visitors, by=by)
    return visit


@transaction.atomic
def make(
    visit: Visit, *, by: By, on: date | None = None, note: str = "", visitors: Iterable[Member] = ()
) -> Visit:
    """完成 — a planned visit was made."""
    visit = move(visit, Status.DONE, moves=MOVES, by=by, held_on=on or clock.today(), note=note or visit.note)
    _went(visit, visitors, by=by)
    return visit


def call_off(visit: Visit, *, by: By, why: str = "") -> Visit:
    """取消"""
    return move(visit, Status.CANCELLED, moves=MOVES, by=by, why=why)


def raise_order(visit: Visit, *, by: By, **facts: Any) -> ServiceOrder:
    """走访收集诉求 — an order that came out of a visit."""
    facts = {"channel": ServiceOrder.Channel.VISIT} | facts
    return orders.place(enterprise=visit.enterprise, visit=visit, by=by, **facts)


def _went(visit: Visit, visitors: Iterable[Member], *, by: By) -> None:
    for member in visitors:
        row = Visitor(visit=visit, member=member)
        row.full_clean()
        with because(by=by):
            row.save()
