"""成批登记企业 — many enterprises at once, each with its first state, and their places on chains."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from apps.clusters.models import ClusterEnterprise, Enterprise, EnterpriseState
from apps.core import bulk
from apps.core.fields import row_key
from apps.core.pinyin import initials


@dataclass(frozen=True, slots=True)
class Registration:
    """What is known of an enterprise that a roster names for the first time."""

    name: str
    uscc: str = ""
    ownership: str = Enterprise.Ownership.PRIVATE
    place: int | None = None


def register_all(registrations: Sequence[Registration], *, on: date) -> list[int]:
    """登记 — in operation from ``on``; answers their keys in the same order."""
    keys = bulk.next_keys(Enterprise, len(registrations))
    bulk.insert(
        Enterprise,
        [
            {
                "id": key,
                "uid": row_key(),
                "name": new.name,
                "name_initials": initials(new.name),
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
    pairs = list(dict.fromkeys(pairs))
    held = set(
        ClusterEnterprise.objects.in_force(on)
        .filter(cluster__in={cluster for cluster, _ in pairs})
        .values_list("cluster", "enterprise")
    )
    return bulk.insert(
        ClusterEnterprise,
        [
            {"cluster_id": cluster, "enterprise_id": enterprise, "starts_on": on}
            for cluster, enterprise in pairs
            if (cluster, enterprise) not in held
        ],
    )
