"""走访 — visits (家次) and the enterprises visited (家)."""

from typing import Any

from apps.clusters.models import Enterprise
from apps.core.columns import columns
from apps.core.entry import RegisterEntry
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.services.filters import VisitFilter
from apps.services.models import ServiceOrder, Visit, Visitor


class Visits(RegisterList):
    model = Visit
    filterset_class = VisitFilter
    columns = columns(Visit, "enterprise", "kind", "held_on", "organization", "department", "note", "status")
    default_order = ("-held_on", "-planned_on")
    unit = "家次"

    def summary(self, rows: Any) -> str:
        made = rows.filter(status=Visit.Status.DONE)
        return f"已走访{made.count()}家次，{made.enterprises().count()}家企业"


class VisitPage(RegisterEntry):
    model = Visit
    facts = ("enterprise", "held_on", "planned_on", "organization", "department", "note")
    badges = ("kind", "status")
    parts = (
        Part(
            "收集诉求",
            ServiceOrder,
            "visit",
            columns(ServiceOrder, "number", "category", "description", "status", "due_on"),
            unit="个",
            sentence="没有从这次走访登记点单。",
        ),
    )
    beside = (Part("走访人员", Visitor, "visit", columns(Visitor, "member"), unit="人"),)


shown_with(
    Enterprise,
    Part(
        "走访",
        Visit,
        "enterprise",
        columns(Visit, "held_on", "kind", "organization", "department", "note", "status"),
        unit="家次",
        filter="enterprise",
    ),
)
