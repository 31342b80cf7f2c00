"""走访登记 — visits with those who went, targeted guidance, and the postings of red commissioners."""

from django.contrib import admin

from apps.core.admin import RegisterAdmin
from apps.core.admin_moves import MovedAdmin
from apps.core.admin_parts import PartInline, WithinRemitFilter
from apps.services.models import Guidance, StationPosting, Visit, Visitor


class VisitorInline(PartInline):
    model = Visitor


@admin.register(Visit)
class VisitAdmin(MovedAdmin):
    searched = True
    list_display = ("enterprise", "kind", "held_on", "planned_on", "organization", "department", "status")
    list_filter = ("status", "kind", ("work_team", WithinRemitFilter))
    search_fields = ("enterprise__name", "note")
    search_help_text = "企业名称或走访情况"
    date_hierarchy = "held_on"
    inlines = (VisitorInline,)


@admin.register(StationPosting)
class StationPostingAdmin(RegisterAdmin):
    list_display = ("liaison", "station", "starts_on", "ends_on")
    list_select_related = ("liaison__member", "liaison__enterprise")
    search_fields = ("liaison__member__name", "station__name")


@admin.register(Guidance)
class GuidanceAdmin(RegisterAdmin):
    list_display = ("topic", "liaison", "held_on", "result")
    list_select_related = ("liaison__member", "liaison__enterprise")
    search_fields = ("topic", "liaison__member__name", "liaison__enterprise__name")
    date_hierarchy = "held_on"
