"""点单的时限 — how an order stands against the time it has: 派单 in working hours, 办理 in working days."""

from dataclasses import dataclass
from datetime import date

from apps.core import clock
from apps.core.formatting import day, minute
from apps.services import working_days
from apps.services.models import ServiceOrder


@dataclass(frozen=True)
class Clock:
    """One clock of an order: until when, and how it stands, said in words and toned."""

    stage: str
    limit: str
    said: str
    tone: str = ""


def clocks(order: ServiceOrder) -> list[Clock]:
    """派单 and 办理, as they stand today."""
    return [dispatching(order), handling(order)]


def dispatching(order: ServiceOrder) -> Clock:
    """24 working hours from placing to the first 派单."""
    limit = minute(order.dispatch_by)
    first = order.assignments.order_by("dispatched_at").first()
    reached = first.dispatched_at if first else clock.now()
    late = reached > order.dispatch_by
    if first is None and order.status != ServiceOrder.Status.PLACED:
        return Clock("派单", limit, "没有派单")
    said = ("超时派单" if late else "按时派单") if first else ("超时未派单" if late else "待派单")
    return Clock("派单", limit, said, "bad" if late else "")


def handling(order: ServiceOrder) -> Clock:
    """Working days from the last 派单 until it is to be resolved; they stand still while it is suspended."""
    if order.due_on is None:
        return Clock("办理", "—", "派单后起算")
    if order.status == ServiceOrder.Status.SUSPENDED:
        return Clock("办理", day(order.due_on), "挂起，停止计时", "warn")
    if order.status in ServiceOrder.NOT_COUNTED:
        return Clock("办理", day(order.due_on), "不再计时")
    ended = _resolved_on(order) if order.status in ServiceOrder.CLOSED else None
    said, tone = _closed(order.due_on, ended) if ended else _open(order.due_on)
    return Clock("办理", day(order.due_on), said, tone)


def _resolved_on(order: ServiceOrder) -> date | None:
    rows = ServiceOrder.objects.filter(pk=order.pk).resolved_by(clock.today())
    return rows.values_list("resolved_on", flat=True).first()


def _closed(due_on: date, ended: date) -> tuple[str, str]:
    if ended <= due_on:
        return "按期办结", ""
    return f"超期{working_days.days_between(due_on, ended)}个工作日办结", "bad"


def _open(due_on: date) -> tuple[str, str]:
    today = clock.today()
    if today > due_on:
        return f"已超期{working_days.days_between(due_on, today)}个工作日", "bad"
    left = working_days.days_between(today, due_on)
    return (f"还剩{left}个工作日" if left else "今天到期"), ("" if left > 1 else "warn")
