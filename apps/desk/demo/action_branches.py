"""行动支部 — the published ones, with officials (city) or members (高新区) taking part."""

from collections.abc import Iterator
from datetime import date

from apps.desk.demo import sources
from apps.desk.demo.world import HIGH_TECH, Person, World
from apps.members.models import Participation
from apps.organizations import workflow
from apps.organizations.kinds import TypeCode
from apps.organizations.models import ActionBranch, PartyOrganization

BEGUN = date(2023, 1, 16)
LAST = {"town": date(2023, 3, 31), "city": date(2023, 6, 30)}
"""By when they stood: 高新区's are published in April 2023, the city's in August."""
ROOT = "昆山市"


def found(world: World) -> Iterator[Participation]:
    """Found them all; answers who takes part in them."""
    for row in sources.rows("action_branches"):
        branch = _found_one(world, row)
        people = world.inventor.random.sample(_pool(world, row), world.inventor.random.randint(5, 9))
        for person in people:
            yield Participation(
                member=person.member,
                organization=branch.organization,
                kind=Participation.Kind.ACTION_BRANCH,
                starts_on=branch.starts_on,
            )


def _found_one(world: World, row: dict[str, str]) -> ActionBranch:
    body = world.bodies.get(row["cluster"])
    host = body.organization if body else world.superiors[ROOT]
    founded = world.inventor.day(BEGUN, LAST[row["level"]])
    return ActionBranch.objects.create(
        organization=_organization(world, row, host, founded),
        kind=row["kind"],
        theme=row["theme"],
        level=row["level"],
        host=host,
        cluster=world.clusters.get(row["cluster"]),
        starts_on=founded,
    )


def _organization(
    world: World, row: dict[str, str], host: PartyOrganization, founded: date
) -> PartyOrganization:
    return workflow.found(
        full_name=row["name"],
        type_code=TypeCode.ACTION_BRANCH,
        on=founded,
        established_on=founded,
        parent=host,
        place=world.places[row["place"]],
        display_order=500,
        by=None,
    )


def _pool(world: World, row: dict[str, str]) -> list[Person]:
    if not row["cluster"]:
        return world.officials[:70]
    return [p for p in world.steady(HIGH_TECH) if p.cell and p.cell.cluster == row["cluster"]]
