"""党员名册导入 — how judged rows meet the register of people, and how they are kept."""

from apps.clusters.directory import Clusters
from apps.clusters.models import Place
from apps.core import clock
from apps.core.remit import Remit
from apps.members.importing.departing import doubt
from apps.members.importing.desk import MemberDesk
from apps.members.importing.facts import ERASABLE
from apps.members.importing.faults import DECISIONS
from apps.members.rosters import MemberRoster
from apps.organizations.directory import Organizations
from apps.rosters import registry


def offers(remit: Remit) -> dict[str, list[str]]:
    """What a member roster may be about."""
    organizations = Organizations(remit, clock.today()).entries.values()
    return {
        "organization": [
            entry.full_name for entry in organizations if entry.stands and not entry.is_functional
        ],
        "cluster": list(Clusters(remit).labels.values()),
        "place": list(Place.objects.order_by("path").values_list("name", flat=True)),
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
