"""支部班子与四支队伍 — who holds which post in each branch, who is on which training roster."""

from collections.abc import Iterator, Sequence
from datetime import date

from apps.desk.demo import heads, honours
from apps.desk.demo.world import OPENING, Cell, Person, World
from apps.members.models import ChainChief, Honour, Seat, TeamRole
from apps.organizations.kinds import TypeCode

Post, Portfolio, Team = Seat.Post, Seat.Portfolio, TeamRole.Team
COMMITTEE_FROM = 7  # 正式党员七人以上设支部委员会（支部工作条例）
PORTFOLIOS = (Portfolio.ORGANIZATION, Portfolio.PUBLICITY, Portfolio.DISCIPLINE)
WITHOUT_SECRETARY = 2
EXECUTIVE_SECRETARIES = 0.45


def prepare(world: World) -> None:
    """Choose who leads each branch, before jobs are written."""
    for cell in world.homes:
        leader = next(iter(world.eligible(cell)), None)
        if leader and world.inventor.random.random() < EXECUTIVE_SECRETARIES:
            leader.rank = "executive"


def write(world: World) -> None:
    """Write everything people hold."""
    seats = [*_branch_seats(world), *heads.body_seats(world)]
    Seat.objects.bulk_create(seats)
    TeamRole.objects.bulk_create(_team_roles(world, seats))
    Honour.objects.bulk_create([*honours.artisans(world), *honours.others(world)])
    ChainChief.objects.bulk_create(heads.chiefs(world))


def _branch_seats(world: World) -> Iterator[Seat]:
    homes = [cell for cell in world.homes if not cell.dissolved_on]
    vacant = world.inventor.random.sample([cell for cell in homes if not cell.parent], WITHOUT_SECRETARY)
    for cell in homes:
        for (post, portfolio), person in zip(_posts(world, cell), world.eligible(cell), strict=False):
            if cell not in vacant or post != Post.SECRETARY:
                yield _seat(cell, person, post, portfolio)
    yield from _head_seats(world)


def _posts(world: World, cell: Cell) -> Sequence[tuple[str, str]]:
    """A committee from seven members on; below that a secretary and, where there is need, a deputy."""
    if len(world.members_of(cell)) >= COMMITTEE_FROM:
        return [(Post.SECRETARY, ""), *((Post.MEMBER, portfolio) for portfolio in PORTFOLIOS)]
    return [(Post.SECRETARY, ""), (Post.DEPUTY, "")][: 1 + (cell.size > 5)]


def _head_seats(world: World) -> Iterator[Seat]:
    """Committees and general branches draw their committee from the branches below."""
    for head in (cell for cell in world.cells if not cell.size):
        below = [cell for cell in world.homes if cell.parent is head]
        people = [person for cell in below for person in world.eligible(cell)[:2]]
        size = 5 if head.type_code == TypeCode.COMMITTEE else 3
        posts = [
            (Post.SECRETARY, ""),
            (Post.DEPUTY, ""),
            *((Post.MEMBER, portfolio) for portfolio in PORTFOLIOS),
        ]
        for (post, portfolio), person in zip(posts[:size], people, strict=False):
            yield _seat(head, person, post, portfolio)


def _seat(cell: Cell, person: Person, post: str, portfolio: str) -> Seat:
    return Seat(
        organization=cell.organization,
        member=person.member,
        post=post,
        portfolio=portfolio,
        starts_on=max(cell.established_on, OPENING),
    )


def _team_roles(world: World, seats: list[Seat]) -> list[TeamRole]:
    """四支队伍 — one person may be on several, on each of them once."""
    roles = [*_of_seats(seats), *_of_people(world)]
    return list({(role.member.pk, role.team): role for role in reversed(roles)}.values())[::-1]


def _of_seats(seats: list[Seat]) -> Iterator[TeamRole]:
    for seat in seats:
        if seat.sector:
            continue
        facts = {"member": seat.member, "organization": seat.organization, "starts_on": seat.starts_on}
        if seat.post == Post.SECRETARY:
            yield TeamRole(team=Team.LEADER, **facts)
        elif seat.portfolio in (Portfolio.ORGANIZATION, Portfolio.PUBLICITY):
            yield TeamRole(team=Team.WORKER, **facts)


def _of_people(world: World) -> Iterator[TeamRole]:
    for person in world.instructors:
        yield TeamRole(member=person.member, team=Team.INSTRUCTOR, starts_on=date(2023, 3, 1))
    for person in world.people:
        if person.cell and person.stays and person.rank in ("technical_lead", "middle"):
            home = person.cell.organization
            yield TeamRole(
                member=person.member, team=Team.TALENT, organization=home, starts_on=date(2023, 9, 1)
            )
