"""队伍、示范岗、共建协议 — who works on what, and with whom."""

from typing import Any

from apps.clusters.models import Cluster, Enterprise
from apps.core import clock
from apps.core.columns import columns
from apps.core.entry import RegisterEntry
from apps.core.formatting import share
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.members.filters.registers import AgreementFilter, PostFilter, WorkTeamFilter
from apps.members.models import AgreementParty, Member, PartnerAgreement, Post, TeamMember, WorkTeam
from apps.organizations.models import PartyOrganization


class WorkTeams(RegisterList):
    model = WorkTeam
    filterset_class = WorkTeamFilter
    columns = columns(
        WorkTeam,
        "name",
        "kind",
        "theme",
        "cluster",
        "place",
        "organization",
        "status",
        "starts_on",
        "ends_on",
    )
    default_order = ("name",)
    roster = "team"
    unit = "支"


def party_share(rows: Any) -> str:
    """How many serve today, and how many of them are members of the Party."""
    people = rows.open().order_by().values("member")
    total = people.distinct().count()
    members = Member.objects.counted(clock.today()).filter(pk__in=people).count()
    return f"{total}人，其中党员{members}人，占{share(members, total)}"


class WorkTeamPage(RegisterEntry):
    model = WorkTeam
    facts = ("theme", "cluster", "place", "body", "organization", "starts_on", "ends_on", "result")
    badges = ("kind", "status")
    parts = (
        Part(
            "成员",
            TeamMember,
            "team",
            columns(TeamMember, "member", "role"),
            unit="人",
            shown=40,
            told=party_share,
        ),
    )


class Posts(RegisterList):
    model = Post
    filterset_class = PostFilter
    columns = columns(
        Post, "name", "kind", "member", "organization", "status", "starts_on", "signed_on", "grade", "ends_on"
    )
    default_order = ("organization__full_name", "name")
    roster = "post"
    unit = "个"


class PostPage(RegisterEntry):
    model = Post
    facts = (
        *("member", "organization", "content", "starts_on", "signed_on", "assessed_on"),
        *("grade", "ends_on"),
    )
    badges = ("kind", "status")
    tones = {"signed": "good", "assessed": "good", "withdrawn": "bad"}


class Agreements(RegisterList):
    model = PartnerAgreement
    filterset_class = AgreementFilter
    columns = columns(PartnerAgreement, "title", "kind", "cluster", "status", "signed_on", "valid_until")
    default_order = ("-signed_on",)
    unit = "项"


class AgreementPage(RegisterEntry):
    model = PartnerAgreement
    facts = ("cluster", "signed_on", "valid_until", "ended_on", "items")
    badges = ("kind", "status")
    tones = {"signed": "good", "running": "good", "renewed": "good", "expired": "warn", "ended": "bad"}
    parts = (
        Part(
            "协议方",
            AgreementParty,
            "agreement",
            columns(AgreementParty, "organization", "enterprise", "institution"),
            unit="方",
        ),
    )


TEAMS = columns(WorkTeam, "name", "kind", "theme", "status")
POSTS = columns(Post, "name", "kind", "member", "status", "grade")
AGREEMENTS = columns(PartnerAgreement, "title", "kind", "status", "signed_on", "valid_until")
SIGNED = columns(
    AgreementParty, "agreement", "agreement__kind", "agreement__signed_on", "agreement__valid_until"
)
shown_with(
    Cluster,
    Part("工作队伍", WorkTeam, "cluster", TEAMS, unit="支", filter="cluster"),
    Part("共建协议", PartnerAgreement, "cluster", AGREEMENTS, unit="项", filter="cluster"),
)
shown_with(
    PartyOrganization,
    Part("组建的队伍", WorkTeam, "organization", TEAMS, unit="支", filter="organization"),
    Part("党员示范岗", Post, "organization", POSTS, unit="个", filter="organization"),
    Part("共建协议", AgreementParty, "organization", SIGNED, unit="项"),
)
shown_with(Enterprise, Part("共建协议", AgreementParty, "enterprise", SIGNED, unit="项"))
shown_with(
    Member,
    Part("所在队伍", TeamMember, "member", columns(TeamMember, "team", "role"), unit="支"),
    Part(
        "示范岗",
        Post,
        "member",
        columns(Post, "name", "kind", "organization", "status", "grade"),
        unit="个",
        filter="member",
    ),
)
