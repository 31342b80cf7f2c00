"""活动链名册导入 — which rosters there are, and what each may be about."""

from apps.activities.importing.desks import (
    ActivityDesk,
    AttendanceDesk,
    MeetingDesk,
    RecruitDesk,
    SuggestionDesk,
)
from apps.activities.rosters import (
    ActivityRoster,
    AttendanceRoster,
    MeetingRoster,
    RecruitRoster,
    SuggestionRoster,
)
from apps.clusters.directory import Clusters
from apps.clusters.models import Place
from apps.core import clock
from apps.core.remit import Remit
from apps.core.tree import KeysOn
from apps.organizations.directory import Organizations
from apps.rosters import registry
from apps.rosters.records import RecordDesk
from apps.rosters.roster import Roster


def offers(remit: Remit) -> dict[str, list[str]]:
    """What a roster of this chain may be about."""
    organizations = Organizations(remit, clock.today()).entries.values()
    return {
        "organization": [entry.full_name for entry in organizations if entry.stands],
        "cluster": list(Clusters(remit).labels.values()),
        "place": list(Place.objects.order_by(KeysOn("path")).values_list("name", flat=True)),
    }


def register(code: str, roster: Roster, desk: type[RecordDesk], **helps: str) -> None:
    missing = {"enterprise": "企业"} if "enterprise" in desk.links else {}
    registry.register(
        registry.Kind(
            code=code,
            roster=roster,
            permission=f"activities.import_{desk.model._meta.model_name}",
            open=desk,
            asks=tuple(helps),
            helps=helps,
            offers=offers,
            missing=missing,
        )
    )


HOSTED = "没有写明主办的活动由这里主办"
IN_CLUSTER = "没有写明集群的归入这个集群"
register("activity", ActivityRoster(), ActivityDesk, organization=HOSTED, cluster=IN_CLUSTER)
register("attendance", AttendanceRoster(), AttendanceDesk, organization=HOSTED)
register("meeting", MeetingRoster(), MeetingDesk, organization="没有写明党组织的归入这里")
register(
    "suggestion",
    SuggestionRoster(),
    SuggestionDesk,
    organization="没有写明党组织的归入这里",
    cluster=IN_CLUSTER,
)
register(
    "recruit_result",
    RecruitRoster(),
    RecruitDesk,
    cluster="新登记的企业加入这个集群",
    place="新登记的企业所在的区域",
)
