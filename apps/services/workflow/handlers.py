"""主办与协办: what one handler does with its own part of an order, on its own clock."""

from datetime import datetime
from typing import Any

from django.db import transaction

from apps.core import clock
from apps.core.history import because
from apps.core.moves import By, MoveRefused, Moves, insist_on_why, insist_open, locked
from apps.services.models import Assignment, ServiceOrder
from apps.services.workflow import orders

Status = Assignment.Status

MOVES: Moves = {
    Status.WAITING: {Status.ACCEPTED, Status.REFUSED},
    Status.ACCEPTED: {Status.FINISHED, Status.REFUSED},
}


@transaction.atomic
def accept(assignment: Assignment, *, by: By, at: datetime | None = None) -> Assignment:
    """接单 — of the leading handler, the order's move."""
    if assignment.role == Assignment.Role.LEAD:
        orders.accept(assignment.order, by=by, at=at)
        return _again(assignment)
    return _move(assignment, Status.ACCEPTED, by=by, accepted_at=at or clock.now())


@transaction.atomic
def refuse(assignment: Assignment, *, by: By, why: str, at: datetime | None = None) -> Assignment:
    """退单 — of the leading handler, the order goes back; a helper only steps out."""
    if assignment.role == Assignment.Role.LEAD:
        orders.send_back(assignment.order, by=by, why=why, at=at)
        return _again(assignment)
    insist_on_why(why, "退单须写明理由。")
    return _move(assignment, Status.REFUSED, by=by, why=why, note=why)


@transaction.atomic
def finish(assignment: Assignment, *, by: By, outcome: str, at: datetime | None = None) -> Assignment:
    """协办办结 — a helper has done its part; the leading handler resolves the order instead."""
    if assignment.role == Assignment.Role.LEAD:
        raise MoveRefused("主办请办结点单。")
    return _move(assignment, Status.FINISHED, by=by, note=outcome, finished_at=at or clock.now())


@transaction.atomic
def join(order: ServiceOrder, answerer: orders.Answerer, *, by: By, at: datetime | None = None) -> Assignment:
    """增加协办 — another helper while the order is being handled."""
    if order.status not in (orders.Status.DISPATCHED, orders.Status.ACCEPTED, orders.Status.HANDLING):
        raise MoveRefused("派单后、办结前才能增加协办。")
    lead = order.assignments.standing().leading().get()
    with because(by=by):
        return orders.assign(
            order,
            answerer,
            role=Assignment.Role.JOINT,
            handler=lead.handler,
            due_on=order.due_on,
            dispatched_at=at or clock.now(),
        )


def _move(assignment: Assignment, status: str, *, by: By, why: str = "", **changes: Any) -> Assignment:
    assignment = locked(assignment)
    insist_open(assignment, assignment.status, status, MOVES, dict(Status.choices))
    for name, value in changes.items():
        setattr(assignment, name, value)
    assignment.status = status
    with because(by=by, why=why):
        assignment.save(update_fields=["status", *changes])
    return assignment


def _again(assignment: Assignment) -> Assignment:
    assignment.refresh_from_db()
    return assignment
