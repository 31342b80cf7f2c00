"""创新联合体, 联盟 — who researches and works together."""

from typing import Any

from apps.clusters.models import Cluster, Enterprise
from apps.core.columns import columns
from apps.core.entry import RegisterEntry
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.innovation.filters import AllianceFilter, ConsortiumFilter
from apps.innovation.models import Alliance, AllianceMember, Consortium, ConsortiumMember, TackleProject
from apps.organizations.models import PartyOrganization

TONES = {"running": "good", "filed": "good", "founded": "good", "withdrawn": "bad", "dissolved": "bad"}


class Consortia(RegisterList):
    model = Consortium
    filterset_class = ConsortiumFilter
    columns = columns(Consortium, "name", "field", "cluster", "lead", "status", "starts_on", "ends_on")
    default_order = ("name",)
    unit = "个"


class ConsortiumPage(RegisterEntry):
    model = Consortium
    facts = ("field", "cluster", "lead", "agreement_no", "starts_on", "ends_on", "grade", "projects")
    badges = ("status",)
    tones = TONES
    parts = (
        Part(
            "成员",
            ConsortiumMember,
            "consortium",
            columns(ConsortiumMember, "enterprise", "institution", "institution__kind"),
            unit="家",
            sentence="还没有登记成员；创新联合体至少须有一所高校或科研院所。",
        ),
    )


class Alliances(RegisterList):
    model = Alliance
    filterset_class = AllianceFilter
    columns = columns(
        Alliance,
        "name",
        "kind",
        "cluster",
        "place",
        "lead_organization",
        "lead_enterprise",
        "status",
        "starts_on",
    )
    default_order = ("name",)
    unit = "个"


def firms_among(rows: Any) -> str:
    """How many members there are today, and how many of them are firms."""
    members = rows.open()
    return f"{members.count()}方，其中企业{members.filter(enterprise__isnull=False).count()}家"


class AlliancePage(RegisterEntry):
    model = Alliance
    facts = ("cluster", "place", "lead_organization", "lead_enterprise", "starts_on", "ends_on", "charter")
    badges = ("kind", "status")
    tones = TONES
    parts = (
        Part(
            "成员",
            AllianceMember,
            "alliance",
            columns(AllianceMember, "organization", "enterprise", "institution", "department"),
            unit="方",
            shown=60,
            told=firms_among,
        ),
        Part(
            "攻坚项目",
            TackleProject,
            "alliance",
            columns(TackleProject, "title", "year", "progress", "due_on", "status"),
            unit="个",
        ),
    )


CONSORTIA = columns(Consortium, "name", "field", "lead", "status")
ALLIANCES = columns(Alliance, "name", "kind", "lead_organization", "lead_enterprise", "status")
shown_with(
    Cluster,
    Part("创新联合体", Consortium, "cluster", CONSORTIA, unit="个", filter="cluster"),
    Part("联盟", Alliance, "cluster", ALLIANCES, unit="个", filter="cluster"),
)
shown_with(
    Enterprise,
    Part("牵头的联合体", Consortium, "lead", CONSORTIA, unit="个"),
    Part("所在联合体", ConsortiumMember, "enterprise", columns(ConsortiumMember, "consortium"), unit="个"),
    Part("所在联盟", AllianceMember, "enterprise", columns(AllianceMember, "alliance"), unit="个"),
)
shown_with(
    PartyOrganization,
    Part("牵头的联盟", Alliance, "lead_organization", ALLIANCES, unit="个"),
    Part("所在联盟", AllianceMember, "organization", columns(AllianceMember, "alliance"), unit="个"),
)
