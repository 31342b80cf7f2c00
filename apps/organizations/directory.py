"""党组织名录 — what names and codes of organisations in a roster mean, within a remit."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from apps.core.remit import Remit
from apps.organizations.models import OrganizationState, OrganizationUnit, PartyOrganization
from apps.rosters.directory import Directory


@dataclass(frozen=True, slots=True)
class Entry:
    """One organisation as a roster may mention it."""

    key: int
    full_name: str
    is_functional: bool
    stands: bool


class Organizations(Directory):
    """党组织名录 — by full, short and former name, and by code."""

    def __init__(self, remit: Remit, on: date) -> None:
        super().__init__()
        self.entries: dict[int, Entry] = {}
        self.codes: dict[str, int] = {}
        within = PartyOrganization.objects.within(remit).order_by()
        for row in within.on(on).values_list(
            "pk", "full_name", "short_name", "former_names", "code", "is_functional", "status"
        ):
            key, full_name, short_name, former_names, code, is_functional, status = row
            self.add(key, full_name, [short_name, *former_names])
            stands = status is None or status in OrganizationState.STANDING
            self.entries[key] = Entry(key, full_name, is_functional, stands)
            if code:
                self.codes[code] = key


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
