"""金点子与红色专线 — what members propose, and the lines that bring people to work."""

from typing import Any

from django.db.models import Sum

from apps.activities.filters import RecruitLineFilter, RecruitResultFilter, SuggestionFilter
from apps.activities.models import RecruitLine, RecruitOrigin, RecruitResult, Suggestion
from apps.clusters.models import Cluster, Enterprise
from apps.core.columns import LASTING, columns
from apps.core.entry import RegisterEntry
from apps.core.formatting import money
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.members.models import Member
from apps.organizations.models import PartyOrganization


def benefit_of(rows: Any) -> str:
    """How many ideas were adopted, and what those carried out bring in a year."""
    total = rows.aggregate(total=Sum("benefit_amount"))["total"]
    return f"采纳{rows.adopted().count()}条" + (f"，年效益{money(total)}" if total else "")


def hired_of(rows: Any) -> str:
    """How many people were hired."""
    return f"招工{rows.total()}人"


class Suggestions(RegisterList):
    model = Suggestion
    filterset_class = SuggestionFilter
    columns = columns(
        Suggestion,
        "title",
        "member",
        "organization",
        "cluster",
        "submitted_on",
        "adopted_on",
        "benefit_amount",
        "status",
    )
    default_order = ("-submitted_on",)
    roster = "suggestion"
    unit = "条"

    def summary(self, rows: Any) -> str:
        return benefit_of(rows)


class SuggestionPage(RegisterEntry):
    model = Suggestion
    facts = (
        *("member", "organization", "cluster", "submitted_on", "adopted_on", "carried_out_on"),
        *("benefit_amount", "text"),
    )
    badges = ("status",)
    tones = {"adopted": "good", "carried_out": "good", "declined": "bad", "reviewing": "warn"}


class RecruitLines(RegisterList):
    model = RecruitLine
    filterset_class = RecruitLineFilter
    columns = columns(RecruitLine, "name", "line_no", "place", "cluster", "organization", LASTING, "status")
    default_order = ("line_no", "name")
    unit = "条"


class RecruitLinePage(RegisterEntry):
    model = RecruitLine
    facts = ("line_no", "place", "cluster", "organization", LASTING)
    badges = ("status",)
    tones = {"running": "good", "finished": ""}
    parts = (
        Part(
            "招工结果",
            RecruitResult,
            "line",
            columns(RecruitResult, "hired_on", "enterprise", "hired"),
            order=("-hired_on", "pk"),
            filter="line",
            told=hired_of,
        ),
    )
    beside = (Part("来源地", RecruitOrigin, "line", columns(RecruitOrigin, "province", "city"), unit="地"),)


class RecruitResults(RegisterList):
    model = RecruitResult
    filterset_class = RecruitResultFilter
    columns = columns(RecruitResult, "hired_on", "line", "activity", "enterprise", "hired")
    default_order = ("-hired_on",)
    roster = "recruit_result"
    unit = "条"

    def summary(self, rows: Any) -> str:
        return hired_of(rows)


class RecruitResultPage(RegisterEntry):
    model = RecruitResult
    facts = ("line", "activity", "enterprise", "hired_on", "hired")


IDEAS = columns(Suggestion, "title", "submitted_on", "status", "benefit_amount")
shown_with(Member, Part("金点子", Suggestion, "member", IDEAS, filter="member"))
shown_with(
    PartyOrganization,
    Part("金点子", Suggestion, "organization", IDEAS, filter="organization", told=benefit_of),
)
shown_with(
    Enterprise,
    Part(
        "招工",
        RecruitResult,
        "enterprise",
        columns(RecruitResult, "hired_on", "line", "activity", "hired"),
        order=("-hired_on", "pk"),
        filter="enterprise",
        told=hired_of,
    ),
)
shown_with(
    Cluster,
    Part(
        "红色专线",
        RecruitLine,
        "cluster",
        columns(RecruitLine, "name", "line_no", "status"),
        filter="cluster",
    ),
)
