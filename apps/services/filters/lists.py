"""三张清单的筛选 — how needs, resources and actions are found."""

from typing import Any

from django.db.models import QuerySet

from apps.clusters.models import Cluster, Department, Enterprise
from apps.core import clock
from apps.core.filters import RegisterFilter, below, choice, chosen, coded, pointed_at
from apps.services.models import Action, Need, Resource

FRESH, STALE = "fresh", "stale"
FRESHNESS = ((FRESH, "90天内核对过"), (STALE, "90天未核对"))


class ListedFilter(RegisterFilter):
    """三张清单"""

    freshness = choice("动态更新", FRESHNESS, method="by_freshness")
    cluster = below(Cluster, "集群", "cluster")

    def by_freshness(self, rows: Any, name: str, asked: str) -> QuerySet:
        today = clock.today()
        fresh = rows.fresh(today)
        return fresh if asked == FRESH else rows.standing(today).exclude(pk__in=fresh.values("pk"))


class NeedFilter(ListedFilter):
    """企业需求"""

    placeholder = "企业、需求内容"
    searched = ("enterprise__name", "text")
    status = coded(Need, "status")
    category = coded(Need, "category")
    enterprise = pointed_at(Enterprise, "企业")

    class Meta:
        model = Need
        fields = ()


class ResourceFilter(ListedFilter):
    """部门资源"""

    placeholder = "资源内容"
    searched = ("text", "department__name", "organization__full_name")
    status = coded(Resource, "status")
    category = coded(Resource, "category")
    department = chosen(Department, "提供部门")

    class Meta:
        model = Resource
        fields = ()


class ActionFilter(ListedFilter):
    """行动项目"""

    placeholder = "项目名称"
    searched = ("title",)
    status = coded(Action, "status")
    tier = coded(Action, "tier")
    department = chosen(Department, "牵头部门")

    class Meta:
        model = Action
        fields = ()
