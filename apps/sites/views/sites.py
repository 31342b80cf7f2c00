"""阵地和示范带 — sites by kind and scene as they stand today, and the belts that string them together."""

from typing import Any

from django.db.models import Count, QuerySet

from apps.clusters.models import Cluster
from apps.core import clock
from apps.core.columns import Column, coded, columns
from apps.core.dated import in_force
from apps.core.entry import RegisterEntry
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.organizations.models import PartyOrganization
from apps.sites.filters import BeltFilter, SiteFilter
from apps.sites.models import BeltSite, BeltState, Booking, DemonstrationBelt, Site, SiteState

STATUS = coded("status", "状态", SiteState.Status)
LEVEL = coded("level", "示范级别", SiteState.Level)
MODEL = Column("is_demo", "示范阵地", lambda row: "示范" if row.is_demo else "", ("is_demo",))
BELT_STATUS = coded("status", "状态", BeltState.Status)
STOPS = Column("stops", "阵地", lambda row: row.stop_count, numeric=True)


def as_of_today(rows: Any) -> QuerySet:
    """Sites or belts with the state they are in today."""
    return rows.on(clock.today())


class Sites(RegisterList):
    model = Site
    filterset_class = SiteFilter
    columns = columns(
        Site, "name", "kind", "scene", "place", "cluster", "owner", "area", "is_shared", MODEL, LEVEL, STATUS
    )
    default_order = ("place__path", "name")
    roster = "site"
    unit = "个"
    sentence = "没有符合条件的阵地。"

    def sortable(self, rows: QuerySet) -> QuerySet:
        return as_of_today(rows)

    def decorated(self, rows: Any) -> QuerySet:
        return super().decorated(as_of_today(rows))


class SitePage(RegisterEntry):
    model = Site
    facts = (
        "place",
        "cluster",
        "owner",
        "building",
        "address",
        "area",
        "opened_on",
        "open_hours",
        "is_shared",
        "functions",
        "host_name",
        "remark",
    )
    badges = ("kind", "scene", MODEL, LEVEL, STATUS)
    tones = {**RegisterEntry.tones, SiteState.Status.OPEN: "good", "True": "gold"}
    parts = (
        Part(
            "预约和使用",
            Booking,
            "site",
            columns(Booking, "starts_at", "organization", "purpose", "headcount", "status"),
            unit="次",
            filter="site",
        ),
    )
    beside = (
        Part(
            "所在示范带", BeltSite, "site", columns(BeltSite, "belt", "position"), sentence="不在示范带上。"
        ),
        Part("历次状态", SiteState, "site", columns(SiteState, "status", "is_demo")),
    )

    def reachable(self) -> Any:
        return as_of_today(super().reachable())


def with_stops(rows: Any) -> QuerySet:
    """Belts with how many sites stand on them today."""
    return as_of_today(rows).annotate(stop_count=Count("stops", filter=in_force(clock.today(), "stops")))


class Belts(RegisterList):
    model = DemonstrationBelt
    filterset_class = BeltFilter
    columns = columns(DemonstrationBelt, "name", "cluster", "route", "leader", "named_on", STOPS, BELT_STATUS)
    default_order = ("cluster__path", "name")
    unit = "条"
    sentence = "没有符合条件的示范带。"

    def sortable(self, rows: QuerySet) -> QuerySet:
        return as_of_today(rows)

    def decorated(self, rows: Any) -> QuerySet:
        return super().decorated(with_stops(rows))


class BeltPage(RegisterEntry):
    model = DemonstrationBelt
    facts = ("cluster", "route", "leader", "named_on", STOPS, "remark")
    badges = (BELT_STATUS,)
    parts = (
        Part(
            "沿线阵地",
            BeltSite,
            "belt",
            columns(BeltSite, "position", "site", "site__kind", "site__owner"),
            unit="站",
            order=("ends_on", "position"),
            shown=60,
            sentence="还没有列入阵地。",
        ),
    )
    beside = (Part("历次状态", BeltState, "belt", columns(BeltState, "status")),)

    def reachable(self) -> Any:
        return with_stops(super().reachable())


OF_OTHERS = columns(Site, "name", "kind", "scene", MODEL, STATUS)
shown_with(
    Cluster,
    Part("阵地", Site, "cluster", OF_OTHERS, unit="个", filter="cluster", narrowed=as_of_today),
    Part(
        "示范带",
        DemonstrationBelt,
        "cluster",
        columns(DemonstrationBelt, "name", "route", BELT_STATUS),
        unit="条",
        filter="cluster",
        narrowed=as_of_today,
    ),
)
shown_with(
    PartyOrganization,
    Part("阵地", Site, "owner", OF_OTHERS, unit="个", filter="owner", narrowed=as_of_today),
)
