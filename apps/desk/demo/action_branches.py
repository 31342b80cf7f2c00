"""行动支部 — the published ones, with officials (city) or members (高新区) taking part."""

from collections.abc import Iterator
from datetime import date

from apps.desk.demo import sources
from apps.desk.demo.founding import Founding, found
from apps.desk.demo.world import HIGH_TECH, Person, World
from apps.members.models import Participation
from apps.organizations.kinds import TypeCode
from apps.organizations.models import ActionBranch, PartyOrganization

BEGUN = date(2023, 1, 16)
LAST = {"town": date(2023, 3, 31), "city": date(2023, 6, 30)}
"""By when they stood: 高新区's are published in April 2023, the city's in August."""


def establish(world: World) -> Iterator[Participation]:
    """Found them all; answers who takes part in them."""
    rows = list(sources.rows("action_branches"))
    foundings = [_founding(world, row) for row in rows]
    found(foundings)
    world.action_branches = [founding.organization for founding in foundings]
    ActionBranch.objects.bulk_create(
        _action_branch(world, row, founding) for row, founding in zip(rows, foundings, strict=True)
    )
    for row, founding in zip(rows, foundings, strict=True):
        for person in world.inventor.random.sample(_pool(world, row), world.inventor.random.randint(5, 9)):
            yield Participation(
                member=person.member,
                organization=founding.organization,
                kind=Participation.Kind.ACTION_BRANCH,
                starts_on=founding.on,
            )


def _founding(world: World, row: dict[str, str]) -> Founding:
    body = world.bodies.get(row["cluster"])
    host = body.organization if body else world.superiors[row["place"]]
    organization = PartyOrganization(
        full_name=row["name"], place=world.places[row["place"]], display_order=500
    )
    founded = world.inventor.day(BEGUN, LAST[row["level"]])
    return Founding(organization, TypeCode.ACTION_BRANCH, host, founded)


def _action_branch(world: World, row: dict[str, str], founding: Founding) -> ActionBranch:
    return ActionBranch(
        organization=founding.organization,
        kind=row["kind"],
        theme=row["theme"],
        level=row["level"],
        host=founding.parent,
        cluster=world.clusters.get(row["cluster"]),
        starts_on=founding.on,
    )


def _pool(world: World, row: dict[str, str]) -> list[Person]:
    if not row["cluster"]:
        return world.officials[world.county(world.places[row["place"]])][:90]
    return [p for p in world.steady(HIGH_TECH) if p.cell and p.cell.cluster == row["cluster"]]
