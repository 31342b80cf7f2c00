"""惠企服务清单登记 — versions with their categories and items; published ones are closed to writing."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.core.admin import RegisterAdmin
from apps.core.admin_moves import MovedAdmin
from apps.core.admin_parts import PartInline, WithinRemitFilter
from apps.core.exports import Column, resource_for
from apps.services.models import ServiceCatalogue, ServiceCategory, ServiceItem


class CategoryInline(PartInline):
    model = ServiceCategory
    show_change_link = True


class ItemInline(PartInline):
    model = ServiceItem
    fields = ("code", "name", "provider", "contact", "audience", "promise_days", "is_online")


@admin.register(ServiceCatalogue)
class ServiceCatalogueAdmin(MovedAdmin):
    """Drafted here; reviewing, publishing and the next version are moves of the workflow."""

    list_display = ("title", "edition", "place", "cluster", "status", "published_on", "retired_on")
    list_filter = ("status", ("cluster", WithinRemitFilter))
    search_fields = ("title", "edition", "issuer")
    readonly_fields = ("status", "published_on", "retired_on")
    inlines = (CategoryInline,)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not (obj and obj.is_frozen) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not (obj and obj.is_frozen) and super().has_delete_permission(request, obj)


class CataloguePartAdmin(RegisterAdmin):
    """A part of a catalogue, closed to writing with it."""

    def catalogue_of(self, part: Any) -> ServiceCatalogue:
        """The catalogue that a part stands in."""
        return part.catalogue

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        frozen = obj is not None and self.catalogue_of(obj).is_frozen
        return not frozen and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        frozen = obj is not None and self.catalogue_of(obj).is_frozen
        return not frozen and super().has_delete_permission(request, obj)


@admin.register(ServiceCategory)
class ServiceCategoryAdmin(CataloguePartAdmin):
    list_display = ("code", "name", "catalogue")
    list_filter = (("catalogue", WithinRemitFilter),)
    search_fields = ("code", "name")
    inlines = (ItemInline,)


@admin.register(ServiceItem)
class ServiceItemAdmin(CataloguePartAdmin):
    searched = True
    list_display = ("code", "name", "category", "provider", "promise_days", "is_online")
    list_filter = (("category__catalogue", WithinRemitFilter), "is_online")
    list_select_related = ("category__catalogue",)
    search_fields = ("code__startswith", "name", "provider__name")
    search_help_text = "编号、事项名称或提供部门"
    resource = resource_for(
        ServiceItem, category=Column("服务大类", "category__name"), code=Column("事项编号", "code")
    )

    def catalogue_of(self, part: Any) -> ServiceCatalogue:
        return part.category.catalogue
