"""服务链预警 — orders past their day, and lists nobody has confirmed for 90 days (SRV-05, SRV-13)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from apps.chains.alerts.alert import Alert, Level, Reason
from apps.chains.alerts.owners import bodies_of_clusters, bodies_of_enterprises
from apps.chains.alerts.words import at
from apps.chains.indicator import Chain
from apps.chains.subject import Subject, either, following_enterprise, tied
from apps.core.formatting import day as written
from apps.services.models import Action, Need, Resource, ServiceOrder
from apps.services.models.listed import FRESH


def stale(model: Any) -> Callable[[date], Any]:
    """清单90天未更新"""

    def rows(day: date) -> Any:
        return model.objects.standing(day).filter(last_confirmed_on__lt=day - FRESH)

    return rows


def of_orders(rows: Sequence[Any], day: date) -> Mapping[int, Reason]:
    """2026年11月2日到期，已超期20天"""
    return {
        row.pk: Reason(f"{written(row.due_on)}到期，已超期{(day - row.due_on).days}天", row.due_on)
        for row in rows
    }


def of_lists(rows: Sequence[Any], day: date) -> Mapping[int, Reason]:
    """最近一次核对在2026年8月1日，已113天"""
    return {
        row.pk: Reason(
            f"最近一次核对在{written(row.last_confirmed_on)}，已{(day - row.last_confirmed_on).days}天",
            row.last_confirmed_on,
        )
        for row in rows
    }


def handlers(rows: Sequence[Any], day: date) -> Mapping[int, str]:
    """The body an order was placed with; else those of the enterprise's clusters."""
    orders = ServiceOrder.objects.filter(pk__in=[row.pk for row in rows])
    orders = orders.select_related("body__organization", "enterprise")
    direct = {order.pk: str(order.body) for order in orders if order.body_id}
    others = [order for order in orders if not order.body_id]
    bodies = bodies_of_enterprises([order.enterprise for order in others], day)
    return direct | {order.pk: bodies.get(order.enterprise_id, "") for order in others}


ORDERS = either(
    tied(ServiceOrder, cluster="body__cluster__path", place="body__cluster__place__path"),
    following_enterprise(ServiceOrder),
)


def listed(model: Any) -> Subject:
    """Rows of a list stand where their cluster does."""
    return tied(
        model,
        cluster="cluster__path",
        place="cluster__place__path",
        organization="cluster__bodies__organization",
    )


def of_list(model: Any, code: str, name: str) -> Alert:
    """One of the three lists."""
    return Alert(
        code=code,
        name=name,
        chain=Chain.SERVICE,
        level=Level.AMBER,
        subject=listed(model),
        rows=stale(model),
        reasons=of_lists,
        owners=bodies_of_clusters,
        action="与企业和部门核对，更新或销号",
        rule="三张清单动态更新",
        unit="条",
        begun=at("last_confirmed_on"),
    )


ALERTS = (
    Alert(
        code="order_overdue",
        name="诉求超期",
        chain=Chain.SERVICE,
        level=Level.RED,
        subject=ORDERS,
        rows=ServiceOrder.objects.overdue,
        reasons=of_orders,
        owners=handlers,
        action="督促承办部门办结，或按程序延期、升级",
        rule="限时处置",
        unit="件",
        begun=at("due_on"),
    ),
    of_list(Need, "need_stale", "企业需求90天未更新"),
    of_list(Resource, "resource_stale", "部门资源90天未更新"),
    of_list(Action, "action_stale", "行动项目90天未更新"),
)
