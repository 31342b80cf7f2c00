"""点单登记 — orders with what became of them; the pages of the workflow move them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.core import clock
from apps.core.admin import RegisterAdmin
from apps.core.admin_parts import ReadOnlyInline, WithinRemitFilter
from apps.core.exports import Column, label_in, resource_for
from apps.services.models import Assignment, CalendarDay, HandlingNote, Rating, ServiceOrder
from apps.services.workflow import orders


class AssignmentInline(ReadOnlyInline):
    model = Assignment
    fields = (
        "role",
        "handler",
        "department",
        "organization",
        "member",
        "status",
        "dispatched_at",
        "due_on",
        "finished_at",
    )


class NoteInline(ReadOnlyInline):
    model = HandlingNote
    fields = readonly_fields = ("at", "text", "by")


class RatingInline(ReadOnlyInline):
    model = Rating
    fields = ("turn", "grade", "comment", "rated_at")


@admin.register(ServiceOrder)
class ServiceOrderAdmin(RegisterAdmin):
    """A new order is numbered and waits to be dispatched."""

    searched = True
    kept = True
    list_display = (
        "number",
        "enterprise",
        "category",
        "channel",
        "level",
        "status",
        "submitted_at",
        "due_on",
    )
    list_filter = ("status", "category", "channel", "level", ("body__cluster", WithinRemitFilter))
    search_fields = ("number__startswith", "enterprise__name", "description")
    search_help_text = "编号、企业名称或诉求内容"
    date_hierarchy = "submitted_at"
    inlines = (AssignmentInline, NoteInline, RatingInline)
    fieldsets = (
        (None, {"fields": ("enterprise", "body", "item", ("category", "channel", "level"), "description")}),
        ("提交", {"fields": (("submitter", "submitter_phone"), "visit", "submitted_at")}),
        ("办理", {"fields": ("status", ("dispatch_by", "due_on"), "result", "outcome", "was_reopened")}),
    )
    readonly_fields = ("status", "dispatch_by", "due_on", "result", "outcome", "was_reopened")
    resource = resource_for(
        ServiceOrder,
        "enterprise",
        "body",
        "item",
        "category",
        "channel",
        "level",
        "description",
        "submitter",
        "submitter_phone",
        "submitted_at",
        number=Column("编号", "number"),
        status=Column("状态", "status", label_in(ServiceOrder.Status)),
        due_on=Column("办理期限", "due_on"),
        result=Column("办理结果", "result", label_in(ServiceOrder.Result)),
        outcome=Column("办理情况", "outcome"),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What a limit was reckoned from stays once the order has been dispatched."""
        fixed = tuple(super().get_readonly_fields(request, obj))
        dispatched = obj is not None and obj.status != ServiceOrder.Status.PLACED
        return (*fixed, "level", "item", "submitted_at") if dispatched else fixed

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"submitted_at": clock.now().replace(microsecond=0)} | super().get_changeform_initial_data(
            request
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            orders.register(obj, by=request.user)


@admin.register(CalendarDay)
class CalendarDayAdmin(RegisterAdmin):
    list_display = ("day", "is_working", "name")
    date_hierarchy = "day"
