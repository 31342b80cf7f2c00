"""企业的拟订 — firms the articles name, and invented ones that fill the chains to the published size."""

from datetime import date
from decimal import Decimal

from apps.clusters.models import Enterprise, Place
from apps.desk.demo import sources
from apps.desk.demo.world import OPENING, Firm, World

ELSEWHERE = {
    "昆山市": {
        "昆山开发区": 46,
        "周市镇": 18,
        "千灯镇": 16,
        "巴城镇": 14,
        "昆山高新区": 4,
        "花桥国际商务城": 2,
    },
}
"""Where the firms of a city-wide cluster stand; those of a zone's cluster stand in the zone."""

SCALES = {"large": (6, 600, 3200), "medium": (24, 120, 600), "small": (50, 25, 120), "micro": (20, 4, 25)}
"""规模: how often, fewest and most employees."""

ROLES = {"important": 30, "upstream": 22, "downstream": 18, "supporting": 26, "platform": 4}
CITY_OUTPUT = Decimal("66800000")  # 万元; published: 超6600亿元
TENANTS = 28  # 云昆大厦: with the four the article names, its first 32
LED_BY_INVENTED = ("智能网联汽车", "高端装备", "现代商务服务", "中德智造", "汽车制造")


def make(world: World) -> None:
    """Think up all firms, cluster by cluster, the published ones first."""
    world.firms = {cluster: [] for cluster in world.clusters}
    world.shared = _published(world)
    for row in sources.rows("clusters"):
        _invented(world, row)
    _settle_tenants(world)
    _spread_output(world.all_firms)


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


def _published_firm(world: World, row: dict[str, str]) -> Firm:
    return Firm(
        Enterprise(name=row["name"], ownership=Enterprise.Ownership.PRIVATE),
        row["cluster"],
        world.places[row["place"]],
        since=date(1998, 1, 1),
        building=row["building"],
        chain_role=row["chain_role"],
        joined_on=running_since(world, row["cluster"]),
        is_published=True,
    )


def _invented(world: World, row: dict[str, str]) -> None:
    wanted = [True] * int(row["key_enterprises"]) + [False] * int(row["other_enterprises"])
    made = [_firm(world, row["name"], is_key) for is_key in wanted]
    if row["short_name"] in LED_BY_INVENTED:
        made[0].chain_role, made[0].place = "leader", _home(world, row["name"])
    world.firms[row["name"]] += made


def _home(world: World, cluster: str) -> Place:
    place = world.clusters[cluster].place
    return world.places["昆山开发区"] if place.name in ELSEWHERE else place


def _firm(world: World, cluster: str, is_key: bool) -> Firm:
    draw = world.inventor.random
    place = world.clusters[cluster].place
    if place.name in ELSEWHERE:
        place = world.places[world.inventor.weighted(ELSEWHERE[place.name])]
    return Firm(
        _enterprise(world, cluster),
        cluster,
        place,
        since=date(draw.randint(2003, 2020), draw.randint(1, 12), draw.randint(1, 28)),
        chain_role=world.inventor.weighted(ROLES) if is_key else "supporting",
        is_key=is_key,
        joined_on=running_since(world, cluster),
    )


def _enterprise(world: World, cluster: str) -> Enterprise:
    draw, words = world.inventor.random, world.inventor.words
    scale = world.inventor.weighted({name: often for name, (often, _, _) in SCALES.items()})
    employees = draw.randint(*SCALES[scale][1:])
    return Enterprise(
        name=world.inventor.enterprise_name(cluster),
        uscc=world.inventor.credit_code(),
        industry_code=world.clusters[cluster].industry_codes[0],
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
