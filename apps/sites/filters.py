"""阵地链的筛选 — how sites, belts, buildings and bookings are found."""

from typing import Any

from django.db.models import QuerySet
from django.forms import CheckboxInput
from django_filters import BooleanFilter

from apps.clusters.models import Cluster, Enterprise, Place
from apps.core import clock
from apps.core.filters import RegisterFilter, below, choice, coded, pointed_at, since, until
from apps.organizations.models import PartyOrganization
from apps.sites.models import (
    BeltSite,
    BeltState,
    Booking,
    Building,
    DemonstrationBelt,
    Site,
    SiteState,
    Tenancy,
)


class SiteFilter(RegisterFilter):
    """阵地"""

    placeholder = "名称、地址、领衔人"
    searched = ("name", "address", "host_name")
    kind = coded(Site, "kind")
    scene = coded(Site, "scene")
    status = choice("状态", SiteState.Status.choices, method="in_status")
    demonstration = BooleanFilter(label="只看示范阵地", widget=CheckboxInput, method="model_ones")
    place = below(Place, "所属区域", "place")
    cluster = below(Cluster, "服务集群", "cluster")
    building = pointed_at(Building, "楼宇园区")
    belt = pointed_at(DemonstrationBelt, "示范带", method="on_belt")
    owner = pointed_at(PartyOrganization, "所属党组织")

    class Meta:
        model = Site
        fields = ()

    def in_status(self, rows: QuerySet, name: str, status: str) -> QuerySet:
        states = SiteState.objects.in_force(clock.today()).filter(status=status)
        return rows.filter(pk__in=states.values("site"))

    def model_ones(self, rows: Any, name: str, asked: bool) -> QuerySet:
        return rows.demonstration(clock.today()) if asked else rows

    def on_belt(self, rows: QuerySet, name: str, belt: DemonstrationBelt) -> QuerySet:
        stops = BeltSite.objects.in_force(clock.today()).filter(belt=belt)
        return rows.filter(pk__in=stops.values("site"))


class BeltFilter(RegisterFilter):
    """示范带"""

    placeholder = "名称、走向"
    searched = ("name", "route")
    status = choice("状态", BeltState.Status.choices, method="in_status")
    cluster = below(Cluster, "集群", "cluster")
    leader = pointed_at(PartyOrganization, "牵头党组织")

    class Meta:
        model = DemonstrationBelt
        fields = ()

    def in_status(self, rows: QuerySet, name: str, status: str) -> QuerySet:
        states = BeltState.objects.in_force(clock.today()).filter(status=status)
        return rows.filter(pk__in=states.values("belt"))


class BuildingFilter(RegisterFilter):
    """楼宇园区"""

    placeholder = "名称、地址"
    searched = ("name", "address")
    kind = coded(Building, "kind")
    tax_class = coded(Building, "tax_class")
    place = below(Place, "所属区域", "place")
    enterprise = pointed_at(Enterprise, "入驻企业", method="housing")

    class Meta:
        model = Building
        fields = ()

    def housing(self, rows: QuerySet, name: str, enterprise: Enterprise) -> QuerySet:
        held = Tenancy.objects.in_force(clock.today()).filter(enterprise=enterprise)
        return rows.filter(pk__in=held.values("building"))


class BookingFilter(RegisterFilter):
    """场地预约"""

    placeholder = "阵地、党组织、用途"
    searched = ("site__name", "organization__full_name", "purpose")
    status = coded(Booking, "status")
    since = since("使用", "starts_at__date")
    until = until("使用", "starts_at__date")
    site = pointed_at(Site, "阵地")
    organization = pointed_at(PartyOrganization, "使用党组织")

    class Meta:
        model = Booking
        fields = ()
