"""先锋活动 — campaigns with their checks, pledges, contests."""

from typing import Any

from apps.activities.filters import CampaignCheckFilter, CampaignFilter, ContestFilter, PledgeFilter
from apps.activities.models import Campaign, CampaignCheck, CampaignItem, Contest, ContestEntry, Pledge
from apps.core.columns import LASTING, columns
from apps.core.entry import RegisterEntry
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.members.models import Member
from apps.organizations.models import PartyOrganization


def met_of(rows: Any) -> str:
    """How many checks, and how many met their item."""
    return f"{rows.count()}次，达标{rows.passed().count()}次"


class Campaigns(RegisterList):
    model = Campaign
    filterset_class = CampaignFilter
    columns = columns(Campaign, "name", "organization", "cluster", LASTING)
    default_order = ("-starts_on",)
    unit = "项"


class CampaignPage(RegisterEntry):
    model = Campaign
    facts = ("organization", "cluster", LASTING)
    parts = (
        Part(
            "核查",
            CampaignCheck,
            "item__campaign",
            columns(CampaignCheck, "item", "organization", "member", "checked_on", "is_met", "evidence"),
            order=("-checked_on", "pk"),
            unit="次",
            filter="campaign",
            sentence="还没有核查。",
            told=met_of,
        ),
    )
    beside = (Part("事项", CampaignItem, "campaign", columns(CampaignItem, "name"), unit="项"),)


class CampaignChecks(RegisterList):
    model = CampaignCheck
    filterset_class = CampaignCheckFilter
    columns = columns(CampaignCheck, "item", "organization", "member", "checked_on", "is_met", "evidence")
    default_order = ("-checked_on",)
    unit = "次"


class CampaignCheckPage(RegisterEntry):
    model = CampaignCheck
    facts = ("item", "organization", "member", "checked_on", "is_met", "evidence")


class Pledges(RegisterList):
    model = Pledge
    filterset_class = PledgeFilter
    columns = columns(Pledge, "member", "year", "kind", "text", "fulfilled_on")
    default_order = ("-year",)
    unit = "条"

    def summary(self, rows: Any) -> str:
        return f"已兑现{rows.fulfilled().count()}条"


class PledgePage(RegisterEntry):
    model = Pledge
    facts = ("member", "year", "fulfilled_on", "text")
    badges = ("kind",)


class Contests(RegisterList):
    model = Contest
    filterset_class = ContestFilter
    columns = columns(Contest, "title", "kind", "held_on", "organization", "cluster")
    default_order = ("-held_on",)
    unit = "场"


class ContestPage(RegisterEntry):
    model = Contest
    facts = ("held_on", "organization", "cluster")
    badges = ("kind",)
    parts = (
        Part(
            "参赛人员",
            ContestEntry,
            "contest",
            columns(ContestEntry, "member", "result", "rank"),
            order=("rank", "pk"),
            unit="人",
        ),
    )


shown_with(
    Member,
    Part("亮诺", Pledge, "member", columns(Pledge, "year", "kind", "text", "fulfilled_on"), filter="member"),
    Part(
        "比武竞赛",
        ContestEntry,
        "member",
        columns(ContestEntry, "contest", "contest__held_on", "result"),
        order=("-contest__held_on", "pk"),
        unit="场",
    ),
)
shown_with(
    PartyOrganization,
    Part(
        "主题行动",
        CampaignCheck,
        "organization",
        columns(CampaignCheck, "item", "member", "checked_on", "is_met"),
        order=("-checked_on", "pk"),
        unit="次",
        filter="organization",
        told=met_of,
    ),
)
