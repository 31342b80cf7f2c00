"""阵地链登记 — sites, belts, buildings and bookings in the administration."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.core import clock
from apps.core.admin import RegisterAdmin
from apps.core.admin_moves import MovedAdmin
from apps.core.admin_parts import PartInline, ReadOnlyInline, WithinRemitFilter
from apps.core.dated_form import DatedPart
from apps.core.exports import Column, label_in, resource_for
from apps.sites import workflow
from apps.sites.models import (
    BeltSite,
    BeltState,
    Booking,
    Building,
    BuildingOrganization,
    DemonstrationBelt,
    Site,
    SiteState,
    Tenancy,
)


class SiteStateHistory(ReadOnlyInline):
    model = SiteState
    fields = ("status", "is_demo", "level", "starts_on", "ends_on")
    verbose_name_plural = "历次状态"


@admin.register(Site)
class SiteAdmin(RegisterAdmin):
    """Whether it is open, and whether it is a model site, is dated."""

    list_display = ("name", "kind", "scene", "place", "owner", "status", "is_demo", "is_shared")
    list_filter = ("kind", "scene", "is_shared", ("cluster", WithinRemitFilter))
    search_fields = ("name", "address", "owner__full_name")
    search_help_text = "阵地名称、地址或所属党组织"
    inlines = (SiteStateHistory,)
    dated_parts = (DatedPart("states", ("status", "is_demo", "level"), workflow.change_site),)
    dated_heading = "状态和示范"
    fieldsets = (
        (None, {"fields": ("name", ("kind", "scene"), "place", "cluster", "owner", "host_name")}),
        ("位置", {"fields": ("building", "address", ("longitude", "latitude"), "area")}),
        ("使用", {"fields": ("opened_on", "is_shared", "open_hours", "functions", "remark")}),
    )
    resource = resource_for(
        Site,
        "name",
        "kind",
        "scene",
        "place",
        "cluster",
        "owner",
        "building",
        "address",
        "area",
        "opened_on",
        "is_shared",
        "open_hours",
        "functions",
        "host_name",
        status=Column("状态", "state__status", label_in(SiteState.Status)),
        is_demo=Column("示范阵地", "state__is_demo"),
        level=Column("示范级别", "state__level", label_in(SiteState.Level)),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).on(clock.today()).select_related("state", "place", "owner")

    @admin.display(description="状态", ordering="state__status")
    def status(self, row: Any) -> str:
        return row.state.get_status_display() if row.state else ""

    @admin.display(description="示范阵地", boolean=True, ordering="state__is_demo")
    def is_demo(self, row: Any) -> bool:
        return bool(row.state and row.state.is_demo)


class StopInline(PartInline):
    model = BeltSite


class BeltStateHistory(ReadOnlyInline):
    model = BeltState
    fields = ("status", "starts_on", "ends_on")
    verbose_name_plural = "历次状态"


@admin.register(DemonstrationBelt)
class DemonstrationBeltAdmin(RegisterAdmin):
    list_display = ("name", "cluster", "route", "leader", "status", "named_on")
    list_filter = (("cluster", WithinRemitFilter),)
    search_fields = ("name", "route")
    inlines = (StopInline, BeltStateHistory)
    dated_parts = (DatedPart("states", ("status",), workflow.change_belt),)
    dated_heading = "状态"
    resource = resource_for(
        DemonstrationBelt,
        "name",
        "cluster",
        "route",
        "leader",
        "named_on",
        status=Column("状态", "state__status", label_in(BeltState.Status)),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).on(clock.today()).select_related("state", "cluster", "leader")

    @admin.display(description="状态", ordering="state__status")
    def status(self, row: Any) -> str:
        return row.state.get_status_display() if row.state else ""


class TenancyInline(PartInline):
    model = Tenancy


class BuildingOrganizationInline(PartInline):
    model = BuildingOrganization


@admin.register(Building)
class BuildingAdmin(RegisterAdmin):
    list_display = ("name", "kind", "place", "tax_class", "opened_on", "closed_on")
    list_filter = ("kind", "tax_class")
    search_fields = ("name", "address")
    inlines = (TenancyInline, BuildingOrganizationInline)


@admin.register(Booking)
class BookingAdmin(MovedAdmin):
    list_display = ("site", "organization", "purpose", "starts_at", "ends_at", "status", "headcount")
    list_filter = ("status", ("site", WithinRemitFilter))
    search_fields = ("site__name", "organization__full_name", "purpose")
    date_hierarchy = "starts_at"
