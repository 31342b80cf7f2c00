"""发展党员登记 — quotas, and files whose steps only the workflow takes."""

from django.contrib import admin

from apps.core.admin import RegisterAdmin
from apps.core.admin_moves import MovedAdmin
from apps.core.admin_parts import PartInline, ReadOnlyInline, WithinRemitFilter
from apps.members.models import DevelopmentFile, DevelopmentQuota, DevelopmentSponsor, DevelopmentStep


@admin.register(DevelopmentQuota)
class DevelopmentQuotaAdmin(MovedAdmin):
    list_display = ("year", "target_group", "cluster", "place", "organization", "quota", "used", "status")
    list_filter = ("year", "target_group", "status", ("cluster", WithinRemitFilter))
    search_fields = ("cluster__name", "organization__full_name", "place__name")
    search_help_text = "集群、区域或党组织名称"
    readonly_fields = ("used",)


class SponsorInline(PartInline):
    model = DevelopmentSponsor


class StepHistory(ReadOnlyInline):
    model = DevelopmentStep
    fields = ("step", "happened_on", "operator", "document", "due", "present", "in_favour", "note")


@admin.register(DevelopmentFile)
class DevelopmentFileAdmin(MovedAdmin):
    """Opened and read here; the twenty-five steps are moves of the workflow."""

    kept = True
    list_display = ("member", "organization", "status", "opened_on", "quota", "closed_on")
    list_filter = ("status",)
    list_select_related = ("member", "organization", "quota")
    search_fields = ("member__name__startswith", "organization__full_name")
    search_help_text = "姓名、党支部名称"
    readonly_fields = ("extension_months", "closed_on", "closed_reason")
    inlines = (SponsorInline, StepHistory)
    date_hierarchy = "opened_on"


@admin.register(DevelopmentStep)
class DevelopmentStepAdmin(RegisterAdmin):
    """Every step in one list, to be searched and exported."""

    kept = True
    list_display = ("file", "step", "happened_on", "operator", "document")
    list_filter = ("step",)
    list_select_related = ("file__member", "operator")
    search_fields = ("file__member__name__startswith",)
    search_help_text = "姓名"
    date_hierarchy = "happened_on"

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False
