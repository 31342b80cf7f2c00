"""会商的变动: planned, held, minuted, its tasks handed out and cleared."""

from datetime import date
from typing import Any

from django.db import transaction

from apps.core import clock
from apps.core.moves import By, MoveRefused, Moves, begin, insist_on_why, move
from apps.services.models import Consultation, Resolution

Status = Consultation.Status
Task = Resolution.Status

MOVES: Moves = {
    Status.PLANNED: {Status.HELD, Status.CANCELLED},
    Status.HELD: {Status.MINUTED},
    Status.MINUTED: {Status.ASSIGNED, Status.CLEARED},
    Status.ASSIGNED: {Status.CLEARED},
}
TASK_MOVES: Moves = {
    Task.ASSIGNED: {Task.HANDLING, Task.CLEARED, Task.WITHDRAWN},
    Task.HANDLING: {Task.CLEARED, Task.WITHDRAWN},
}


def hold(consultation: Consultation, *, by: By, on: date | None = None) -> Consultation:
    """召开"""
    return move(consultation, Status.HELD, moves=MOVES, by=by, held_on=on or clock.today())


def call_off(consultation: Consultation, *, by: By, why: str) -> Consultation:
    """取消"""
    insist_on_why(why)
    return move(consultation, Status.CANCELLED, moves=MOVES, by=by, why=why)


def issue_minutes(consultation: Consultation, *, minutes: str, by: By) -> Consultation:
    """纪要印发"""
    return move(consultation, Status.MINUTED, moves=MOVES, by=by, minutes=minutes)


@transaction.atomic
def resolve_on(consultation: Consultation, *, by: By, **facts: Any) -> Resolution:
    """议定 — a task with an owner and a day, of a consultation that was held."""
    if consultation.status not in (Status.HELD, Status.MINUTED, Status.ASSIGNED):
        raise MoveRefused("会商召开后、销号前才能登记议定事项。")
    return begin(Resolution(consultation=consultation, **facts), by=by)


def hand_out(consultation: Consultation, *, by: By) -> Consultation:
    """任务交办 — refused while there is no task."""
    if not consultation.resolutions.standing().exists():
        raise MoveRefused("还没有议定事项，不能交办。")
    return move(consultation, Status.ASSIGNED, moves=MOVES, by=by)


def clear(consultation: Consultation, *, by: By) -> Consultation:
    """销号 — once every task is cleared or withdrawn."""
    if consultation.resolutions.standing().exists():
        raise MoveRefused("还有议定事项未销号。")
    return move(consultation, Status.CLEARED, moves=MOVES, by=by)


def handle_task(resolution: Resolution, *, by: By) -> Resolution:
    """办理议定事项"""
    return move(resolution, Task.HANDLING, moves=TASK_MOVES, by=by)


def clear_task(resolution: Resolution, *, outcome: str, by: By, on: date | None = None) -> Resolution:
    """议定事项销号"""
    return move(
        resolution,
        Task.CLEARED,
        moves=TASK_MOVES,
        by=by,
        outcome=outcome,
        cleared_on=on or clock.today(),
    )


def withdraw_task(resolution: Resolution, *, by: By, why: str) -> Resolution:
    """撤销议定事项"""
    insist_on_why(why)
    return move(resolution, Task.WITHDRAWN, moves=TASK_MOVES, by=by, why=why)
