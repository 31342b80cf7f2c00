"""点单和派单 — orders with their clocks, and what each handler was given."""

from typing import Any

from apps.clusters.models import Cluster, Enterprise
from apps.core import clock
from apps.core.columns import Column, column_of, columns
from apps.core.entry import RegisterEntry
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.core.story import Panel, Row
from apps.core.tables import Cell
from apps.organizations.models import PartyOrganization
from apps.services.clocks import clocks
from apps.services.filters.orders import AssignmentFilter, OrderFilter
from apps.services.models import Assignment, HandlingNote, Rating, Resolution, ServiceOrder

BODY = "body__organization"
DUE = column_of(ServiceOrder, "due_on", tone=lambda row: "bad" if row.is_overdue(clock.today()) else "")
HANDED_DUE = column_of(
    Assignment, "due_on", tone=lambda row: "bad" if row.is_overdue(clock.today()) else "", joins=("order",)
)
ANSWERER = Column(
    "answerer", "承办", lambda row: row.answerer, joins=("department", "organization", "member")
)


class Orders(RegisterList):
    model = ServiceOrder
    filterset_class = OrderFilter
    columns = columns(
        ServiceOrder,
        "number",
        "enterprise",
        "category",
        "channel",
        "level",
        "description",
        "submitted_at",
        DUE,
        "status",
    )
    default_order = ("-submitted_at",)
    unit = "个"
    sentence = "没有符合条件的点单。"


class OrderPage(RegisterEntry):
    model = ServiceOrder
    facts = (
        "enterprise",
        "body",
        "category",
        "channel",
        "item",
        "submitted_at",
        "submitter",
        "submitter_phone",
        "visit",
        "description",
    )
    groups = {"办理结果": ("result", "was_reopened", "outcome")}
    badges = ("level", "status")
    related = (BODY, "visit__enterprise")
    parts = (
        Part(
            "派单",
            Assignment,
            "order",
            columns(Assignment, "role", ANSWERER, "handler", "dispatched_at", HANDED_DUE, "status"),
            order=("pk",),
            sentence="尚未派单。",
        ),
        Part(
            "办理记录", HandlingNote, "order", columns(HandlingNote, "at", "text", "by"), order=("at", "pk")
        ),
        Part(
            "评价", Rating, "order", columns(Rating, "turn", "grade", "comment", "rated_at"), order=("turn",)
        ),
        Part("会商议定", Resolution, "order", columns(Resolution, "text", "due_on", "status"), unit="项"),
    )

    def aside(self, row: Any) -> list[Panel]:
        """Its clocks, in working days."""
        rows = [Row((each.stage, each.limit, Cell(each.said, tone=each.tone))) for each in clocks(row)]
        return [Panel("时限", ("环节", "时限", "情况"), rows)]


class Assignments(RegisterList):
    model = Assignment
    filterset_class = AssignmentFilter
    columns = columns(
        Assignment,
        "order__number",
        "order__enterprise",
        "order__description",
        "role",
        ANSWERER,
        "dispatched_at",
        HANDED_DUE,
        "status",
    )
    default_order = ("-dispatched_at",)
    sentence = "没有符合条件的派单。"


class AssignmentPage(RegisterEntry):
    model = Assignment
    facts = ("order", ANSWERER, "handler", "dispatched_at", "due_on", "accepted_at", "finished_at", "note")
    groups = {"诉求": ("order__enterprise", "order__category", "order__description")}
    badges = ("role", "status")


OF_OTHERS = columns(ServiceOrder, "number", "category", "description", "submitted_at", DUE, "status")
shown_with(Enterprise, Part("点单", ServiceOrder, "enterprise", OF_OTHERS, unit="个", filter="enterprise"))
shown_with(
    Cluster,
    Part(
        "点单",
        ServiceOrder,
        "body__cluster",
        columns(ServiceOrder, "number", "enterprise", "category", "description", DUE, "status"),
        unit="个",
        filter="cluster",
    ),
)
shown_with(
    PartyOrganization,
    Part(
        "承办点单",
        Assignment,
        "organization",
        columns(Assignment, "order__number", "order__enterprise", "role", HANDED_DUE, "status"),
        order=("-dispatched_at",),
        filter="organization",
    ),
)
