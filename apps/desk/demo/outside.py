"""支部之外的人 — officials, people whose relation is elsewhere, applicants, and what they take part in."""

from collections.abc import Iterator
from datetime import date, timedelta

from apps.desk.demo import people as register
from apps.desk.demo import sources
from apps.desk.demo.invention import years_later
from apps.desk.demo.world import CITY, HIGH_TECH, OPENING, Cell, Firm, Person, World
from apps.members.models import Liaison, Participation
from apps.organizations import workflow
from apps.organizations.kinds import TypeCode
from apps.organizations.models import ActionBranch, Formation

OFFICIALS = 130
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

SCATTERED = 46  # firms with one or two such members
CANDIDATES = 130
CLUSTER_GUESTS, FLOATING_GUESTS = 190, 40
COMMISSIONERS, FIRMS_EACH = 36, 13  # published: 36家区域党建工作站
CHOSEN_STAGES = {"群众": 0, "入党申请人": 40, "入党积极分子": 40, "发展对象": 20}


def load(world: World) -> None:
    """Everything that makes no affiliation."""
    guests = list(_untransferred(world))
    candidates = [_candidate(world) for _ in range(CANDIDATES)]
    register.register([*(person for person, _ in guests), *candidates])
    register.employ(world, [*(person for person, _ in guests), *candidates])
    Participation.objects.bulk_create(
        [
            *(_untransferred_participation(world, person, cell) for person, cell in guests),
            *(_candidate_participation(world, person) for person in candidates),
            *_guests_of_clusters(world),
            *_floating(world),
            *_action_branches(world),
        ]
    )
    Liaison.objects.bulk_create(_liaisons(world))
    _write_plans(world)


def make_officials(world: World) -> None:
    """机关党员 — their relations are in organs outside the registry."""
    for _ in range(OFFICIALS):
        person = Person(world.inventor.member(date(2016, 1, 1)))
        person.member.post_type, person.member.new_stratum = "公务员", "不是新社会阶层人员"
        person.member.full_member_on = years_later(person.member.joined_on or OPENING, 1)
        world.officials.append(person)
    register.register(world.officials)


def _without_organization(world: World, cluster: str) -> list[Firm]:
    """Firms of the middle of a cluster's list, where no organisation stands."""
    served = {id(firm) for cell in world.cells for firm in cell.units}
    firms = world.firms[cluster]
    middle = firms[len(firms) // 2 : -len(firms) // 3]
    return [firm for firm in middle if id(firm) not in served and firm.is_key]


def _untransferred(world: World) -> Iterator[tuple[Person, Cell]]:
    """关系未转入 — working here, belonging elsewhere; with the branch that looks after them."""
    world.due = {}
    for cluster, waits in DUE.items():
        for firm, days in zip(_without_organization(world, cluster), waits, strict=False):
            world.due[firm] = days
            since = world.today - timedelta(days=days)
            for number in range(world.inventor.random.randint(3, 5)):
                began = (
                    since if number >= 2 else since - timedelta(days=world.inventor.random.randint(40, 500))
                )
                yield _guest(world, firm, began)
    for cluster in world.clusters:
        firms = [firm for firm in _without_organization(world, cluster) if firm not in world.due]
        for firm in firms[: SCATTERED // len(world.clusters) + 1]:
            for _ in range(world.inventor.random.randint(1, 2)):
                yield _guest(
                    world, firm, world.inventor.day(date(2021, 3, 1), world.today - timedelta(days=60))
                )


def _guest(world: World, firm: Firm, began: date) -> tuple[Person, Cell]:
    person = Person(world.inventor.member(min(began, world.today) - timedelta(days=800)), firm, began)
    person.member.full_member_on = years_later(person.member.joined_on or OPENING, 1)
    near = [cell for cell in world.homes if cell.cluster == firm.cluster and not cell.dissolved_on]
    joint = [cell for cell in near if cell.type_code == TypeCode.JOINT_BRANCH and not cell.origin]
    return person, world.inventor.random.choice(joint or near)


def _untransferred_participation(world: World, person: Person, cell: Cell) -> Participation:
    home = world.inventor.random.choice(world.inventor.words["origin_branches"])
    return Participation(
        member=person.member,
        organization=cell.organization,
        kind=Participation.Kind.UNTRANSFERRED,
        relation_at=f"中共{home}某社区支部委员会",
        starts_on=max(person.since, cell.established_on, OPENING),
    )


def _candidate(world: World) -> Person:
    """入党申请人、积极分子、发展对象"""
    facts = world.inventor.facts(world.today, youngest=23, oldest=40)
    cell = world.inventor.random.choice([cell for cell in world.homes if not cell.dissolved_on])
    firm = world.inventor.random.choice(cell.units)
    stage = world.inventor.weighted(CHOSEN_STAGES)
    last = world.today - timedelta(days=world.inventor.random.randint(20, 300))
    days = {"applied_on": last}
    if stage != "入党申请人":
        days = {"applied_on": last - timedelta(days=120), "activist_on": last}
    if stage == "发展对象":
        days = {name: day - timedelta(days=400) for name, day in days.items()} | {"candidate_on": last}
    person = Person(world.inventor.member_of(facts, **days), firm, days["applied_on"] - timedelta(days=500))
    world.homes_of_candidates[person] = cell
    return person


def _candidate_participation(world: World, person: Person) -> Participation:
    cell = world.homes_of_candidates[person]
    return Participation(
        member=person.member,
        organization=cell.organization,
        kind=Participation.Kind.CLUSTER,
        starts_on=max(person.member.applied_on or OPENING, cell.established_on),
    )


def _steady(world: World, group: str) -> list[Person]:
    return [person for person in world.people if person.stays and person.cell and person.cell.group == group]


def _guests_of_clusters(world: World) -> Iterator[Participation]:
    """集群活动 — members of one cluster who take part in another."""
    draw = world.inventor.random
    for person in draw.sample(_steady(world, CITY), CLUSTER_GUESTS):
        others = [
            body for cluster, body in world.bodies.items() if person.cell and cluster != person.cell.cluster
        ]
        body = draw.choice(others)
        yield Participation(
            member=person.member,
            organization=body.organization,
            kind=Participation.Kind.CLUSTER,
            starts_on=max(body.starts_on, OPENING) + timedelta(days=draw.randint(0, 700)),
        )


def _floating(world: World) -> Iterator[Participation]:
    """流入地管理 — members who live near another branch and are looked after there."""
    draw = world.inventor.random
    people = draw.sample(_steady(world, CITY), FLOATING_GUESTS)
    homes = [cell for cell in world.homes if cell.group == CITY and not cell.dissolved_on and not cell.origin]
    for person in people:
        yield Participation(
            member=person.member,
            organization=draw.choice([cell for cell in homes if cell is not person.cell]).organization,
            kind=Participation.Kind.FLOATING,
            starts_on=world.inventor.day(OPENING, world.today),
        )


def _action_branches(world: World) -> Iterator[Participation]:
    """Found them, and let officials (city) or members (高新区) take part."""
    draw, steady = world.inventor.random, _steady(world, HIGH_TECH)
    for row in sources.rows("action_branches"):
        research = row["kind"] == ActionBranch.Kind.RESEARCH
        body = world.bodies.get(row["cluster"])
        host = body.organization if body else world.superiors["昆山市"]
        founded = world.inventor.day(date(2023, 1, 16), date(2023, 3, 31) if research else date(2023, 6, 30))
        organization = workflow.found(
            full_name=row["name"],
            type_code=TypeCode.ACTION_BRANCH,
            on=founded,
            established_on=founded,
            parent=host,
            place=world.places[row["place"]],
            display_order=500,
            by=None,
        )
        cluster = world.clusters.get(row["cluster"])
        ActionBranch.objects.create(
            organization=organization,
            kind=row["kind"],
            theme=row["theme"],
            level=row["level"],
            host=host,
            cluster=cluster,
            starts_on=founded,
        )
        pool = (
            [p for p in steady if p.cell and p.cell.cluster == row["cluster"]]
            if research
            else world.officials[:70]
        )
        for person in draw.sample(pool, draw.randint(5, 9)):
            yield Participation(
                member=person.member,
                organization=organization,
                kind=Participation.Kind.ACTION_BRANCH,
                starts_on=founded,
            )


def _liaisons(world: World) -> Iterator[Liaison]:
    """红色专员 of the stations, and instructors for firms without an organisation."""
    served = {id(firm) for cell in world.cells for firm in cell.units}
    firms = [firm for firm in world.all_firms if id(firm) not in served]
    world.inventor.random.shuffle(firms)
    free = iter(firms)
    groups = (
        (Liaison.Kind.COMMISSIONER, world.officials[-COMMISSIONERS:], FIRMS_EACH),
        (Liaison.Kind.INSTRUCTOR, world.officials[40:70], 3),
    )
    for kind, people, each in groups:
        for person in people:
            for _ in range(each):
                firm = next(free)
                started = world.inventor.day(date(2023, 2, 1), world.today - timedelta(days=30))
                yield Liaison(
                    member=person.member,
                    enterprise=firm.enterprise,
                    kind=kind,
                    starts_on=max(started, firm.joined_on),
                )


def _write_plans(world: World) -> None:
    """组建计划 — what is being done about each firm where a branch is due."""
    reasons = ("关系未转入，正在动员转接", "企业负责人尚未同意", "正在物色书记人选")
    Formation.objects.bulk_create(
        Formation(
            enterprise=firm.enterprise,
            mode=Formation.Mode.SINGLE,
            stage=Formation.Stage.PLANNED if days > 30 else Formation.Stage.SURVEYED,
            planned_on=world.today + timedelta(days=45 + days % 60),
            reason_not_built=reasons[days % 3],
            starts_on=world.today - timedelta(days=days - days // 4),
        )
        for firm, days in world.due.items()
    )
