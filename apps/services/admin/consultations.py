"""会商登记 — consultations with who came, and the tasks they left."""

from django.contrib import admin

from apps.core.admin_moves import MovedAdmin
from apps.core.admin_parts import PartInline, ReadOnlyInline, WithinRemitFilter
from apps.services.models import Attendee, Consultation, Resolution


class AttendeeInline(PartInline):
    model = Attendee


class ResolutionInline(ReadOnlyInline):
    model = Resolution
    fields = ("text", "organization", "department", "due_on", "status")


@admin.register(Consultation)
class ConsultationAdmin(MovedAdmin):
    list_display = ("body", "kind", "number", "held_on", "planned_on", "status")
    list_filter = ("kind", "status", ("body__cluster", WithinRemitFilter))
    list_select_related = ("body__organization",)
    search_fields = ("body__organization__full_name", "agenda", "minutes")
    date_hierarchy = "held_on"
    inlines = (AttendeeInline, ResolutionInline)


@admin.register(Resolution)
class ResolutionAdmin(MovedAdmin):
    list_display = ("text", "consultation", "organization", "department", "due_on", "cleared_on", "status")
    list_filter = ("status",)
    list_select_related = ("consultation__body__organization",)
    search_fields = ("text",)
    date_hierarchy = "due_on"
