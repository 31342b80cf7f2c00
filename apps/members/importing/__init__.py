"""党员名册导入 — how judged rows meet the register of people, and how they are kept."""

from apps.clusters.directory import Clusters
from apps.clusters.models import Place
from apps.core import clock
from apps.core.remit import Remit
from apps.members.importing.desk import MemberDesk
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
        roster=MemberRoster(),
        permission="members.import_member",
        open=MemberDesk,
        asks=("organization", "cluster", "place"),
        offers=offers,
        decisions=DECISIONS,
        missing={"branch": "党支部", "enterprise": "企业", "cluster": "产业集群"},
    )
)
