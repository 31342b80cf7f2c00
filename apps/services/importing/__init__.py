"""服务链名册导入 — which rosters there are, and what each may be about."""

from apps.clusters.directory import offers
from apps.rosters import registry
from apps.rosters.records import RecordDesk
from apps.rosters.roster import Roster
from apps.services.importing import desks
from apps.services.rosters.money import ClaimRoster, FinanceRoster, PolicyRoster
from apps.services.rosters.offered import ItemRoster, PlatformRoster
from apps.services.rosters.visits import VisitRoster

NEW_FIRM = "新登记的企业所在的区域"


def register(code: str, roster: Roster, desk: type[RecordDesk], **helps: str) -> None:
    """One roster; ``helps`` say what is asked beside the file, and why."""
    names_firms = "enterprise" in desk.links
    registry.register(
        registry.Kind(
            code=code,
            roster=roster,
            permission=f"services.import_{desk.model._meta.model_name}",
            open=desk,
            asks=tuple(helps),
            helps=helps,
            offers=offers,
            missing={"enterprise": "企业"} if names_firms else {},
        )
    )


register("visit", VisitRoster(), desks.VisitDesk, cluster="新登记的企业加入这个集群", place=NEW_FIRM)
register(
    "service_item",
    ItemRoster(),
    desks.ItemDesk,
    cluster="编入这个集群正在编制的清单",
    place="编入这个区域正在编制的清单（没有选择集群时）",
)
register("platform", PlatformRoster(), desks.PlatformDesk, place="没有写明区域的平台所在的区域")
register(
    "finance",
    FinanceRoster(),
    desks.FinanceDesk,
    cluster="没有写明企业的资金归入这个集群；新登记的企业也加入",
    place=NEW_FIRM,
)
register("policy", PolicyRoster(), desks.PolicyDesk, place="没有写明适用区域的政策适用的区域")
register("policy_claim", ClaimRoster(), desks.ClaimDesk, cluster="新登记的企业加入这个集群", place=NEW_FIRM)
