"""阵地链明细 — sites, belts, buildings and posts as the tables behind a number show them, on its day."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from apps.chains.tables.sheet import Sheet, of_fields
from apps.chains.unit import Unit
from apps.core.columns import LASTING, Column, coded
from apps.core.remit import Remit
from apps.members.models import Post
from apps.sites.models import BeltState, Building, DemonstrationBelt, Site, SiteState, Tenancy

MODEL = Column("is_demo", "示范阵地", lambda row: "示范" if row.is_demo else "")


def as_they_stood(sheet: Sheet) -> Sheet:
    """The same sheet with the state that each row had on the day."""

    def decorated(rows: Any, remit: Remit, day: date) -> QuerySet:
        return sheet.decorated(rows.on(day), remit, day)

    return replace(sheet, decorated=decorated)


SHEETS: dict[type[Model], Sheet] = {
    Site: as_they_stood(
        of_fields(
            Site,
            "name",
            "kind",
            "scene",
            "place",
            "cluster",
            "owner",
            "area",
            MODEL,
            coded("status", "状态", SiteState.Status),
            order=("place__path", "name", "pk"),
            unit=Unit.THINGS,
        )
    ),
    DemonstrationBelt: as_they_stood(
        of_fields(
            DemonstrationBelt,
            "name",
            "cluster",
            "route",
            "leader",
            "named_on",
            coded("status", "状态", BeltState.Status),
            order=("cluster__path", "name", "pk"),
        )
    ),
    Building: of_fields(
        Building,
        "name",
        "kind",
        "place",
        "tax_class",
        "address",
        order=("place__path", "name", "pk"),
        unit=Unit.BUILDINGS,
    ),
    Tenancy: of_fields(
        Tenancy,
        "enterprise",
        "building",
        "room",
        LASTING,
        order=("building__name", "pk"),
        unit=Unit.ENTERPRISES,
    ),
    Post: of_fields(
        Post, "name", "kind", "member__name", "organization", LASTING, order=("name", "pk"), unit=Unit.THINGS
    ),
}
