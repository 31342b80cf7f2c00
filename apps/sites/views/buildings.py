"""楼宇园区和场地预约 — who has moved in, which organisations stand there, and who uses which site when."""

from collections import Counter
from typing import Any

from apps.clusters.models import Enterprise
from apps.core import clock
from apps.core.columns import Column, columns
from apps.core.entry import RegisterEntry
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.organizations.models import PartyOrganization
from apps.sites.filters import BookingFilter, BuildingFilter
from apps.sites.models import Booking, Building, BuildingOrganization, Site, Tenancy
from apps.sites.views.sites import OF_OTHERS, as_of_today


class Buildings(RegisterList):
    model = Building
    filterset_class = BuildingFilter
    columns = columns(
        Building,
        "name",
        "kind",
        "place",
        "tax_class",
        "address",
        "opened_on",
        Column("tenants", "入驻企业", lambda row: row.tenant_count, numeric=True),
        Column("organizations", "党组织", lambda row: row.organization_count, numeric=True),
    )
    default_order = ("place__path", "name")
    unit = "栋"
    sentence = "没有符合条件的楼宇园区。"

    def completed(self, rows: list[Any]) -> list[Any]:
        """Those of the tenants and organisations that the reader may see."""
        tenants, organizations = self.held(Tenancy, rows), self.held(BuildingOrganization, rows)
        for row in rows:
            row.tenant_count, row.organization_count = tenants[row.pk], organizations[row.pk]
        return rows

    def held(self, model: Any, rows: list[Any]) -> Counter[int]:
        """How many dated rows of a kind each building has today."""
        found = model.objects.within(self.request.remit).in_force(clock.today())
        return Counter(found.filter(building__in=[row.pk for row in rows]).values_list("building", flat=True))


class BuildingPage(RegisterEntry):
    model = Building
    facts = ("place", "tax_class", "address", "opened_on", "closed_on", "remark")
    badges = ("kind",)
    parts = (
        Part("入驻企业", Tenancy, "building", columns(Tenancy, "enterprise", "room"), unit="家"),
        Part(
            "党组织",
            BuildingOrganization,
            "building",
            columns(BuildingOrganization, "organization"),
            unit="个",
        ),
        Part("阵地", Site, "building", OF_OTHERS, unit="个", filter="building", narrowed=as_of_today),
    )


class Bookings(RegisterList):
    model = Booking
    filterset_class = BookingFilter
    columns = columns(
        Booking, "site", "organization", "purpose", "starts_at", "ends_at", "headcount", "grade", "status"
    )
    default_order = ("-starts_at",)
    unit = "次"
    sentence = "没有符合条件的预约。"


class BookingPage(RegisterEntry):
    model = Booking
    facts = ("site", "organization", "purpose", "starts_at", "ends_at", "headcount", "grade", "comment")
    badges = ("status",)


shown_with(
    Enterprise,
    Part("入驻楼宇", Tenancy, "enterprise", columns(Tenancy, "building", "room"), unit="处"),
)
shown_with(
    PartyOrganization,
    Part(
        "场地预约",
        Booking,
        "organization",
        columns(Booking, "starts_at", "site", "purpose", "status"),
        unit="次",
        filter="organization",
    ),
)
