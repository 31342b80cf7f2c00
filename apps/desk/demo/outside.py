"""支部之外的人 — officials, people whose relation is elsewhere, and those who want to join."""

from collections.abc import Iterator
from datetime import date, timedelta

from apps.desk.demo import action_branches, liaisons, sharing
from apps.desk.demo import people as register
from apps.desk.demo.invention import years_later
from apps.desk.demo.world import OPENING, Cell, Firm, Person, World
from apps.members.models import Liaison, Participation
from apps.organizations.kinds import TypeCode

DUE = {
    "元宇宙产业创新集群": (26,),
    "先进计算产业创新集群": (118,),
    "生命健康产业创新集群": (9,),
    "新型显示产业创新集群": (48, 402),
    "智能网联汽车产业创新集群": (17, 84),
    "电子信息产业创新集群": (158, 611),
    "现代商务服务产业创新集群": (221,),
    "高端装备产业创新集群": (304,),
}
"""应建未建 — for so many days a firm has had three full members, all with their relation elsewhere."""

SCATTERED = 4  # firms of each cluster with one or two such members
CANDIDATES = 130
STAGES = {"入党申请人": 40, "入党积极分子": 40, "发展对象": 20}


def load(world: World) -> None:
    """Everybody and everything that makes no affiliation."""
    guests = [_guest(world, firm, began) for firm, began in _working_here(world)]
    world.candidates = [_candidate(world) for _ in range(CANDIDATES)]
    newcomers = [person for person, _ in guests + world.candidates]
    register.register(newcomers)
    register.employ(world, newcomers)
    Participation.objects.bulk_create(
        [
            *(_untransferred(world, person, cell) for person, cell in guests),
            *(_candidacy(person, cell) for person, cell in world.candidates),
            *sharing.taking_part(world),
            *action_branches.establish(world),
        ]
    )
    Liaison.objects.bulk_create(liaisons.appoint(world))
    liaisons.write_plans(world)


def make_officials(world: World) -> None:
    """机关党员 of each county — their relations are in organs outside the registry."""
    for system in world.systems.values():
        made = [_official(world) for _ in range(int(system["officials"]))]
        world.officials.setdefault(system["county"], []).extend(made)
        register.register(made)


def _official(world: World) -> Person:
    person = Person(world.inventor.member(date(2016, 1, 1)))
    person.member.post_type, person.member.new_stratum = "公务员", "不是新社会阶层人员"
    person.member.full_member_on = years_later(person.member.joined_on or OPENING, 1)
    return person


def _without_organization(world: World, cluster: str) -> list[Firm]:
    """Key firms of the middle of a cluster's list, where no organisation stands."""
    served = {id(firm) for cell in world.cells for firm in cell.units}
    firms = [firm for firm in world.firms[cluster] if firm.is_key]
    middle = firms[len(firms) // 2 : -len(firms) // 3]
    return [firm for firm in middle if id(firm) not in served]


def _working_here(world: World) -> Iterator[tuple[Firm, date]]:
    """关系未转入 — a firm and a day from which a member works there who belongs elsewhere."""
    with_branches = {cell.cluster for cell in world.homes}
    for cluster in (cluster for cluster in world.clusters if cluster in with_branches):
        waits = DUE.get(cluster, ())
        firms = _without_organization(world, cluster)[: len(waits) + SCATTERED]
        for firm, days in zip(firms, waits, strict=False):
            world.due[firm] = days
            yield from ((firm, day) for day in _days_of_three_or_more(world, days))
        for firm in firms[len(waits) :]:
            for _ in range(world.inventor.random.randint(1, 2)):
                yield firm, world.inventor.day(date(2021, 3, 1), world.today - timedelta(days=60))


def _days_of_three_or_more(world: World, waiting: int) -> Iterator[date]:
    """Two came at some time before; the third, and sometimes more, made the branch due."""
    since = world.today - timedelta(days=waiting)
    for number in range(world.inventor.random.randint(3, 5)):
        yield since if number >= 2 else since - timedelta(days=world.inventor.random.randint(40, 500))


def _guest(world: World, firm: Firm, began: date) -> tuple[Person, Cell]:
    person = Person(world.inventor.member(min(began, world.today) - timedelta(days=800)), firm, began)
    person.member.full_member_on = years_later(person.member.joined_on or OPENING, 1)
    near = [cell for cell in world.homes if cell.cluster == firm.cluster and not cell.dissolved_on]
    joint = [cell for cell in near if cell.type_code == TypeCode.JOINT_BRANCH and not cell.origin]
    return person, world.inventor.random.choice(joint or near)


def _untransferred(world: World, person: Person, cell: Cell) -> Participation:
    home = world.inventor.random.choice(world.inventor.words["origin_branches"])
    return Participation(
        member=person.member,
        organization=cell.organization,
        kind=Participation.Kind.UNTRANSFERRED,
        relation_at=f"中共{home}某社区支部委员会",
        starts_on=max(person.since, cell.established_on, OPENING),
    )


def _candidate(world: World) -> tuple[Person, Cell]:
    """入党申请人、积极分子、发展对象"""
    facts = world.inventor.facts(world.today, youngest=23, oldest=40)
    cell = world.inventor.random.choice([cell for cell in world.homes if not cell.dissolved_on])
    firm = world.inventor.random.choice(cell.units)
    stage = world.inventor.weighted(STAGES)
    last = world.today - timedelta(days=world.inventor.random.randint(20, 300))
    days = {"applied_on": last}
    if stage != "入党申请人":
        days = {"applied_on": last - timedelta(days=120), "activist_on": last}
    if stage == "发展对象":
        days = {name: day - timedelta(days=400) for name, day in days.items()} | {"candidate_on": last}
    person = Person(world.inventor.member_of(facts, **days), firm, days["applied_on"] - timedelta(days=500))
    return person, cell


def _candidacy(person: Person, cell: Cell) -> Participation:
    return Participation(
        member=person.member,
        organization=cell.organization,
        kind=Participation.Kind.CLUSTER,
        starts_on=max(person.member.applied_on or OPENING, cell.established_on),
    )
