"""组织链登记 — organisations, bodies, coverage, formation and action branches in the administration."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.core import clock
from apps.core.admin import RegisterAdmin
from apps.core.admin_parts import PartInline, ReadOnlyInline, WithinRemitFilter
from apps.core.dated_form import EFFECTIVE_ON, WHY, DatedForm, DatedPart
from apps.core.exports import Column, label_in, resource_for
from apps.core.tree import KeysOn
from apps.organizations import tree, workflow
from apps.organizations.kinds import TypeCode
from apps.organizations.models import (
    ActionBranch,
    ClusterBody,
    Coverage,
    Formation,
    OrganizationPlacing,
    OrganizationState,
    OrganizationUnit,
    PartyOrganization,
    TermExtension,
)

DISSOLVED = OrganizationState.Status.DISSOLVED


def place(
    organization: PartyOrganization, *, on: date, by: Any, why: str, parent: PartyOrganization | None
) -> None:
    """调整隶属, as the form calls it."""
    tree.place(organization, parent, on=on, by=by, why=why)


class OrganizationForm(DatedForm):
    """党组织 — not dissolved here: that is refused while members belong to it, and ends what it holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        status = self.fields.get("status")
        if status and self.initial.get("status") != DISSOLVED:
            status.choices = [choice for choice in status.choices if choice[0] != DISSOLVED]
            status.help_text = "撤销请在党组织页面办理"


class UnitInline(PartInline):
    model = OrganizationUnit


class CoverageInline(PartInline):
    model = Coverage


class ExtensionInline(PartInline):
    model = TermExtension


class StateHistory(ReadOnlyInline):
    model = OrganizationState
    fields = ("type_code", "status", "starts_on", "ends_on")
    verbose_name_plural = "历次类别与状态"


class PlacingHistory(ReadOnlyInline):
    model = OrganizationPlacing
    fk_name = "organization"
    fields = ("parent", "starts_on", "ends_on")
    verbose_name_plural = "历次隶属关系"


@admin.register(PartyOrganization)
class PartyOrganizationAdmin(RegisterAdmin):
    """Kind, status and superior are dated: the form lets new ones hold from a day."""

    searched = True
    kept = True
    form = OrganizationForm
    list_display = ("full_name", "type_code", "status", "parent", "place", "is_functional", "established_on")
    list_filter = ("is_functional", "unit_situation")
    search_fields = ("full_name", "short_name", "code__startswith", "former_names")
    search_help_text = "全称、简称、编码或曾用名"
    inlines = (UnitInline, CoverageInline, ExtensionInline, StateHistory, PlacingHistory)
    dated_parts = (
        DatedPart("states", ("type_code", "status"), workflow.change_state),
        DatedPart("placings", ("parent",), place),
    )
    dated_heading = "类别、状态和隶属"
    fieldsets = (
        (None, {"fields": ("full_name", "short_name", "code", "is_functional", "unit_situation", "place")}),
        (
            "成立",
            {"fields": (("applied_on", "approved_on"), "approved_by", "approval_no", "established_on")},
        ),
        ("任期", {"fields": (("term_starts_on", "term_years"), "can_approve_probationary")}),
        (
            "联系与其他",
            {"fields": (("contact_name", "contact_phone"), "former_names", "display_order", "remark")},
        ),
    )
    plain = frozenset({"contact_name", "contact_phone"})
    """What a branch keeps about itself; the rest changes by whoever may arrange organisations."""
    resource = resource_for(
        PartyOrganization,
        "full_name",
        "short_name",
        "code",
        "is_functional",
        "unit_situation",
        "place",
        "established_on",
        "approval_no",
        "can_approve_probationary",
        "term_starts_on",
        "term_years",
        "contact_name",
        "contact_phone",
        type_code=Column("组织类别", "state__type_code", label_in(TypeCode)),
        status=Column("状态", "state__status", label_in(OrganizationState.Status)),
        parent=Column("上级党组织", "edge__parent__full_name"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).on(clock.today())
        return rows.select_related("state", "edge__parent", "place")

    def arranges(self, request: HttpRequest, obj: PartyOrganization | None) -> bool:
        """Whether the writer may make of this organisation another one."""
        return obj is None or self.reached(request, "restate", obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.arranges(request, obj):
            return super().get_readonly_fields(request, obj)
        names = flatten_fieldsets(self.get_fieldsets(request, obj))
        return [name for name in names if name not in self.plain]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Without a dated change there is no day to ask for."""
        fieldsets = super().get_fieldsets(request, obj)
        if self.arranges(request, obj):
            return fieldsets
        heading, box = fieldsets[-1]
        shown = tuple(name for name in box["fields"] if name not in (EFFECTIVE_ON, WHY))
        return [*fieldsets[:-1], (heading, box | {"fields": shown})]

    @admin.display(description="组织类别", ordering="state__type_code")
    def type_code(self, row: PartyOrganization) -> str:
        return row.state.get_type_code_display() if row.state else ""

    @admin.display(description="状态", ordering="state__status")
    def status(self, row: PartyOrganization) -> str:
        return row.state.get_status_display() if row.state else ""

    @admin.display(description="上级党组织", ordering=KeysOn("edge__parent__path"))
    def parent(self, row: PartyOrganization) -> Any:
        return row.edge and row.edge.parent


@admin.register(ClusterBody)
class ClusterBodyAdmin(RegisterAdmin):
    list_display = (
        "organization",
        "cluster",
        "form",
        "formation_mode",
        "core_enterprise",
        "starts_on",
        "ends_on",
    )
    list_filter = ("form", "formation_mode")
    search_fields = ("organization__full_name", "cluster__name")
    search_help_text = "集群党委、集群名称"
    inlines = (CoverageInline,)


@admin.register(Coverage)
class CoverageAdmin(RegisterAdmin):
    list_display = ("organization", "body", "role", "starts_on", "ends_on")
    list_filter = ("role", ("body__cluster", WithinRemitFilter))
    list_select_related = ("body__organization",)
    search_fields = ("organization__full_name",)
    search_help_text = "党组织名称"


@admin.register(OrganizationUnit)
class OrganizationUnitAdmin(RegisterAdmin):
    list_display = ("organization", "enterprise", "starts_on", "ends_on")
    search_fields = ("organization__full_name", "enterprise__name")
    search_help_text = "党组织、企业名称"


@admin.register(Formation)
class FormationAdmin(RegisterAdmin):
    list_display = ("enterprise", "mode", "stage", "organization", "helper_organization", "planned_on")
    list_filter = ("mode", "stage")
    search_fields = ("enterprise__name", "organization__full_name")
    search_help_text = "企业、党组织名称"


@admin.register(ActionBranch)
class ActionBranchAdmin(RegisterAdmin):
    list_display = ("organization", "kind", "level", "host", "cluster", "starts_on", "ends_on")
    list_filter = ("kind", "level")
    search_fields = ("organization__full_name", "theme")
    search_help_text = "名称、主题"
