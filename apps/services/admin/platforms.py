"""服务平台登记 — carriers, and what took place on them."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.core import clock
from apps.core.admin import RegisterAdmin
from apps.core.admin_parts import PartInline, ReadOnlyInline, WithinRemitFilter
from apps.core.dated_form import DatedPart
from apps.core.exports import Column, label_in, resource_for
from apps.services.models import EnterpriseServed, PlatformEvent, PlatformState, ServicePlatform
from apps.services.workflow import platforms


class PlatformStateHistory(ReadOnlyInline):
    model = PlatformState
    fields = ("status", "starts_on", "ends_on")
    verbose_name_plural = "历次状态"


@admin.register(ServicePlatform)
class ServicePlatformAdmin(RegisterAdmin):
    """Whether it runs is dated."""

    list_display = ("name", "function", "kind", "place", "cluster", "owner", "status")
    list_filter = ("function", "kind", ("cluster", WithinRemitFilter))
    search_fields = ("name", "owner__full_name")
    inlines = (PlatformStateHistory,)
    dated_parts = (DatedPart("states", ("status",), platforms.change_state),)
    dated_heading = "状态"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    resource = resource_for(
        ServicePlatform,
        "name",
        "function",
        "kind",
        "place",
        "cluster",
        "owner",
        "site",
        "url",
        "modules",
        "opened_on",
        status=Column("状态", "state__status", label_in(PlatformState.Status)),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).on(clock.today())
        return rows.select_related("state", "place", "cluster", "owner")

    @admin.display(description="状态", ordering="state__status")
    def status(self, row: Any) -> str:
        return row.state.get_status_display() if row.state else ""


class ServedInline(PartInline):
    model = EnterpriseServed


@admin.register(PlatformEvent)
class PlatformEventAdmin(RegisterAdmin):
    list_display = ("title", "platform", "held_on", "others_served")
    list_filter = (("platform", WithinRemitFilter),)
    search_fields = ("title", "platform__name")
    date_hierarchy = "held_on"
    inlines = (ServedInline,)
