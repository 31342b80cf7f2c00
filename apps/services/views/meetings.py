"""会商 — what cluster bodies consulted on, and the tasks that left."""

from apps.clusters.models import Cluster
from apps.core import clock
from apps.core.columns import Column, column_of, columns
from apps.core.entry import RegisterEntry
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.organizations.models import PartyOrganization
from apps.services.filters.meetings import ConsultationFilter, ResolutionFilter
from apps.services.models import Attendee, Consultation, Resolution

BODY = "body__organization"
OWNER = Column("owner", "责任单位", lambda row: row.owner, joins=("organization", "department"))
DUE = column_of(Resolution, "due_on", tone=lambda row: "bad" if row.is_overdue(clock.today()) else "")
ATTENDS = Column("attends", "人员和单位", lambda row: row.who, joins=("member", "department", "institution"))


class Consultations(RegisterList):
    model = Consultation
    filterset_class = ConsultationFilter
    columns = columns(Consultation, "body", "kind", "number", "planned_on", "held_on", "agenda", "status")
    default_order = ("-held_on", "-planned_on")
    related = (BODY,)
    unit = "次"
    sentence = "没有符合条件的会商。"


class ConsultationPage(RegisterEntry):
    model = Consultation
    facts = ("body", "kind", "number", "planned_on", "held_on", "chair", "agenda", "minutes")
    badges = ("kind", "status")
    related = (BODY,)
    parts = (
        Part(
            "议定事项",
            Resolution,
            "consultation",
            columns(Resolution, "text", OWNER, DUE, "cleared_on", "status"),
            unit="项",
            order=("due_on", "pk"),
            sentence="没有议定事项。",
        ),
    )
    beside = (Part("参会", Attendee, "consultation", columns(Attendee, ATTENDS), unit="位", order=("pk",)),)


class Resolutions(RegisterList):
    model = Resolution
    filterset_class = ResolutionFilter
    columns = columns(Resolution, "text", "consultation", OWNER, DUE, "cleared_on", "status")
    default_order = ("due_on",)
    related = ("consultation__body__organization",)
    unit = "项"
    sentence = "没有符合条件的议定事项。"


class ResolutionPage(RegisterEntry):
    model = Resolution
    facts = ("consultation", OWNER, DUE, "cleared_on", "order", "text", "outcome")
    badges = ("status",)
    related = ("consultation__body__organization", "order__enterprise")


shown_with(
    Cluster,
    Part(
        "会商",
        Consultation,
        "body__cluster",
        columns(Consultation, "held_on", "kind", "agenda", "status"),
        unit="次",
        filter="cluster",
    ),
)


shown_with(
    PartyOrganization,
    Part(
        "议定事项",
        Resolution,
        "organization",
        columns(Resolution, "text", DUE, "cleared_on", "status"),
        unit="项",
        filter="organization",
    ),
)
