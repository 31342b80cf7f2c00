"""一方隶属、多重管理 — members who also take part elsewhere than where they belong."""

from collections.abc import Iterator
from datetime import timedelta

from apps.desk.demo.world import CITY, OPENING, Person, World
from apps.members.models import Participation

OWN_CLUSTER = 0.07  # of those who stay take part in what their own cluster's body does
VISITORS, FLOATING = 120, 40


def taking_part(world: World) -> Iterator[Participation]:
    """All of it."""
    yield from _in_own_cluster(world)
    yield from _in_other_clusters(world)
    yield from _floating(world)


def _in_own_cluster(world: World) -> Iterator[Participation]:
    """关系在支部、活动共参与"""
    for person in world.people:
        if person.stays and person.cell and world.inventor.random.random() < OWN_CLUSTER:
            yield _with_body(world, person, person.cell.cluster)


def _in_other_clusters(world: World) -> Iterator[Participation]:
    """Visitors between the city's clusters; those with published counts keep to themselves."""
    clusters = sorted({cell.cluster for cell in world.homes if cell.system == CITY})
    for person in world.inventor.random.sample(world.steady(CITY), VISITORS):
        own = person.cell.cluster if person.cell else ""
        yield _with_body(world, person, world.inventor.random.choice([c for c in clusters if c != own]))


def _with_body(world: World, person: Person, cluster: str) -> Participation:
    body = world.bodies[cluster]
    return Participation(
        member=person.member,
        organization=body.organization,
        kind=Participation.Kind.CLUSTER,
        starts_on=max(body.starts_on, OPENING) + timedelta(days=world.inventor.random.randint(0, 700)),
    )


def _floating(world: World) -> Iterator[Participation]:
    """流入地管理 — members who live near another branch and are looked after there."""
    draw = world.inventor.random
    people = draw.sample(world.steady(CITY), FLOATING)
    homes = [
        cell for cell in world.homes if cell.system == CITY and not cell.dissolved_on and not cell.origin
    ]
    for person in people:
        yield Participation(
            member=person.member,
            organization=draw.choice([cell for cell in homes if cell is not person.cell]).organization,
            kind=Participation.Kind.FLOATING,
            starts_on=world.inventor.day(OPENING, world.today),
        )
