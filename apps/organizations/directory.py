"""党组织名录 — what names and codes of organisations in a roster mean, within a remit."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from apps.core.dated import lasting
from apps.core.remit import Remit
from apps.organizations.models import (
    ClusterBody,
    Coverage,
    OrganizationState,
    OrganizationUnit,
    PartyOrganization,
)
from apps.rosters.directory import Directory

COLUMNS = (
    *("pk", "full_name", "short_name", "former_names", "code", "is_functional", "status", "type_code"),
    *("path", "place"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One organisation as a roster may mention it."""

    key: int
    full_name: str
    is_functional: bool
    stands: bool
    type_code: str | None
    path: str
    place: int | None


class Organizations(Directory):
    """党组织名录 — by full, short and former name, and by code."""

    def __init__(self, remit: Remit, on: date) -> None:
        super().__init__()
        self.entries: dict[int, Entry] = {}
        self.codes: dict[str, int] = {}
        within = PartyOrganization.objects.within(remit).order_by()
        for found in within.on(on).values(*COLUMNS):
            key, status = found["pk"], found["status"]
            self.add(key, found["full_name"], [found["short_name"], *found["former_names"]])
            self.entries[key] = Entry(
                key=key,
                full_name=found["full_name"],
                is_functional=found["is_functional"],
                stands=status is None or status in OrganizationState.STANDING,
                type_code=found["type_code"],
                path=found["path"],
                place=found["place"],
            )
            if found["code"]:
                self.codes[found["code"]] = key

    def enter(self, key: int, name: str, type_code: str, parent_path: str, place: int | None) -> None:
        """An organisation founded meanwhile."""
        self.add(key, name)
        path = f"{parent_path or '/'}{key}/"
        self.entries[key] = Entry(key, name, False, True, type_code, path, place)

    def only(self, name: str) -> Entry | None:
        """The one organisation in being that is called so."""
        keys = self.named(name) if name else []
        entry = self.entries[keys[0]] if len(keys) == 1 else None
        return entry if entry and entry.stands else None


class Taken(NamedTuple):
    """What organisations outside a remit bear."""

    names: set[str]
    codes: set[str]


def taken_elsewhere(names: Iterable[str], codes: Iterable[str], known: Iterable[int]) -> Taken:
    """Of full names and codes: those an organisation outside bears, where ``known`` are within."""
    asked = Taken(set(names), set(codes))
    if not any(asked):
        return asked
    bearing = Q(full_name__in=asked.names) | Q(code__in=asked.codes)
    found = PartyOrganization.objects.filter(bearing).exclude(pk__in=list(known))
    bearers = list(found.values_list("full_name", "code"))
    return Taken({name for name, _ in bearers} & asked.names, {code for _, code in bearers} & asked.codes)


def clusters_of(keys: Iterable[int], on: date) -> dict[int, set[int]]:
    """Organisation → the clusters it leads, or that cover it on a day or will."""
    clusters: dict[int, set[int]] = defaultdict(set)
    for model, lookup in ((Coverage, "body__cluster"), (ClusterBody, "cluster")):
        rows = model.objects.filter(lasting(on), organization__in=list(keys))
        for organization, cluster in rows.values_list("organization", lookup):
            clusters[organization].add(cluster)
    return clusters


def units_of(keys: Iterable[int], on: date) -> dict[int, list[int]]:
    """Organisation → the enterprises it stands in on a day."""
    units: dict[int, list[int]] = defaultdict(list)
    served = OrganizationUnit.objects.in_force(on).filter(organization__in=list(keys)).order_by("pk")
    for organization, enterprise in served.values_list("organization", "enterprise"):
        units[organization].append(enterprise)
    return units
