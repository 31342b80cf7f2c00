"""集群党委班子与链长 — who sits on the cluster bodies, and who answers for each chain."""

from collections.abc import Iterator
from datetime import timedelta

from apps.desk.demo import sources
from apps.desk.demo.world import OPENING, Cell, Person, World
from apps.members.models import ChainChief, Seat
from apps.organizations.kinds import TypeCode

Post, Sector = Seat.Post, Seat.Sector
Holders = Iterator[tuple[Person, Cell | None]]
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


def body_seats(world: World) -> Iterator[Seat]:
    """班子来源 — officials stand for departments, parks and institutions, branch leaders for flagships."""
    officials: Holders = ((person, None) for person in world.officials)
    for row in sources.rows("bodies"):
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
    people = iter(world.leaders)
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
