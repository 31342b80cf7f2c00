"""企业的拟订 — firms the articles name, and invented ones that fill the chains to the published size."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from apps.clusters.models import Enterprise
from apps.desk.demo import sources
from apps.desk.demo.sources import Row
from apps.desk.demo.world import OPENING, Firm, World

SCALES = {"large": (6, 600, 3200), "medium": (24, 120, 600), "small": (50, 25, 120), "micro": (20, 4, 25)}
"""规模: how often, fewest and most employees."""

ROLES = {"important": 30, "upstream": 22, "downstream": 18, "supporting": 26, "platform": 4}
CITY_OUTPUT = Decimal("70000000")  # 万元; published: 超6600亿元, before some firms came
TENANTS = 27  # 云昆大厦: with the five firms named there, its first 32


def make(world: World) -> None:
    """Think up all firms, cluster by cluster, the published ones first."""
    world.firms = {cluster: [] for cluster in world.clusters}
    world.shared = _published(world)
    for row in sources.rows("clusters"):
        _invented(world, row)
    _settle_tenants(world)
    _spread_output([firm for firm in world.all_firms if world.word(firm.system, "county") == "昆山市"])


def running_since(world: World, cluster: str) -> date:
    """From when firms stand on a chain."""
    return world.clusters[cluster].established_on or OPENING


def _published(world: World) -> list[tuple[Firm, str, str]]:
    """Firms the articles name; answers (firm, further cluster, role) where one stands on two chains."""
    seen: dict[str, Firm] = {}
    shared = []
    for row in sources.rows("enterprises"):
        if row["name"] in seen:
            shared.append((seen[row["name"]], row["cluster"], row["chain_role"]))
        else:
            seen[row["name"]] = _published_firm(world, row)
            world.firms[row["cluster"]].append(seen[row["name"]])
    return shared


def _published_firm(world: World, row: Row) -> Firm:
    return Firm(
        Enterprise(name=row["name"], ownership=Enterprise.Ownership.PRIVATE),
        row["cluster"],
        row["system"],
        world.places[row["place"]],
        since=date(1998, 1, 1),
        building=row["building"],
        chain_role=row["chain_role"],
        joined_on=running_since(world, row["cluster"]),
        is_published=True,
    )


def _invented(world: World, row: Row) -> None:
    made = [_firm(world, row, role, is_key) for role, is_key in _wanted(world, row)]
    if row["invented_leader"]:
        made[0].chain_role, made[0].place = "leader", world.places[next(iter(_whereabouts(row["place"])))]
    world.firms[row["name"]] += made


def _wanted(world: World, row: Row) -> Iterator[tuple[str, bool]]:
    """The role on the chain of each firm to be, and whether it is a key one."""
    for role, _, count in (part.partition(":") for part in row["roles"].split()):
        yield from [(role, True)] * int(count)
    for _ in range(int(row["key_enterprises"])):
        yield world.inventor.weighted(ROLES), True
    yield from [("supporting", False)] * int(row["other_enterprises"])


def _whereabouts(place: str) -> dict[str, int]:
    """Where the firms of a county's cluster stand; those of a zone's cluster stand in the zone."""
    told = {
        row["stands_at"]: int(row["weight"]) for row in sources.rows("whereabouts") if row["place"] == place
    }
    return told or {place: 1}


def _firm(world: World, row: Row, role: str, is_key: bool) -> Firm:
    draw, cluster = world.inventor.random, row["name"]
    place = world.places[world.inventor.weighted(_whereabouts(row["place"]))]
    return Firm(
        enterprise(world, row["system"], cluster, world.clusters[cluster].industry_codes[0]),
        cluster,
        row["system"],
        place,
        since=date(draw.randint(2003, 2020), draw.randint(1, 12), draw.randint(1, 28)),
        chain_role=role,
        is_key=is_key,
        joined_on=running_since(world, cluster),
    )


def enterprise(world: World, system: str, trades: str, industry: str) -> Enterprise:
    """An invented enterprise of a trade."""
    draw, words = world.inventor.random, world.inventor.words
    scale = world.inventor.weighted({name: often for name, (often, _, _) in SCALES.items()})
    employees = draw.randint(*SCALES[scale][1:])
    return Enterprise(
        name=world.inventor.enterprise_name(world.word(system, "prefix"), trades),
        uscc=world.inventor.credit_code(),
        industry_code=industry,
        ownership=Enterprise.Ownership.PRIVATE if draw.random() < 0.94 else Enterprise.Ownership.PUBLIC,
        scale=scale,
        is_above_scale=scale != "micro" and draw.random() < 0.6,
        employees=employees,
        employees_under35=round(employees * draw.uniform(0.3, 0.7)),
        tech_titles=[title for title in words["tech_qualifications"] if draw.random() < 0.12],
        owner_is_member=draw.random() < 0.15,
        has_union=draw.random() < 0.62,
        has_youth_league=draw.random() < 0.3,
        contact_name=world.inventor.person_name("1"),
        contact_phone=world.inventor.mobile(),
        output_value=Decimal(employees) * Decimal(draw.randint(40, 180)),
        output_year=2025,
    )


def _settle_tenants(world: World) -> None:
    """首批入驻 — the park's first tenants stand in its tower."""
    for firm in world.firms["元宇宙产业创新集群"][-TENANTS:]:
        firm.place, firm.building = world.places["昆山开发区"], "云昆大厦"


def _spread_output(firms: list[Firm]) -> None:
    """Let the invented outputs of the key firms sum to the published output of the city."""
    total = sum((firm.enterprise.output_value or 0 for firm in firms if firm.is_key), Decimal())
    for firm in firms:
        if firm.enterprise.output_value:
            firm.enterprise.output_value = round(firm.enterprise.output_value * CITY_OUTPUT / total, 2)
