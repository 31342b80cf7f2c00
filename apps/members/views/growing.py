"""人才计划、双向培养、联系专家、人才库 — who is brought up to what, and who may be shared."""

from apps.clusters.models import Cluster, Enterprise
from apps.core.columns import Column, columns
from apps.core.entry import RegisterEntry
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.members.filters.registers import (
    CultivationFilter,
    ExpertLinkFilter,
    ProgrammeFilter,
    ProgrammeMemberFilter,
    TalentFilter,
)
from apps.members.models import (
    DualCultivation,
    ExpertContact,
    ExpertLink,
    Member,
    ProgrammeMember,
    ProgrammeOrganization,
    TalentPoolEntry,
    TalentProgramme,
)
from apps.organizations.models import PartyOrganization


class Programmes(RegisterList):
    model = TalentProgramme
    filterset_class = ProgrammeFilter
    columns = columns(TalentProgramme, "name", "target_group", "cluster", "starts_on", "ends_on")
    default_order = ("name",)
    unit = "项"


class ProgrammePage(RegisterEntry):
    model = TalentProgramme
    facts = ("target_group", "cluster", "starts_on", "ends_on", "content")
    parts = (
        Part(
            "人选",
            ProgrammeMember,
            "programme",
            columns(ProgrammeMember, "member", "status", "applied_on", "selected_on", "completed_on"),
            order=("-selected_on", "pk"),
            unit="人",
            filter="programme",
        ),
    )
    beside = (
        Part(
            "主办党组织",
            ProgrammeOrganization,
            "programme",
            columns(ProgrammeOrganization, "organization"),
            unit="个",
        ),
    )


class ProgrammeMembers(RegisterList):
    model = ProgrammeMember
    filterset_class = ProgrammeMemberFilter
    columns = columns(
        ProgrammeMember, "member", "programme", "status", "applied_on", "selected_on", "completed_on"
    )
    default_order = ("programme__name", "-applied_on")
    roster = "programme_member"
    unit = "人"


class ProgrammeMemberPage(RegisterEntry):
    model = ProgrammeMember
    facts = ("programme", "member", "applied_on", "selected_on", "completed_on")
    badges = ("status",)
    tones = {"selected": "good", "training": "good", "completed": "good", "refused": "bad", "left": "warn"}


class Cultivations(RegisterList):
    model = DualCultivation
    filterset_class = CultivationFilter
    columns = columns(
        DualCultivation, "member", "direction", "category", "mentor", "listed_on", "status", "result_on"
    )
    default_order = ("-listed_on",)
    unit = "人"


class CultivationPage(RegisterEntry):
    model = DualCultivation
    facts = ("member", "category", "mentor", "listed_on", "result_on", "plan")
    badges = ("direction", "status")
    tones = {"achieved": "good", "stopped": "bad"}


class ExpertLinks(RegisterList):
    model = ExpertLink
    filterset_class = ExpertLinkFilter
    columns = columns(ExpertLink, "member", "expert", "field", "starts_on", "ends_on")
    default_order = ("-starts_on",)
    unit = "对"


class ExpertLinkPage(RegisterEntry):
    model = ExpertLink
    facts = ("member", "expert", "field", "starts_on", "ends_on")
    parts = (
        Part(
            "联系记录",
            ExpertContact,
            "link",
            columns(ExpertContact, "contacted_on", "content"),
            unit="次",
            sentence="还没有联系记录。",
        ),
    )


TAGS = Column("tags", "标签", lambda row: "、".join(row.tags))


class Talents(RegisterList):
    model = TalentPoolEntry
    filterset_class = TalentFilter
    columns = columns(
        TalentPoolEntry, "member", "kind", TAGS, "enterprise", "entered_on", "consented_on", "status"
    )
    default_order = ("-entered_on",)
    unit = "人"


class TalentPage(RegisterEntry):
    model = TalentPoolEntry
    facts = ("member", TAGS, "enterprise", "entered_on", "consented_on", "left_on")
    badges = ("kind", "status")
    tones = {"shared": "good", "left": "warn"}


shown_with(
    Cluster,
    Part(
        "人才计划",
        TalentProgramme,
        "cluster",
        columns(TalentProgramme, "name", "target_group"),
        unit="项",
        filter="cluster",
    ),
)
shown_with(
    PartyOrganization,
    Part(
        "主办的人才计划",
        ProgrammeOrganization,
        "organization",
        columns(ProgrammeOrganization, "programme", "programme__target_group"),
        unit="项",
    ),
)
shown_with(
    Enterprise,
    Part(
        "入库人才",
        TalentPoolEntry,
        "enterprise",
        columns(TalentPoolEntry, "member", "kind", "entered_on", "status"),
        unit="人",
    ),
)
shown_with(
    Member,
    Part(
        "人才计划",
        ProgrammeMember,
        "member",
        columns(ProgrammeMember, "programme", "status", "selected_on", "completed_on"),
        unit="项",
    ),
    Part(
        "双向培养",
        DualCultivation,
        "member",
        columns(DualCultivation, "direction", "category", "mentor", "listed_on", "status", "result_on"),
        unit="项",
    ),
    Part("联系的专家", ExpertLink, "member", columns(ExpertLink, "expert", "field"), unit="名"),
    Part("联系服务的委员", ExpertLink, "expert", columns(ExpertLink, "member", "field"), unit="名"),
    Part(
        "人才库",
        TalentPoolEntry,
        "member",
        columns(TalentPoolEntry, "kind", "enterprise", "entered_on", "status"),
        unit="条",
    ),
)
