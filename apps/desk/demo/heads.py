"""集群党委班子与链长 — who sits on the cluster bodies, and who answers for each chain."""

from collections.abc import Iterator
from datetime import timedelta

from apps.desk.demo import sources
from apps.desk.demo.world import OPENING, Cell, Person, World
from apps.members.models import ChainChief, Seat
from apps.organizations.kinds import TypeCode

Post, Sector = Seat.Post, Seat.Sector
CHIEFS = 20  # of each county's officials may answer for a chain
Holders = Iterator[tuple[Person, Cell | None]]


def body_seats(world: World) -> Iterator[Seat]:
    """班子来源 — officials stand for departments, parks and institutions, branch leaders for flagships."""
    of_county: dict[str, Holders] = {
        county: ((person, None) for person in people) for county, people in world.officials.items()
    }
    for row in sources.rows("bodies"):
        officials = of_county[world.county(world.clusters[row["cluster"]].place)]
        flagships = _flagship_leaders(world, row["cluster"])
        posts = iter((Post.SECRETARY, Post.DEPUTY, Post.SECRETARY_GENERAL))
        for sector in (*row["seats"].split(), Sector.DEPARTMENT, Sector.FLAGSHIP):
            is_flagship = sector == Sector.FLAGSHIP
            holder = next(flagships if is_flagship else officials, None)
            post = Post.MEMBER if is_flagship else next(posts, Post.MEMBER)
            if holder:
                yield _seat(world, row["cluster"], sector, post, holder)


def _seat(world: World, cluster: str, sector: str, post: str, holder: tuple[Person, Cell | None]) -> Seat:
    body, (person, cell) = world.bodies[cluster], holder
    return Seat(
        organization=body.organization,
        member=person.member,
        post=post,
        sector=sector,
        from_organization=cell.organization if cell else None,
        starts_on=max(body.starts_on, OPENING),
    )


def _flagship_leaders(world: World, cluster: str) -> Holders:
    for cell in world.homes:
        if cell.cluster == cluster and cell.type_code == TypeCode.BRANCH and not cell.origin:
            for person in list(world.eligible(cell))[:1]:
                yield person, cell


def chiefs(world: World) -> Iterator[ChainChief]:
    """链长 — the last officials of each county's list."""
    of_county = {county: iter(people[-CHIEFS:]) for county, people in world.officials.items()}
    for row in sources.rows("chain_chiefs"):
        cluster = world.clusters[row["cluster"]]
        yield ChainChief(
            cluster=cluster,
            member=next(of_county[world.county(cluster.place)]).member,
            kind=row["kind"],
            office=row["office"],
            starts_on=max(world.bodies[row["cluster"]].starts_on, OPENING) + timedelta(days=30),
        )
