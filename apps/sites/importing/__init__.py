"""阵地名册导入 — how judged rows meet the register of sites."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from apps.clusters.directory import offers
from apps.clusters.links import ClusterLink, PlacedDesk, PlaceLink
from apps.core import bulk
from apps.organizations.links import OrganizationLink
from apps.rosters import registry
from apps.rosters.directory import Directory
from apps.rosters.links import Link
from apps.rosters.records import Entering
from apps.rosters.situation import Situation
from apps.sites.models import Building, Site, SiteState
from apps.sites.rosters import SiteRoster


class BuildingLink(Link):
    """楼宇园区 — a building may house what many remits reach, so it brings nothing within one."""

    kind, words, is_anchor = "building", "楼宇园区", False

    def __init__(self, situation: Situation, field: str) -> None:
        super().__init__(situation, field)
        self.directory = Directory()
        for key, name in Building.objects.within(situation.remit).values_list("pk", "name"):
            self.directory.add(key, name)


class SiteDesk(PlacedDesk):
    """阵地名册 — a new one is open from its day, a model one from then if the sheet says so."""

    model = Site
    identity = ("place_id", "name")
    links: ClassVar = {
        "place": PlaceLink,
        "cluster": ClusterLink,
        "owner": OrganizationLink,
        "building": BuildingLink,
    }

    def _insert(self, new: Sequence[Entering]) -> int:
        count = super()._insert(new)
        states = [
            {"site_id": one.key, "starts_on": one.given.get("opened_on") or self.situation.as_of}
            | _honour(one.row.values)
            for one in new
        ]
        bulk.insert(SiteState, states)
        return count


def _honour(values: Mapping[str, Any]) -> dict[str, Any]:
    """Whether a row names a model site, and of which level."""
    is_demo = bool(values.get("is_demo"))
    return {"is_demo": is_demo, "level": (values.get("level") or "") if is_demo else ""}


registry.register(
    registry.Kind(
        code="site",
        roster=SiteRoster(),
        permission="sites.import_site",
        open=SiteDesk,
        asks=("cluster", "place"),
        helps={"cluster": "没有写明集群的阵地服务的集群", "place": "没有写明区域的阵地所在的区域"},
        offers=offers,
    )
)
