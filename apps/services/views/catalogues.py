"""惠企服务清单 — versions with their categories and items, and what enterprises asked by them."""

from typing import Any

from django.db.models import Count, QuerySet

from apps.core.columns import Column, columns
from apps.core.entry import RegisterEntry
from apps.core.links import listed
from apps.core.listing import RegisterList
from apps.core.parts import Part
from apps.core.story import Panel, Row, link
from apps.services.filters.offered import CatalogueFilter, ItemFilter
from apps.services.models import ServiceCatalogue, ServiceCategory, ServiceItem, ServiceOrder

CATEGORIES = Column("categories", "大类", lambda row: row.category_count, ("category_count",), numeric=True)
ITEMS = Column(
    "items",
    "事项",
    lambda row: row.item_count,
    ("item_count",),
    numeric=True,
    href=lambda row: listed(ServiceItem, catalogue=row.pk),
)
ORDERS = columns(ServiceOrder, "number", "enterprise", "description", "submitted_at", "status")


def counted(rows: Any) -> QuerySet:
    """Catalogues with how many categories and items they hold."""
    return rows.annotate(
        category_count=Count("categories", distinct=True),
        item_count=Count("categories__items", distinct=True),
    )


class Catalogues(RegisterList):
    model = ServiceCatalogue
    filterset_class = CatalogueFilter
    columns = columns(
        ServiceCatalogue,
        "title",
        "edition",
        "place",
        "cluster",
        CATEGORIES,
        ITEMS,
        "published_on",
        "retired_on",
        "status",
    )
    default_order = ("place__path", "title", "-published_on")
    roster = "service_item"
    unit = "版"
    sentence = "没有符合条件的清单。"

    def sortable(self, rows: QuerySet) -> QuerySet:
        return counted(rows)

    def decorated(self, rows: Any) -> QuerySet:
        return counted(super().decorated(rows))


class CataloguePage(RegisterEntry):
    model = ServiceCatalogue
    facts = ("edition", "place", "cluster", "issuer", CATEGORIES, ITEMS, "published_on", "retired_on")
    badges = ("status",)
    parts = (
        Part(
            "服务大类",
            ServiceCategory,
            "catalogue",
            columns(
                ServiceCategory,
                "code",
                "name",
                Column(
                    "items",
                    "事项",
                    lambda row: row.item_count,
                    numeric=True,
                    href=lambda row: listed(ServiceItem, category=row.pk),
                ),
            ),
            unit="类",
            order=("code",),
            shown=100,
            narrowed=lambda rows: rows.annotate(item_count=Count("items")),
            sentence="还没有大类。",
        ),
        Part("按清单点单", ServiceOrder, "item__category__catalogue", ORDERS, unit="个"),
    )

    def reachable(self) -> Any:
        return counted(super().reachable())

    def tools(self, row: Any) -> list[tuple[str, str]]:
        return [] if row.is_frozen else super().tools(row)

    def aside(self, row: Any) -> list[Panel]:
        """The versions of the same owner, the newest first."""
        versions = ServiceCatalogue.objects.within(self.remit).filter(place=row.place, cluster=row.cluster)
        versions = versions.order_by("-published_on", "-pk")
        rows = [
            Row((link(each.edition, listed_at(each)), each.get_status_display(), each.published_on or ""))
            for each in versions
        ]
        return [Panel("历次版本", ("版本", "状态", "发布日期"), rows)]


def listed_at(catalogue: ServiceCatalogue) -> str:
    """Where a version's items are."""
    return listed(ServiceItem, catalogue=catalogue.pk)


class Items(RegisterList):
    model = ServiceItem
    filterset_class = ItemFilter
    columns = columns(
        ServiceItem,
        "code",
        "name",
        "category__name",
        "provider",
        "audience",
        "contact",
        "promise_days",
        "is_online",
    )
    default_order = ("category__catalogue", "category__code", "code")
    roster = "service_item"
    unit = "项"
    sentence = "没有符合条件的事项。"


class ItemPage(RegisterEntry):
    model = ServiceItem
    facts = (
        "category__catalogue",
        "category__name",
        "provider",
        "audience",
        "contact",
        "promise_days",
        "is_online",
        "conditions",
        "procedure",
        "legal_basis",
    )
    parts = (Part("点单", ServiceOrder, "item", ORDERS, unit="个", filter="item"),)
