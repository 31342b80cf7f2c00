"""党组织名册导入 — how judged rows meet the register of Party organisations, and how they are kept."""

from apps.clusters.directory import Clusters
from apps.clusters.models import Place
from apps.core import clock
from apps.core.remit import Remit
from apps.core.tree import KeysOn
from apps.organizations.directory import Organizations
from apps.organizations.importing.desk import OrganizationDesk
from apps.organizations.rosters import OrganizationRoster
from apps.rosters import registry


def offers(remit: Remit) -> dict[str, list[str]]:
    """What a roster of organisations may be about."""
    organizations = Organizations(remit, clock.today()).entries.values()
    return {
        "organization": [entry.full_name for entry in organizations if entry.stands],
        "cluster": list(Clusters(remit).labels.values()),
        "place": list(Place.objects.order_by(KeysOn("path")).values_list("name", flat=True)),
    }


registry.register(
    registry.Kind(
        code="organization",
        rank=2,
        roster=OrganizationRoster(),
        permission="organizations.import_partyorganization",
        open=OrganizationDesk,
        asks=("organization", "cluster", "place"),
        helps={
            "organization": "表中没有写明上级党组织的隶属于这里",
            "cluster": "新登记的党组织纳入这个集群；表中有“产业集群”列的以表为准",
            "place": "新登记的党组织所在的区域",
        },
        offers=offers,
        missing={"enterprise": "企业", "cluster": "产业集群"},
    )
)
