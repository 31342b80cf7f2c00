"""党员名册导入 — how judged rows meet the register of people, and how they are kept."""

from apps.clusters.directory import Clusters
from apps.clusters.models import Place
from apps.core import clock
from apps.core.remit import Remit
from apps.core.tree import KeysOn
from apps.members.importing.departing import doubt
from apps.members.importing.desk import MemberDesk
from apps.members.importing.facts import ERASABLE
from apps.members.importing.faults import DECISIONS
from apps.members.importing.registers import (
    HonourDesk,
    PostDesk,
    ProgrammeMemberDesk,
    TeamMemberDesk,
    WorkTeamDesk,
)
from apps.members.rosters import MemberRoster
from apps.members.rosters.registers import (
    HonourRoster,
    PostRoster,
    ProgrammeMemberRoster,
    TeamMemberRoster,
    WorkTeamRoster,
)
from apps.organizations.directory import Organizations
from apps.rosters import registry
from apps.rosters.records import RecordDesk
from apps.rosters.roster import Roster


def offers(remit: Remit) -> dict[str, list[str]]:
    """What a member roster may be about."""
    organizations = Organizations(remit, clock.today()).entries.values()
    return {
        "organization": [
            entry.full_name for entry in organizations if entry.stands and not entry.is_functional
        ],
        "cluster": list(Clusters(remit).labels.values()),
        "place": list(Place.objects.order_by(KeysOn("path")).values_list("name", flat=True)),
    }


registry.register(
    registry.Kind(
        code="member",
        rank=1,
        roster=MemberRoster(),
        permission="members.import_member",
        open=MemberDesk,
        asks=("organization", "cluster", "place"),
        helps={
            "organization": "表中没有写明党支部的归入这里；新建的党支部隶属于这里",
            "cluster": "新建的党支部纳入这个集群；表中有“产业集群”列的以表为准",
            "place": "新建的党支部、企业和集群所在的区域",
        },
        offers=offers,
        decisions=DECISIONS,
        erasable=ERASABLE,
        doubt=doubt,
        missing={"branch": "党支部", "superior": "上级党组织", "enterprise": "企业", "cluster": "产业集群"},
    )
)


def register(code: str, roster: Roster, desk: type[RecordDesk], **helps: str) -> None:
    """A roster about people who are registered already; ``helps`` says what each choice does for it."""
    registry.register(
        registry.Kind(
            code=code,
            roster=roster,
            permission=f"members.import_{desk.model._meta.model_name}",
            open=desk,
            asks=tuple(helps),
            helps=helps,
            offers=offers,
        )
    )


register("post", PostRoster(), PostDesk, organization="表中没有写明设岗党组织的由这里设岗")
register("honour", HonourRoster(), HonourDesk)
register(
    "team",
    WorkTeamRoster(),
    WorkTeamDesk,
    organization="表中没有写明组建党组织的由这里组建",
    cluster="表中没有写明集群的服务这个集群",
)
register("team_member", TeamMemberRoster(), TeamMemberDesk)
register("programme_member", ProgrammeMemberRoster(), ProgrammeMemberDesk)
