"""成立 — organisations with kind and superior, written many at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from apps.core.tree import replant
from apps.organizations.kinds import FUNCTIONAL, TERM_YEARS, TypeCode
from apps.organizations.models import OrganizationPlacing, OrganizationState, PartyOrganization


@dataclass
class Founding:
    """One organisation to be: what it is, under which other, from when (and until when)."""

    organization: PartyOrganization
    type_code: str
    parent: PartyOrganization | None
    on: date
    dissolved_on: date | None = None


def found(foundings: Iterable[Founding]) -> None:
    """Write organisations, superiors before those below them, as ``workflow.found`` writes one."""
    foundings = list(foundings)
    for founding in foundings:
        _complete(founding)
    PartyOrganization.objects.bulk_create([founding.organization for founding in foundings])
    OrganizationState.objects.bulk_create(state for founding in foundings for state in _states(founding))
    OrganizationPlacing.objects.bulk_create(
        OrganizationPlacing(organization=one.organization, parent=one.parent, starts_on=one.on)
        for one in foundings
    )
    for founding in foundings:
        replant(founding.organization, founding.parent)


def _complete(founding: Founding) -> None:
    row, kind = founding.organization, TypeCode(founding.type_code)
    row.is_functional = kind in FUNCTIONAL
    row.established_on = founding.on
    row.term_years = TERM_YEARS.get(kind)


def _states(founding: Founding) -> list[OrganizationState]:
    """Kind and status since the founding; one that was dissolved keeps its kind."""
    kind = {"organization": founding.organization, "type_code": founding.type_code}
    states = [OrganizationState(**kind, starts_on=founding.on, ends_on=founding.dissolved_on)]
    if founding.dissolved_on:
        dissolved = OrganizationState.Status.DISSOLVED
        states.append(OrganizationState(**kind, status=dissolved, starts_on=founding.dissolved_on))
    return states
