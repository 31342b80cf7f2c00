"""底座登记 — places, departments, institutions, clusters and enterprises in the administration."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.clusters import workflow
from apps.clusters.models import (
    Cluster,
    ClusterEnterprise,
    Department,
    Enterprise,
    EnterpriseAlias,
    EnterpriseState,
    Institution,
    Place,
)
from apps.core import clock
from apps.core.admin import RegisterAdmin
from apps.core.admin_parts import PartInline, ReadOnlyInline, WithinRemitFilter
from apps.core.dated_form import DatedPart
from apps.core.exports import Column, label_in, resource_for
from apps.core.tree import KeysOn


class PlantedAdmin(RegisterAdmin):
    """A register that is a tree: saving a row plants it under its parent."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        workflow.plant(obj, by=request.user)


@admin.register(Place)
class PlaceAdmin(PlantedAdmin):
    list_display = ("name", "kind", "gb_code", "parent")
    list_filter = ("kind",)
    search_fields = ("name", "gb_code")


@admin.register(Department)
class DepartmentAdmin(RegisterAdmin):
    list_display = ("name", "short_name", "place")
    search_fields = ("name", "short_name")


@admin.register(Institution)
class InstitutionAdmin(RegisterAdmin):
    list_display = ("name", "kind", "place")
    list_filter = ("kind",)
    search_fields = ("name", "aliases")


@admin.register(Cluster)
class ClusterAdmin(PlantedAdmin):
    list_display = ("name", "kind", "level", "place", "lead_department", "brand_name", "status")
    list_filter = ("kind", "level", "status")
    search_fields = ("name", "short_name", "brand_name")


@admin.register(ClusterEnterprise)
class ClusterEnterpriseAdmin(RegisterAdmin):
    list_display = ("enterprise", "cluster", "chain_role", "is_key", "starts_on", "ends_on")
    list_filter = ("chain_role", "is_key", ("cluster", WithinRemitFilter))
    search_fields = ("enterprise__name", "cluster__name")
    search_help_text = "企业、集群名称"


class AliasInline(PartInline):
    model = EnterpriseAlias


class ChainPlaceInline(PartInline):
    model = ClusterEnterprise


class StateHistory(ReadOnlyInline):
    model = EnterpriseState
    fields = ("status", "place", "building", "starts_on", "ends_on")
    verbose_name_plural = "历次状态"


@admin.register(Enterprise)
class EnterpriseAdmin(RegisterAdmin):
    """Status, place and building are dated: the form lets new ones hold from a day."""

    searched = True
    list_display = ("name", "uscc", "status", "place", "ownership", "scale", "is_above_scale")
    list_filter = ("ownership", "scale", "is_above_scale")
    search_fields = ("name", "name_initials__startswith", "uscc__startswith", "aliases__name")
    search_help_text = "名称、简称、拼音首字母或统一社会信用代码"
    inlines = (AliasInline, ChainPlaceInline, StateHistory)
    dated_parts = (DatedPart("states", ("status", "place", "building"), workflow.change_state),)
    dated_heading = "经营状态和所在区域"
    fieldsets = (
        (None, {"fields": ("name", "uscc", "other_reg_no", "industry_code", "address")}),
        ("规模", {"fields": ("ownership", "scale", "is_above_scale", ("employees", "employees_under35"))}),
        ("产值与资质", {"fields": (("output_value", "output_year"), "tech_titles")}),
        (
            "党群与联系",
            {
                "fields": (
                    "legal_representative",
                    "owner_is_member",
                    "has_union",
                    "has_youth_league",
                    ("contact_name", "contact_phone"),
                    "remark",
                )
            },
        ),
    )
    resource = resource_for(
        Enterprise,
        "name",
        "uscc",
        "other_reg_no",
        "industry_code",
        "ownership",
        "scale",
        "is_above_scale",
        "employees",
        "employees_under35",
        "output_value",
        "output_year",
        "tech_titles",
        "address",
        "legal_representative",
        "owner_is_member",
        "has_union",
        "has_youth_league",
        "contact_name",
        "contact_phone",
        status=Column("经营状态", "state__status", label_in(EnterpriseState.Status)),
        place=Column("所在区域", "state__place"),
        building=Column("楼宇、园区或地址", "state__building"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).on(clock.today()).select_related("state__place")

    @admin.display(description="经营状态", ordering="state__status")
    def status(self, row: Enterprise) -> str:
        return row.state.get_status_display() if row.state else ""

    @admin.display(description="所在区域", ordering=KeysOn("state__place__path"))
    def place(self, row: Enterprise) -> Any:
        return row.state and row.state.place

    @admin.display(description="楼宇、园区或地址")
    def building(self, row: Enterprise) -> str:
        return row.state.building if row.state else ""
