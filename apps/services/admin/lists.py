"""三张清单登记 — needs, resources and actions."""

from django.contrib import admin

from apps.core.admin_moves import MovedAdmin
from apps.core.admin_parts import PartInline, WithinRemitFilter
from apps.services.models import Action, ActionNeed, ActionResource, Need, Resource, Supply


class SupplyInline(PartInline):
    model = Supply


class ActionNeedInline(PartInline):
    model = ActionNeed


class ActionResourceInline(PartInline):
    model = ActionResource


@admin.register(Need)
class NeedAdmin(MovedAdmin):
    searched = True
    list_display = ("enterprise", "cluster", "category", "text", "status", "opened_on", "last_confirmed_on")
    list_filter = ("status", "category", ("cluster", WithinRemitFilter))
    search_fields = ("enterprise__name", "text")
    search_help_text = "企业名称或需求内容"
    inlines = (SupplyInline,)


@admin.register(Resource)
class ResourceAdmin(MovedAdmin):
    searched = True
    list_display = ("text", "department", "organization", "cluster", "category", "status", "valid_until")
    list_filter = ("status", "category", ("cluster", WithinRemitFilter))
    search_fields = ("text", "department__name", "organization__full_name")
    search_help_text = "资源内容或提供单位"


@admin.register(Action)
class ActionAdmin(MovedAdmin):
    list_display = ("title", "cluster", "tier", "department", "organization", "due_on", "status")
    list_filter = ("status", "tier", ("cluster", WithinRemitFilter))
    search_fields = ("title",)
    inlines = (ActionNeedInline, ActionResourceInline)
