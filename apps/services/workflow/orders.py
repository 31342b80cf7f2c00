"""点单—派单—接单—办结—评价: the only code that moves a service order.

Each function is one move of the order as a whole; what single handlers do stands in ``handlers``.
A move may be entered afterwards by saying ``at``.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from apps.clusters.models import Department, Enterprise
from apps.core import clock
from apps.core.history import because
from apps.core.moves import By, MoveRefused, Moves, begin, insist_on_why, move
from apps.members.models import Member
from apps.organizations.models import PartyOrganization
from apps.services import working_days
from apps.services.ladder import DISPATCH_HOURS, LADDER, Level, is_above
from apps.services.models import Assignment, HandlingNote, Rating, ServiceOrder

Status = ServiceOrder.Status
Role = Assignment.Role
Part = Assignment.Status
Answerer = Department | PartyOrganization | Member

MOVES: Moves = {
    Status.PLACED: {Status.DISPATCHED, Status.WITHDRAWN, Status.DECLINED},
    Status.DISPATCHED: {Status.ACCEPTED, Status.RETURNED, Status.PLACED, Status.WITHDRAWN},
    Status.RETURNED: {Status.DISPATCHED, Status.PLACED, Status.WITHDRAWN, Status.DECLINED},
    Status.ACCEPTED: {Status.HANDLING, Status.RESOLVED, Status.SUSPENDED, Status.PLACED, Status.WITHDRAWN},
    Status.HANDLING: {Status.RESOLVED, Status.SUSPENDED, Status.PLACED, Status.WITHDRAWN},
    Status.SUSPENDED: {Status.HANDLING, Status.WITHDRAWN},
    Status.RESOLVED: {Status.RATED, Status.ARCHIVED},
    Status.RATED: {Status.HANDLING, Status.ARCHIVED},
}
COLUMNS = {Department: "department", PartyOrganization: "organization", Member: "member"}


@transaction.atomic
def place(*, enterprise: Enterprise, by: By, at: datetime | None = None, **facts: Any) -> ServiceOrder:
    """点单 — a new order with its number and the moment until which it is to be dispatched."""
    submitted_at = at or clock.now()
    order = ServiceOrder(enterprise=enterprise, submitted_at=submitted_at, **facts)
    return register(order, by=by)


@transaction.atomic
def register(order: ServiceOrder, *, by: By) -> ServiceOrder:
    """登记点单 — number an order that was filled in, reckon its limit and save it."""
    order.number = next_number(timezone.localtime(order.submitted_at).year)
    order.dispatch_by = working_days.hours_after(order.submitted_at, DISPATCH_HOURS)
    return begin(order, by=by, at=order.submitted_at)


def next_number(year: int) -> str:
    """The next number of a year; whoever asks meanwhile waits until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('service order', %s))", [year])
    numbers = ServiceOrder.objects.filter(number__startswith=f"{year}-").order_by("-number")
    last = numbers.values_list("number", flat=True).first()
    return f"{year}-{int(last.partition('-')[2]) + 1 if last else 1:06d}"


@transaction.atomic
def dispatch(
    order: ServiceOrder,
    *,
    to: Answerer,
    by: By,
    joint: tuple[Answerer, ...] = (),
    handler: str = "",
    at: datetime | None = None,
) -> ServiceOrder:
    """派单 — to one who leads (主办) and any who help (协办), due as the level or the item promises."""
    at = at or clock.now()
    due_on = working_days.days_after(timezone.localtime(at).date(), limit_of(order))
    order = move(order, Status.DISPATCHED, moves=MOVES, by=by, at=at, due_on=due_on)
    handler = handler or LADDER[Level(order.level)].handler
    with because(by=by):
        for role, answerer in [(Role.LEAD, to), *((Role.JOINT, each) for each in joint)]:
            assign(order, answerer, role=role, handler=handler, due_on=due_on, dispatched_at=at)
    return order


def limit_of(order: ServiceOrder) -> int:
    """Working days an order may take: the item's promise, if it has one and the order was not escalated."""
    promised = order.item.promise_days if order.item and order.level == Level.EVERYDAY else None
    return promised or LADDER[Level(order.level)].working_days


def assign(order: ServiceOrder, answerer: Answerer, **facts: Any) -> Assignment:
    """Hand the order to one answerer."""
    assignment = Assignment(order=order, **{COLUMNS[type(answerer)]: answerer}, **facts)
    assignment.full_clean()
    assignment.save()
    return assignment


@transaction.atomic
def accept(order: ServiceOrder, *, by: By, at: datetime | None = None) -> ServiceOrder:
    """接单 — the leading handler takes it on."""
    at = at or clock.now()
    order = move(order, Status.ACCEPTED, moves=MOVES, by=by, at=at)
    with because(by=by):
        _lead(order).update(status=Part.ACCEPTED, accepted_at=at)
    return order


@transaction.atomic
def send_back(order: ServiceOrder, *, by: By, why: str, at: datetime | None = None) -> ServiceOrder:
    """退单 — the leading handler returns what is not its business; helpers are let go."""
    insist_on_why(why, "退单须写明理由。")
    order = move(order, Status.RETURNED, moves=MOVES, by=by, why=why, at=at)
    with because(by=by, why=why):
        _lead(order).update(status=Part.REFUSED, note=why)
        _let_go(order)
    return order


def start(order: ServiceOrder, *, by: By, at: datetime | None = None) -> ServiceOrder:
    """办理"""
    return move(order, Status.HANDLING, moves=MOVES, by=by, at=at)


@transaction.atomic
def note(order: ServiceOrder, *, text: str, by: By) -> HandlingNote:
    """办理记录 — one entry in the log."""
    entry = HandlingNote(order=order, text=text, by_id=by.pk if by else None)
    entry.full_clean()
    with because(by=by):
        entry.save()
    return entry


@transaction.atomic
def escalate(
    order: ServiceOrder, *, level: str, by: By, why: str, at: datetime | None = None
) -> ServiceOrder:
    """升级 — to a higher rung of the ladder; it waits there to be dispatched anew."""
    insist_on_why(why, "升级须写明理由。")
    if not is_above(level, order.level):
        raise ValidationError({"level": "只能升级到更高层级。"})
    if order.status == Status.PLACED:
        raise MoveRefused("待派单的点单请直接修改问题层级。")
    order = move(order, Status.PLACED, moves=MOVES, by=by, why=why, at=at, level=level, due_on=None)
    with because(by=by, why=why):
        _let_go(order)
    return order


def suspend(order: ServiceOrder, *, by: By, why: str, at: datetime | None = None) -> ServiceOrder:
    """挂起 — with a reason; the clock stands still."""
    insist_on_why(why, "挂起须写明理由。")
    day = timezone.localtime(at or clock.now()).date()
    return move(order, Status.SUSPENDED, moves=MOVES, by=by, why=why, at=at, suspended_on=day)


@transaction.atomic
def resume(order: ServiceOrder, *, by: By, why: str = "", at: datetime | None = None) -> ServiceOrder:
    """恢复办理 — the days it stood still are added to the limits."""
    if order.suspended_on is None:
        raise MoveRefused("点单没有挂起。")
    day = timezone.localtime(at or clock.now()).date()
    lost = working_days.days_between(order.suspended_on, day)
    due_on = order.due_on and working_days.days_after(order.due_on, lost)
    order = move(order, Status.HANDLING, moves=MOVES, by=by, why=why, at=at, suspended_on=None, due_on=due_on)
    with because(by=by, why=why):
        for assignment in order.assignments.unfinished():
            assignment.due_on = working_days.days_after(assignment.due_on, lost)
            assignment.save(update_fields=["due_on"])
    return order


@transaction.atomic
def resolve(
    order: ServiceOrder, *, result: str, outcome: str, by: By, at: datetime | None = None
) -> ServiceOrder:
    """办结 — once the helpers have done their parts."""
    at = at or clock.now()
    if order.assignments.unfinished().filter(role=Role.JOINT).exists():
        raise ValidationError("协办尚未办结，不能办结点单。")
    order = move(order, Status.RESOLVED, moves=MOVES, by=by, at=at, result=result, outcome=outcome)
    with because(by=by):
        _lead(order).update(status=Part.FINISHED, finished_at=at, note=outcome)
    return order


@transaction.atomic
def rate(order: ServiceOrder, *, grade: str, by: By, comment: str = "", at: datetime | None = None) -> Rating:
    """评价 — the enterprise's word, once for each turn."""
    order = move(order, Status.RATED, moves=MOVES, by=by, at=at)
    rating = Rating(
        order=order,
        turn=2 if order.was_reopened else 1,
        grade=grade,
        comment=comment,
        rated_at=at or clock.now(),
    )
    rating.full_clean()
    with because(by=by):
        rating.save()
    return rating


@transaction.atomic
def reopen(order: ServiceOrder, *, by: By, why: str = "", at: datetime | None = None) -> ServiceOrder:
    """重办 — once, after the enterprise was dissatisfied; the same handler goes on with a new limit."""
    last = order.ratings.last()
    if last is None or last.grade != Rating.Grade.DISSATISFIED:
        raise MoveRefused("评价为不满意的点单才能重办。")
    if order.was_reopened:
        raise MoveRefused("点单已重办过一次。")
    day = timezone.localtime(at or clock.now()).date()
    due_on = working_days.days_after(day, limit_of(order))
    changes = {"was_reopened": True, "due_on": due_on, "result": ""}
    order = move(order, Status.HANDLING, moves=MOVES, by=by, why=why or last.comment, at=at, **changes)
    with because(by=by, why=why):
        _lead(order).update(status=Part.ACCEPTED, finished_at=None, due_on=due_on)
    return order


def archive(order: ServiceOrder, *, by: By, at: datetime | None = None) -> ServiceOrder:
    """归档"""
    return move(order, Status.ARCHIVED, moves=MOVES, by=by, at=at)


@transaction.atomic
def withdraw(order: ServiceOrder, *, by: By, why: str, at: datetime | None = None) -> ServiceOrder:
    """撤销 — the enterprise takes it back."""
    insist_on_why(why, "撤销须写明理由。")
    order = move(order, Status.WITHDRAWN, moves=MOVES, by=by, why=why, at=at, suspended_on=None)
    with because(by=by, why=why):
        _let_go(order)
    return order


def decline(order: ServiceOrder, *, by: By, why: str, at: datetime | None = None) -> ServiceOrder:
    """不予受理"""
    insist_on_why(why, "不予受理须写明理由。")
    return move(order, Status.DECLINED, moves=MOVES, by=by, why=why, at=at)


def _lead(order: ServiceOrder) -> Any:
    return order.assignments.standing().leading()


def _let_go(order: ServiceOrder) -> None:
    order.assignments.unfinished().update(status=Part.REVOKED)
