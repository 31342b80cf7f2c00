"""清单和平台的筛选 — how catalogues, items, platforms and what took place there are found."""

from django.db.models import QuerySet
from django.forms import CheckboxInput
from django_filters import BooleanFilter

from apps.clusters.models import Cluster, Department, Place
from apps.core import clock
from apps.core.filters import RegisterFilter, below, choice, chosen, coded, pointed_at, since, until
from apps.services.models import (
    PlatformEvent,
    PlatformState,
    ServiceCatalogue,
    ServiceCategory,
    ServiceItem,
    ServicePlatform,
)


class CatalogueFilter(RegisterFilter):
    """惠企服务清单"""

    placeholder = "清单名称、版本"
    searched = ("title", "edition", "issuer")
    status = coded(ServiceCatalogue, "status")
    place = below(Place, "所属区域", "place")
    cluster = below(Cluster, "集群", "cluster")

    class Meta:
        model = ServiceCatalogue
        fields = ()


class ItemFilter(RegisterFilter):
    """服务事项"""

    placeholder = "编号、事项名称"
    searched = ("code", "name")
    catalogue = chosen(ServiceCatalogue, "清单", "category__catalogue")
    provider = chosen(Department, "提供部门")
    is_online = BooleanFilter(label="只看可网上办理", widget=CheckboxInput, method="online")
    category = pointed_at(ServiceCategory, "服务大类")

    class Meta:
        model = ServiceItem
        fields = ()

    def online(self, rows: QuerySet, name: str, asked: bool) -> QuerySet:
        return rows.filter(is_online=True) if asked else rows


class PlatformFilter(RegisterFilter):
    """服务平台"""

    placeholder = "平台名称"
    searched = ("name",)
    function = coded(ServicePlatform, "function")
    kind = coded(ServicePlatform, "kind")
    status = choice("状态", PlatformState.Status.choices, method="in_status")
    place = below(Place, "所属区域", "place")
    cluster = below(Cluster, "集群", "cluster")

    class Meta:
        model = ServicePlatform
        fields = ()

    def in_status(self, rows: QuerySet, name: str, status: str) -> QuerySet:
        states = PlatformState.objects.in_force(clock.today()).filter(status=status)
        return rows.filter(pk__in=states.values("platform"))


class PlatformEventFilter(RegisterFilter):
    """平台活动"""

    placeholder = "名称、成效"
    searched = ("title", "result")
    platform = chosen(ServicePlatform, "平台")
    since = since("活动", "held_on")
    until = until("活动", "held_on")

    class Meta:
        model = PlatformEvent
        fields = ()
