"""现有关系 — where the people a roster is about stand in the register on the day of the roster."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from apps.core.dated import lasting
from apps.members.models import Affiliation, Employment, MemberStanding, Participation, Seat


@dataclass(slots=True)
class Ties:
    """One person's dated rows that hold on a day, or begin after it."""

    standing: MemberStanding | None = None
    affiliation: Affiliation | None = None
    participations: dict[int, Participation] = field(default_factory=dict)
    employments: list[Employment] = field(default_factory=list)
    seats: dict[int, Seat] = field(default_factory=dict)

    def employment_at(self, enterprise: int | None) -> Employment | None:
        """The job at an enterprise."""
        return next((row for row in self.employments if row.enterprise_id == enterprise), None)


NOBODY = Ties()


def ties_of(keys: Iterable[int], on: date) -> dict[int, Ties]:
    """Person → ties; five queries, however many people."""
    keys = list(set(keys))
    found: dict[int, Ties] = defaultdict(Ties)
    for standing in _lasting(MemberStanding, keys, on):
        found[standing.member_id].standing = found[standing.member_id].standing or standing
    for affiliation in _with(_lasting(Affiliation, keys, on), "organization"):
        found[affiliation.member_id].affiliation = found[affiliation.member_id].affiliation or affiliation
    for participation in _lasting(Participation, keys, on):
        found[participation.member_id].participations.setdefault(participation.organization_id, participation)
    for employment in _with(_lasting(Employment, keys, on), "enterprise"):
        found[employment.member_id].employments.append(employment)
    for seat in _lasting(Seat, keys, on):
        found[seat.member_id].seats.setdefault(seat.organization_id, seat)
    return found


def _lasting(model: Any, keys: list[int], on: date) -> Any:
    """Rows that have not ended by a day, the one in force before later ones."""
    return model.objects.filter(lasting(on), member__pk__among=keys).order_by("starts_on", "pk")


def _with(rows: Any, name: str) -> list[Any]:
    """Rows with what they point to: thousands share a few, so each is made once."""
    found = list(rows)
    pointed = rows.model._meta.get_field(name)
    targets = pointed.related_model._base_manager.in_bulk({getattr(row, pointed.attname) for row in found})
    for row in found:
        setattr(row, name, targets[getattr(row, pointed.attname)])
    return found
