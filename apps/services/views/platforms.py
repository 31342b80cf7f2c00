"""服务平台载体 — carriers with their state of today, what took place on them, and for whom."""

from typing import Any

from django.db.models import Count, QuerySet, Sum

from apps.clusters.models import Cluster, Enterprise
from apps.core import clock
from apps.core.columns import Column, coded, columns
from apps.core.entry import RegisterEntry
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.services.filters.offered import PlatformEventFilter, PlatformFilter
from apps.services.models import EnterpriseServed, PlatformEvent, PlatformState, ServicePlatform
from apps.services.reaching import serving
from apps.sites.models import Site

STATUS = coded("status", "状态", PlatformState.Status)
SERVED = Column("served", "列名企业", lambda row: row.served_count, numeric=True)


class Platforms(RegisterList):
    model = ServicePlatform
    filterset_class = PlatformFilter
    columns = columns(
        ServicePlatform, "name", "function", "kind", "place", "cluster", "owner", "opened_on", STATUS
    )
    default_order = ("place__path", "name")
    roster = "platform"
    unit = "个"
    sentence = "没有符合条件的平台。"

    def sortable(self, rows: Any) -> QuerySet:
        return rows.on(clock.today())

    def decorated(self, rows: Any) -> QuerySet:
        return super().decorated(rows.on(clock.today()))


def with_served(rows: QuerySet) -> QuerySet:
    """Events with how many enterprises are named."""
    return rows.annotate(served_count=Count("served"))


class PlatformPage(RegisterEntry):
    model = ServicePlatform
    facts = ("place", "cluster", "owner", "site", "url", "modules", "opened_on", "remark")
    badges = ("function", "kind", STATUS)
    parts = (
        Part(
            "平台活动",
            PlatformEvent,
            "platform",
            columns(PlatformEvent, "title", "held_on", SERVED, "others_served", "result"),
            unit="次",
            order=("-held_on", "-pk"),
            filter="platform",
            narrowed=with_served,
        ),
    )
    beside = (Part("历次状态", PlatformState, "platform", columns(PlatformState, "status")),)

    def reachable(self) -> Any:
        return super().reachable().on(clock.today())


class PlatformEvents(RegisterList):
    model = PlatformEvent
    filterset_class = PlatformEventFilter
    columns = columns(PlatformEvent, "title", "platform", "held_on", SERVED, "others_served", "result")
    default_order = ("-held_on",)
    unit = "次"
    sentence = "没有符合条件的活动。"

    def decorated(self, rows: Any) -> QuerySet:
        return with_served(super().decorated(rows))

    def summary(self, rows: Any) -> str:
        named = EnterpriseServed.objects.filter(occasion__in=rows.order_by().values("pk"))
        others = rows.aggregate(sum=Sum("others_served"))["sum"] or 0
        return f"服务企业{named.count() + others}家次，其中列名的{named.enterprises().count()}家"


class PlatformEventPage(RegisterEntry):
    model = PlatformEvent
    facts = ("platform", "held_on", "others_served", "result")
    parts = (
        Part("服务企业", EnterpriseServed, "occasion", columns(EnterpriseServed, "enterprise"), unit="家"),
    )


OF_OTHERS = columns(ServicePlatform, "name", "function", "kind", STATUS)


def today(rows: Any) -> QuerySet:
    """Platforms as they stand today."""
    return rows.on(clock.today())


shown_with(
    Cluster,
    Part(
        "服务平台",
        ServicePlatform,
        lambda cluster: serving(Cluster.objects.filter(pk=cluster.pk)),
        OF_OTHERS,
        unit="个",
        narrowed=today,
    ),
)
shown_with(Site, Part("服务平台", ServicePlatform, "site", OF_OTHERS, unit="个", narrowed=today))
shown_with(
    Enterprise,
    Part(
        "平台服务",
        EnterpriseServed,
        "enterprise",
        columns(EnterpriseServed, "occasion", "occasion__platform", "occasion__held_on"),
        unit="次",
        order=("-occasion__held_on",),
    ),
)
