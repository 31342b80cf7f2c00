"""点单的筛选 — how orders and what was handed to handlers are found."""

from typing import Any

from django.db.models import QuerySet

from apps.clusters.models import Cluster, Department, Enterprise
from apps.core import clock
from apps.core.filters import RegisterFilter, below, choice, chosen, coded, pointed_at, since, until
from apps.organizations.models import PartyOrganization
from apps.services.models import Assignment, ServiceItem, ServiceOrder, Visit

OVERDUE, STANDING, TO_DISPATCH = "overdue", "standing", "to_dispatch"
CLOCKS = ((STANDING, "未办结"), (OVERDUE, "已超期"))


class OrderFilter(RegisterFilter):
    """点单"""

    placeholder = "编号、企业、诉求"
    searched = ("number", "enterprise__name", "description")
    clock = choice("进度", ((TO_DISPATCH, "等待派单"), *CLOCKS), method="by_clock")
    status = coded(ServiceOrder, "status")
    category = coded(ServiceOrder, "category")
    channel = coded(ServiceOrder, "channel")
    level = coded(ServiceOrder, "level")
    cluster = below(Cluster, "集群", "body__cluster")
    since = since("提交", "submitted_at__date")
    until = until("提交", "submitted_at__date")
    enterprise = pointed_at(Enterprise, "企业")
    item = pointed_at(ServiceItem, "服务事项")
    visit = pointed_at(Visit, "走访")

    class Meta:
        model = ServiceOrder
        fields = ()

    def by_clock(self, rows: Any, name: str, asked: str) -> QuerySet:
        if asked == TO_DISPATCH:
            return rows.to_dispatch()
        open_ones = rows.filter(status__in=ServiceOrder.OPEN)
        return open_ones.filter(due_on__lt=clock.today()) if asked == OVERDUE else open_ones


class AssignmentFilter(RegisterFilter):
    """派单"""

    placeholder = "编号、企业、诉求"
    searched = ("order__number", "order__enterprise__name", "order__description")
    clock = choice("进度", CLOCKS, method="by_clock")
    status = coded(Assignment, "status")
    role = coded(Assignment, "role")
    handler = coded(Assignment, "handler")
    department = chosen(Department, "承办部门")
    organization = pointed_at(PartyOrganization, "承办党组织")

    class Meta:
        model = Assignment
        fields = ()

    def by_clock(self, rows: Any, name: str, asked: str) -> QuerySet:
        return rows.overdue(clock.today()) if asked == OVERDUE else rows.unfinished()
