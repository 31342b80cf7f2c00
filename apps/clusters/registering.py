"""登记 — clusters and enterprises that a roster names for the first time, and places on chains."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from apps.clusters import workflow
from apps.clusters.directory import UNSETTLED_PLACE, only_root
from apps.clusters.models import Cluster, ClusterEnterprise, Enterprise, EnterpriseState, Place
from apps.core import bulk
from apps.core.dated import lacking
from apps.core.fields import row_key
from apps.core.pinyin import beside


@dataclass(frozen=True, slots=True)
class Registration:
    """What is known of an enterprise that a roster names for the first time."""

    name: str
    uscc: str = ""
    ownership: str = Enterprise.Ownership.PRIVATE
    place: int | None = None


def found_cluster(name: str, place: Place | None, created: dict[str, list[str]]) -> Cluster:
    """登记集群 — at ``place``, else at the only root there is, else at 未定区域; tells ``created``."""
    place = place or only_root() or Place.objects.filter(name=UNSETTLED_PLACE, parent=None).first()
    if place is None:
        place = Place(name=UNSETTLED_PLACE, kind=Place.Kind.COUNTY_CITY)
        workflow.plant(place, by=None)
        created.setdefault("区域", []).append(place.name)
    created.setdefault("产业集群", []).append(name)
    return workflow.found(name=name, place=place, by=None)


def register_all(registrations: Sequence[Registration], *, on: date) -> list[int]:
    """登记 — in operation from ``on``; answers their keys in the same order."""
    keys = bulk.next_keys(Enterprise, len(registrations))
    bulk.insert(
        Enterprise,
        [
            beside(new.name)
            | {
                "id": key,
                "uid": row_key(),
                "name": new.name,
                "uscc": new.uscc,
                "ownership": new.ownership,
            }
            for key, new in zip(keys, registrations, strict=True)
        ],
    )
    bulk.insert(
        EnterpriseState,
        [
            {"enterprise_id": key, "place_id": new.place, "starts_on": on}
            for key, new in zip(keys, registrations, strict=True)
        ],
    )
    return keys


def complete_codes(codes: Mapping[int, str]) -> None:
    """Credit codes of enterprises registered without one."""
    bulk.amend(Enterprise, [{"id": key, "uscc": code} for key, code in codes.items()])


def join_chains(pairs: Iterable[tuple[int, int]], *, on: date) -> int:
    """上链 — a place on the chain for every (cluster, enterprise) that has none; answers how many."""
    links = [{"cluster_id": cluster, "enterprise_id": enterprise} for cluster, enterprise in pairs]
    return bulk.insert(ClusterEnterprise, lacking(ClusterEnterprise, links, on=on))
