"""党组织名录 — what names and codes of organisations in a roster mean, within a remit."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from apps.core.remit import Remit
from apps.organizations.models import OrganizationState, OrganizationUnit, PartyOrganization
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


def taken_elsewhere(names: Iterable[str], known: Iterable[int]) -> set[str]:
    """Of full names nobody within the remit bears: those an organisation outside does."""
    names = list(names)
    if not names:
        return set()
    found = PartyOrganization.objects.filter(full_name__in=names).exclude(pk__in=list(known))
    return set(found.values_list("full_name", flat=True))


def units_of(keys: Iterable[int], on: date) -> dict[int, list[int]]:
    """Organisation → the enterprises it stands in on a day."""
    units: dict[int, list[int]] = defaultdict(list)
    served = OrganizationUnit.objects.in_force(on).filter(organization__in=list(keys)).order_by("pk")
    for organization, enterprise in served.values_list("organization", "enterprise"):
        units[organization].append(enterprise)
    return units
