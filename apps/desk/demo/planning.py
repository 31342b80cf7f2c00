"""党组织的筹划 — which branches stand in which firms, and how many belong to each at first."""

from collections.abc import Iterator
from datetime import date, timedelta

from apps.desk.demo import sources
from apps.desk.demo.sources import Row
from apps.desk.demo.world import CITY, HIGH_TECH, Cell, Firm, World
from apps.organizations.kinds import TypeCode
from apps.organizations.models import PartyOrganization

COUNTING = "一二三四五六七八九十"
GROWTH = 13  # by so many fewer does the city begin than it has today
FOUNDED_LATER = {"高端装备产业创新集群": 905, "智能网联汽车产业创新集群": 610, "新材料产业创新集群": 268}
"""Branches that left a joint branch: so many days ago."""
DISSOLVED = ("现代商务服务产业创新集群", 510)
"""A joint branch that was dissolved: so many days ago."""


def plan(world: World) -> list[Cell]:
    """All organisations below the superiors, parents before children."""
    cells: list[Cell] = []
    for row in sources.rows("enterprises"):
        if row["organization"]:
            cells += _of_published(world, row)
    for row in sources.rows("organizations"):
        cells += _of_cluster(world, row)
    _begin_smaller(cells)
    return cells


def _of_published(world: World, row: Row) -> list[Cell]:
    firm = next(firm for firm in world.firms[row["cluster"]] if str(firm) == row["name"])
    founded = date.fromisoformat(row["established_on"])
    kind, _, below = row["organization"].partition(":")
    cells = list(_house(firm, kind, int(below or 0), founded))
    for cell in cells:
        cell.system = row["system"]
    _share_out(world, cells, int(row["members"]))
    return cells


def _of_cluster(world: World, row: Row) -> list[Cell]:
    """The organisations of one cluster's line in the plan."""
    cluster, free = row["cluster"], _free_firms(world, row)
    cells: list[Cell] = []
    for kind, column in (("committee", "committees"), ("general_branch", "general_branches")):
        for _ in range(int(row[column])):
            below = int(row[f"branches_of_{kind}"])
            cells += _house(next(free), kind, below, _founding(world, 1999, 2012))
    cells += [
        cell
        for _ in range(int(row["branches"]))
        for cell in _house(next(free), "branch", 0, _founding(world))
    ]
    wanted = int(row["joint_branches"]) + (cluster == DISSOLVED[0])
    cells += [_joint(world, free, cluster, number) for number in range(wanted)]
    _share_out(world, cells, int(row["members"]))
    _arrange_changes(world, cluster, cells)
    return cells


def _free_firms(world: World, row: Row) -> Iterator[Firm]:
    """Firms without an organisation, front of the list first; only its own clusters build in 高新区."""
    outsider = row["system"] != HIGH_TECH
    for firm in world.firms[row["cluster"]]:
        if not firm.is_published and not (outsider and firm.place.name == HIGH_TECH_ZONE):
            yield firm


HIGH_TECH_ZONE = "昆山高新区"


def _founding(world: World, first: int = 2008, last: int = 2021) -> date:
    draw = world.inventor.random
    return world.inventor.day(date(first, 1, 4), date(last, 12, 20)) - timedelta(days=draw.randint(0, 3))


def _house(firm: Firm, kind: str, below: int, founded: date) -> Iterator[Cell]:
    """An organisation of one firm's own, and the branches under it."""
    code, suffix = {
        "committee": (TypeCode.COMMITTEE, "委员会"),
        "general_branch": (TypeCode.GENERAL_BRANCH, "总支部委员会"),
        "branch": (TypeCode.BRANCH, "支部委员会"),
    }[kind]
    firm.since = min(firm.since, founded - timedelta(days=400))
    head = _cell(f"中共{firm}{suffix}", code, [firm], founded)
    yield head
    for number in range(below):
        name = f"中共{firm}第{COUNTING[number]}支部委员会"
        branch = _cell(name, TypeCode.BRANCH, [firm], founded + timedelta(days=90))
        branch.parent = head
        yield branch


def _joint(world: World, free: Iterator[Firm], cluster: str, number: int) -> Cell:
    """A branch of several firms of one place."""
    first = next(free)
    units = [first] + [next(free) for _ in range(world.inventor.random.randint(2, 4))]
    founded = _founding(world, 2014, 2021)
    for firm in units:
        firm.place = first.place
        firm.since = min(firm.since, founded - timedelta(days=400))
    short = world.clusters[cluster].short_name
    county = world.word(first.system, "county")
    name = f"中共{county}{short}产业第{COUNTING[number]}联合支部委员会"
    return _cell(name, TypeCode.JOINT_BRANCH, units, founded)


def _cell(name: str, code: str, units: list[Firm], founded: date) -> Cell:
    organization = PartyOrganization(full_name=name, established_on=founded)
    return Cell(organization, code, units[0].cluster, units[0].system, founded, units)


def _share_out(world: World, cells: list[Cell], members: int) -> None:
    """Give the branches among ``cells`` so many members altogether, each at least four.

    A firm in a joint branch has two or so, for with three it is due a branch of its own.
    """
    heads = {id(cell.parent) for cell in cells}
    homes = [cell for cell in cells if id(cell) not in heads]
    joint = [cell for cell in homes if cell.type_code == TypeCode.JOINT_BRANCH]
    for cell in joint:
        cell.size = 2 * len(cell.units) + world.inventor.random.choice((-1, 0, 0, 1))
    single = [cell for cell in homes if cell not in joint]
    _share_by_weight(world, single, members - sum(cell.size for cell in joint))


def _share_by_weight(world: World, cells: list[Cell], members: int) -> None:
    weights = [world.inventor.random.uniform(0.55, 1.45) for _ in cells]
    for cell, weight in zip(cells, weights, strict=True):
        cell.size = max(4, int(members * weight / sum(weights)))
    order = 0
    while missing := members - sum(cell.size for cell in cells):
        cells[order % len(cells)].size += 1 if missing > 0 else -1
        order += 1


def _arrange_changes(world: World, cluster: str, cells: list[Cell]) -> None:
    """One branch that came out of a joint one, one joint branch that went into another."""
    joint = [cell for cell in cells if cell.type_code == TypeCode.JOINT_BRANCH]
    if cluster in FOUNDED_LATER:
        young = next(cell for cell in cells if cell.type_code == TypeCode.BRANCH and not cell.parent)
        young.origin = joint[0]
        young.established_on = world.today - timedelta(days=FOUNDED_LATER[cluster])
        young.organization.established_on = young.established_on
    if cluster == DISSOLVED[0]:
        joint[-1].dissolved_on = world.today - timedelta(days=DISSOLVED[1])
        joint[-1].heir = joint[0]


def _begin_smaller(cells: list[Cell]) -> None:
    """Take what the city has grown by since the beginning off its largest branches."""
    city = [cell for cell in cells if cell.system == CITY]
    for cell in sorted(city, key=lambda cell: -cell.size)[:GROWTH]:
        cell.size -= 1
