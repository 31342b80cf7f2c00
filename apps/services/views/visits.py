"""走访 — visits (家次), enterprises visited (家), targeted guidance, and where commissioners are posted."""

from typing import Any

from apps.clusters.models import Enterprise
from apps.core.columns import LASTING, columns
from apps.core.entry import RegisterEntry
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.members.models import Member, WorkTeam
from apps.organizations.models import PartyOrganization
from apps.services.filters.visits import GuidanceFilter, PostingFilter, VisitFilter
from apps.services.models import Guidance, ServiceOrder, StationPosting, Visit, Visitor
from apps.sites.models import Site


class Visits(RegisterList):
    model = Visit
    filterset_class = VisitFilter
    columns = columns(
        Visit,
        "enterprise",
        "kind",
        "held_on",
        "organization",
        "department",
        "work_team",
        "note",
        "status",
    )
    default_order = ("-held_on", "-planned_on")
    roster = "visit"
    unit = "家次"

    def summary(self, rows: Any) -> str:
        made = rows.filter(status=Visit.Status.DONE)
        return f"已走访{made.count()}家次，{made.enterprises().count()}家企业"


class VisitPage(RegisterEntry):
    model = Visit
    facts = ("enterprise", "held_on", "planned_on", "organization", "department", "work_team", "note")
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


class Guidances(RegisterList):
    model = Guidance
    filterset_class = GuidanceFilter
    columns = columns(
        Guidance,
        "topic",
        "held_on",
        "liaison__member",
        "liaison__kind",
        "liaison__enterprise",
        "result",
    )
    default_order = ("-held_on",)
    unit = "次"
    sentence = "没有符合条件的指导。"


class GuidancePage(RegisterEntry):
    model = Guidance
    facts = ("held_on", "liaison__member", "liaison__kind", "liaison__enterprise", "result")


class Postings(RegisterList):
    model = StationPosting
    filterset_class = PostingFilter
    columns = columns(StationPosting, "liaison__member", "station", "liaison__enterprise", LASTING)
    default_order = ("station__name", "-starts_on")
    unit = "人"
    sentence = "没有符合条件的选派。"


class PostingPage(RegisterEntry):
    model = StationPosting
    facts = ("liaison__member", "station", "liaison__enterprise", LASTING)
    related = ("liaison__member", "liaison__enterprise")


MADE = columns(Visit, "enterprise", "held_on", "kind", "note", "status")
shown_with(
    PartyOrganization,
    Part("走访企业", Visit, "organization", MADE, unit="家次", filter="organization"),
)
shown_with(WorkTeam, Part("走访企业", Visit, "work_team", MADE, unit="家次", filter="work_team"))
shown_with(
    Member,
    Part(
        "走访企业",
        Visitor,
        "member",
        columns(Visitor, "visit", "visit__held_on", "visit__organization", "visit__status"),
        unit="家次",
        order=("-visit__held_on", "pk"),
        related=("visit__enterprise",),
    ),
)
shown_with(
    Member,
    Part(
        "定向指导",
        Guidance,
        "liaison__member",
        columns(Guidance, "topic", "held_on", "liaison__enterprise", "result"),
        unit="次",
    ),
    Part(
        "派驻工作站",
        StationPosting,
        "liaison__member",
        columns(StationPosting, "station", "liaison__enterprise"),
        unit="处",
    ),
)
shown_with(
    Site,
    Part(
        "派驻红色专员",
        StationPosting,
        "station",
        columns(StationPosting, "liaison__member", "liaison__enterprise"),
        unit="人",
        filter="station",
    ),
)
shown_with(
    Enterprise,
    Part(
        "定向指导",
        Guidance,
        "liaison__enterprise",
        columns(Guidance, "topic", "held_on", "liaison__member", "liaison__kind", "result"),
        unit="次",
        filter="enterprise",
    ),
)
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
