"""企业的登记 — every firm with its names, its state and its places on the chain."""

from datetime import date, timedelta

from apps.clusters.models import ClusterEnterprise, Enterprise, EnterpriseAlias, EnterpriseState
from apps.core import merging
from apps.desk.demo import firms, sources
from apps.desk.demo.world import CITY, Firm, World

LATECOMERS, CLOSURES = 40, 12
DOUBLE = "新材料产业创新集群"


def load(world: World) -> None:
    """Make all firms; ``settle`` writes what the planning of organisations may still move."""
    firms.make(world)
    Enterprise.objects.bulk_create([firm.enterprise for firm in world.all_firms])
    _write_aliases(world.all_firms)


def settle(world: World) -> None:
    """Write where each firm stands, whether it operates, and its places on the chain."""
    closed = _closures(world)
    EnterpriseState.objects.bulk_create(state for firm in world.all_firms for state in states(firm, closed))
    _delay_some(world)
    ClusterEnterprise.objects.bulk_create(_places(world))
    _propose_merge(world)


def _write_aliases(firms: list[Firm]) -> None:
    names = {row["name"]: sources.listed(row["aliases"]) for row in sources.rows("enterprises")}
    EnterpriseAlias.objects.bulk_create(
        EnterpriseAlias(enterprise=firm.enterprise, name=name)
        for firm in firms
        if firm.is_published
        for name in names.get(firm.enterprise.name, ())
    )


def _closures(world: World) -> dict[Firm, tuple[date, str]]:
    """A few that stopped: since when, and what they are now."""
    others = [firm for firm in world.all_firms if not firm.is_key and firm.system == CITY]
    statuses = {EnterpriseState.Status.SUSPENDED: 1, EnterpriseState.Status.CLOSED: 2}
    closed: dict[Firm, tuple[date, str]] = {}
    for firm in world.inventor.random.sample(others, CLOSURES):
        firm.closed_on = _some_day(world, 700)
        closed[firm] = firm.closed_on, world.inventor.weighted(statuses)
    return closed


def states(firm: Firm, closed: dict[Firm, tuple[date, str]]) -> list[EnterpriseState]:
    """Where it stands and whether it operates, from when."""
    where = {"enterprise": firm.enterprise, "place": firm.place, "building": firm.building}
    day, status = closed.get(firm, (None, ""))
    states = [EnterpriseState(**where, starts_on=firm.since, ends_on=day)]
    if day:
        states.append(EnterpriseState(**where, status=status, starts_on=day))
    return states


def _delay_some(world: World) -> None:
    """Some of the last third of each cluster came to its chain later."""
    last = [firm for made in world.firms.values() for firm in made[-len(made) // 3 :] if _may_be_late(firm)]
    for firm in world.inventor.random.sample(last, LATECOMERS):
        firm.joined_on = max(firm.joined_on, _some_day(world, 900))


def _may_be_late(firm: Firm) -> bool:
    return firm.is_key and firm.system == CITY


def _places(world: World) -> list[ClusterEnterprise]:
    own = [(firm, firm.cluster, firm.chain_role, firm.joined_on) for firm in world.all_firms]
    further = [(*more, firms.running_since(world, more[1])) for more in world.shared]
    return [
        ClusterEnterprise(
            cluster=world.clusters[cluster],
            enterprise=firm.enterprise,
            chain_role=role,
            is_key=firm.is_key,
            starts_on=day,
        )
        for firm, cluster, role, day in own + further
    ]


def _propose_merge(world: World) -> None:
    """疑似重复 — one firm that somebody has entered a second time waits for review."""
    firm = world.firms[DOUBLE][-1]
    double = Enterprise.objects.create(name=firm.enterprise.name.removesuffix("有限公司"))
    EnterpriseState.objects.create(enterprise=double, place=firm.place, starts_on=_some_day(world, 90))
    merging.propose(firm.enterprise, double, why="名称相近、地址相同，疑似重复登记", by=None)


def _some_day(world: World, within: int) -> date:
    return world.inventor.day(world.today - timedelta(days=within), world.today - timedelta(days=20))
