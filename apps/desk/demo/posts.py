"""班子与荣誉 — posts in branches and cluster bodies, chain chiefs, the four teams, honours."""

from collections.abc import Iterator
from datetime import date, timedelta

from apps.desk.demo import sources
from apps.desk.demo.world import HIGH_TECH, OPENING, Cell, Person, World
from apps.members.models import ChainChief, Honour, Seat, TeamRole
from apps.organizations.kinds import TypeCode

Post, Portfolio, Sector, Team = Seat.Post, Seat.Portfolio, Seat.Sector, TeamRole.Team
COMMITTEE_FROM = 7  # 正式党员七人以上设支部委员会（支部工作条例）
PORTFOLIOS = (Portfolio.ORGANIZATION, Portfolio.PUBLICITY, Portfolio.DISCIPLINE)
WITHOUT_SECRETARY = 2
EXECUTIVE_SECRETARIES = 0.45
SESSIONS = {2017: 10, 2018: 10, 2019: 11, 2020: 11, 2021: 11, 2022: 12}
"""党员工匠: six sessions, 65 people (published: 连续6年评选65名)."""
CHIEFS = {
    "元宇宙产业创新集群": "市政府分管工业副市长",
    "新型显示产业创新集群": "开发区管委会副主任",
    "智能网联汽车产业创新集群": "市政府党组成员",
    "电子信息产业创新集群": "开发区党工委委员",
    "先进计算产业创新集群": "高新区管委会副主任",
    "生命健康产业创新集群": "高新区党工委委员",
    "中德智造产业创新集群": "德国工业园管委会主任",
    "现代商务服务产业创新集群": "花桥国际商务城管委会副主任",
}
DEPARTMENT_CHIEFS = {"新材料产业创新集群": "市科技局副局长", "高端装备产业创新集群": "市发改委副主任"}


def prepare(world: World) -> None:
    """Choose who leads each branch, before jobs are written."""
    for cell in world.homes:
        leader = next(_eligible(world, cell), None)
        if leader and world.inventor.random.random() < EXECUTIVE_SECRETARIES:
            leader.rank = "executive"


def write(world: World) -> None:
    """Write everything people hold."""
    seats = list(_branch_seats(world)) + list(_body_seats(world))
    Seat.objects.bulk_create(seats)
    TeamRole.objects.bulk_create(_team_roles(world, seats))
    Honour.objects.bulk_create([*_artisans(world), *_honours(world)])
    ChainChief.objects.bulk_create(_chiefs(world))


def _eligible(world: World, cell: Cell) -> Iterator[Person]:
    """Those who stay and were full members when their posts begin."""
    begin = max(cell.established_on, OPENING)
    return (person for person in world.members_of(cell) if person.stays and person.is_full(begin))


def _branch_seats(world: World) -> Iterator[Seat]:
    homes = [cell for cell in world.homes if not cell.dissolved_on]
    vacant = world.inventor.random.sample([cell for cell in homes if not cell.parent], WITHOUT_SECRETARY)
    for cell in homes:
        committee = len(world.members_of(cell)) >= COMMITTEE_FROM
        wanted = [(Post.SECRETARY, "")]
        if committee:
            wanted += [(Post.MEMBER, portfolio) for portfolio in PORTFOLIOS]
        elif cell.size > 5:
            wanted.append((Post.DEPUTY, ""))
        people = list(_eligible(world, cell))
        for (post, portfolio), person in zip(wanted, people, strict=False):
            if not (cell in vacant and post == Post.SECRETARY):
                yield _seat(cell, person, post, portfolio)
    yield from _head_seats(world)


def _head_seats(world: World) -> Iterator[Seat]:
    """Committees and general branches draw their committee from the branches below."""
    for head in (cell for cell in world.cells if not cell.size):
        below = [cell for cell in world.homes if cell.parent is head]
        people = [person for cell in below for person in list(_eligible(world, cell))[:2]]
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


def _body_seats(world: World) -> Iterator[Seat]:
    """班子来源 — officials for departments and institutions, secretaries of flagships' branches for firms."""
    officials = iter(world.officials)
    for row in sources.rows("bodies"):
        body = world.bodies[row["cluster"]]
        leaders = _flagship_leaders(world, row["cluster"])
        posts = iter([Post.SECRETARY, Post.DEPUTY, Post.SECRETARY_GENERAL])
        for sector in [*row["seats"].split(), Sector.DEPARTMENT, Sector.FLAGSHIP]:
            holder = next(leaders, None) if sector == Sector.FLAGSHIP else (next(officials), None)
            if holder is None:
                continue
            person, cell = holder
            yield Seat(
                organization=body.organization,
                member=person.member,
                post=Post.MEMBER if sector == Sector.FLAGSHIP else next(posts, Post.MEMBER),
                sector=sector,
                from_organization=cell.organization if cell else None,
                starts_on=max(body.starts_on, OPENING),
            )


def _flagship_leaders(world: World, cluster: str) -> Iterator[tuple[Person, Cell | None]]:
    for cell in world.homes:
        if cell.cluster == cluster and cell.type_code == TypeCode.BRANCH and not cell.origin:
            for person in list(_eligible(world, cell))[:1]:
                yield person, cell


def _team_roles(world: World, seats: list[Seat]) -> list[TeamRole]:
    """四支队伍 — one person may be on several, on each of them once."""
    found: dict[tuple[int, str], TeamRole] = {}

    def put(member, team: str, organization, starts_on: date) -> None:
        role = TeamRole(member=member, team=team, organization=organization, starts_on=starts_on)
        found.setdefault((member.pk, team), role)

    for seat in seats:
        if not seat.sector and seat.post == Post.SECRETARY:
            put(seat.member, Team.LEADER, seat.organization, seat.starts_on)
        elif not seat.sector and seat.portfolio in (Portfolio.ORGANIZATION, Portfolio.PUBLICITY):
            put(seat.member, Team.WORKER, seat.organization, seat.starts_on)
    for person in world.officials[40:70]:
        put(person.member, Team.INSTRUCTOR, None, date(2023, 3, 1))
    talents = [p for p in world.people if p.cell and p.stays and p.rank in ("technical_lead", "middle")]
    for person in talents:
        put(person.member, Team.TALENT, person.spells[-1].cell.organization, date(2023, 9, 1))
    return list(found.values())


def _artisans(world: World) -> Iterator[Honour]:
    """Those longest in the Party first, so that everybody was a member when named."""
    people = [p for p in world.people if p.stays and p.cell and p.cell.group == HIGH_TECH]
    people.sort(key=lambda person: person.member.joined_on or OPENING)
    number = iter(people)
    for session, (year, wanted) in enumerate(SESSIONS.items(), start=1):
        for _ in range(wanted):
            yield Honour(
                member=next(number).member,
                kind=Honour.Kind.ARTISAN,
                title=f"昆山高新区第{'一二三四五六'[session - 1]}届党员工匠",
                level=Honour.Level.TOWN,
                session_no=session,
                year=year,
                awarded_by="昆山高新区（演示）",
            )


def _honours(world: World) -> Iterator[Honour]:
    draw = world.inventor.random
    for person in draw.sample([p for p in world.people if p.cell and p.stays], 110):
        kind = draw.choice((Honour.Kind.MODEL_MEMBER, Honour.Kind.MODEL_MEMBER, Honour.Kind.MODEL_WORKER))
        yield Honour(
            member=person.member,
            kind=kind,
            title=f"昆山市{kind.label}",
            level=Honour.Level.COUNTY,
            year=draw.choice([year for year in (2021, 2023, 2024, 2025, 2026) if year <= world.today.year]),
            awarded_by="中共昆山市委（演示）",
        )


def _chiefs(world: World) -> Iterator[ChainChief]:
    people = iter(world.officials[70:])
    kinds = ((ChainChief.Kind.LEADER, CHIEFS), (ChainChief.Kind.DEPARTMENT, DEPARTMENT_CHIEFS))
    for kind, chiefs in kinds:
        for cluster, office in chiefs.items():
            yield ChainChief(
                cluster=world.clusters[cluster],
                member=next(people).member,
                kind=kind,
                office=office,
                starts_on=max(world.bodies[cluster].starts_on, OPENING) + timedelta(days=30),
            )
