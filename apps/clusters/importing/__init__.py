"""企业名册导入 — how judged rows meet the register of enterprises, and how they are kept."""

from apps.clusters.directory import offers
from apps.clusters.importing.desk import EnterpriseDesk
from apps.clusters.rosters import EnterpriseRoster
from apps.rosters import registry

registry.register(
    registry.Kind(
        code="enterprise",
        rank=3,
        roster=EnterpriseRoster(),
        permission="clusters.import_enterprise",
        open=EnterpriseDesk,
        asks=("cluster", "place"),
        helps={
            "cluster": "表中的企业加入这个集群；表中有“产业集群”列的以表为准",
            "place": "表中没有写明区域的企业所在的区域",
        },
        offers=offers,
        missing={"cluster": "产业集群"},
    )
)
