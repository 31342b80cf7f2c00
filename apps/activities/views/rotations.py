"""轮值 — a body's plan of a year with its turns, and the turns of all."""

from typing import Any

from apps.activities.filters import RotationPlanFilter, RotationSlotFilter
from apps.activities.models import RotationPlan, RotationSlot
from apps.core.columns import columns
from apps.core.entry import RegisterEntry
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.organizations.models import PartyOrganization

TONES = {"held": "good", "overdue": "bad", "reminded": "warn"}
SHOWN = columns(
    RotationSlot, "organization", "kind", "first_day", "last_day", "planned_on", "status", "activity"
)


def kept_of(rows: Any) -> str:
    """How many turns, and how many were kept in their own time."""
    return f"{rows.count()}次，按期举办{rows.kept().count()}次"


class Rotations(RegisterList):
    model = RotationPlan
    filterset_class = RotationPlanFilter
    columns = columns(RotationPlan, "body", "body__cluster", "year", "remark")
    default_order = ("-year", "body__cluster__path")
    related = ("body__organization",)
    unit = "份"


class RotationPage(RegisterEntry):
    model = RotationPlan
    facts = ("body", "body__cluster", "year", "remark")
    related = ("body__organization",)
    parts = (
        Part(
            "轮值安排",
            RotationSlot,
            "plan",
            SHOWN,
            order=("first_day", "pk"),
            unit="次",
            sentence="还没有排班。",
            told=kept_of,
        ),
    )


class Turns(RegisterList):
    model = RotationSlot
    filterset_class = RotationSlotFilter
    columns = columns(
        RotationSlot, "organization", "plan", "kind", "first_day", "last_day", "status", "activity"
    )
    default_order = ("-last_day",)
    related = ("plan__body__organization",)
    unit = "次"

    def summary(self, rows: Any) -> str:
        return f"按期举办{rows.kept().count()}次"


class TurnPage(RegisterEntry):
    model = RotationSlot
    facts = ("organization", "plan", "first_day", "last_day", "planned_on", "activity")
    badges = ("kind", "status")
    tones = TONES
    related = ("plan__body__organization",)


shown_with(
    PartyOrganization,
    Part(
        "轮值",
        RotationSlot,
        "organization",
        columns(RotationSlot, "kind", "first_day", "last_day", "status", "activity"),
        order=("-last_day", "pk"),
        unit="次",
        filter="organization",
    ),
)
