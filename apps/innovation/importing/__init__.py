"""创新链名册导入 — which rosters there are, and what each may be about."""

from apps.clusters.directory import offers
from apps.innovation.importing.desks import ListingDesk, PatentDesk, ResearchContractDesk
from apps.innovation.rosters import ListingRoster, PatentRoster, ResearchContractRoster
from apps.rosters import registry
from apps.rosters.records import RecordDesk
from apps.rosters.roster import Roster


def register(code: str, roster: Roster, desk: type[RecordDesk], help: str) -> None:
    registry.register(
        registry.Kind(
            code=code,
            roster=roster,
            permission=f"innovation.import_{desk.model._meta.model_name}",
            open=desk,
            asks=("cluster", "place"),
            helps={"cluster": help, "place": "新登记的企业所在的区域"},
            offers=offers,
            missing={"enterprise": "企业"},
        )
    )


register("listing", ListingRoster(), ListingDesk, "没有写明集群的条目归入这个集群")
register("patent", PatentRoster(), PatentDesk, "新登记的企业加入这个集群")
register(
    "research_contract",
    ResearchContractRoster(),
    ResearchContractDesk,
    "没有写明集群的合作归入这个集群；新登记的企业也加入",
)
