"""阵地 — buildings and who has moved in, sites with their states, belts that string them along a line."""

from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice

from apps.clusters.models import Enterprise, EnterpriseState
from apps.desk.demo import firms, sources
from apps.desk.demo.filling import bookings
from apps.desk.demo.filling.recipe import Filler
from apps.desk.demo.sources import Row
from apps.sites.models import (
    BeltSite,
    BeltState,
    Booking,
    Building,
    DemonstrationBelt,
    Site,
    SiteState,
    Tenancy,
)

TOWER = "云昆大厦"
STOPS = 4


def load(filler: Filler) -> None:
    """Everything that stands somewhere."""
    filler.fill(Building, "buildings")
    _move_in(filler)
    made = filler.fill(Site, "sites")
    SiteState.objects.bulk_create(_state(line, site) for line, site in made)
    belts = [belt for _, belt in filler.fill(DemonstrationBelt, "belts")]
    BeltState.objects.bulk_create(BeltState(belt=belt, starts_on=_named_on(belt)) for belt in belts)
    BeltSite.objects.bulk_create(_stops(belts, [site for _, site in made]))
    Booking.objects.bulk_create(bookings.made(filler, [site for _, site in made]))


def _state(line: Row, site: Site) -> SiteState:
    return SiteState(
        site=site,
        is_demo=line["is_demo"] == "1",
        level=line["level"],
        starts_on=site.opened_on or date(2022, 12, 1),
    )


def _named_on(belt: DemonstrationBelt) -> date:
    assert belt.named_on, belt
    return belt.named_on


def _stops(belts: list[DemonstrationBelt], sites: list[Site]) -> Iterator[BeltSite]:
    """Each belt leads along sites of its own cluster first, then of others."""
    model = [site for site in sites if site.cluster_id]
    for number, belt in enumerate(belts):
        own = [site for site in model if site.cluster_id == belt.cluster_id]
        others = islice(cycle(model), number * STOPS, number * STOPS + 3 * STOPS)
        along = list(dict.fromkeys([*own, *others]))[:STOPS]
        for position, site in enumerate(along, start=1):
            yield BeltSite(belt=belt, site=site, position=position, starts_on=_named_on(belt))


def _move_in(filler: Filler) -> None:
    """首批入驻 of the tower, and the firms of a business city's buildings."""
    tower, world = filler.find(Building, TOWER), filler.world
    tenants = [firm.enterprise for firm in world.all_firms if firm.building == TOWER]
    Tenancy.objects.bulk_create(
        Tenancy(building=tower, enterprise=tenant, starts_on=date(2023, 3, 1)) for tenant in tenants
    )
    for line in sources.rows("others"):
        _settle(filler, line)


def _settle(filler: Filler, line: Row) -> None:
    """Firms that stand on no chain: registered where they are, and in its buildings as far as it has any."""
    world, place = filler.world, filler.world.places[line["place"]]
    made = [
        firms.enterprise(world, line["system"], line["trades"], line["industry"])
        for _ in range(int(line["count"]))
    ]
    Enterprise.objects.bulk_create(made, batch_size=2000)
    world.others += [(one, place) for one in made]
    days = [filler.days.drawn(line["since"]) for _ in made]
    EnterpriseState.objects.bulk_create(
        EnterpriseState(enterprise=one, place=place, starts_on=day)
        for one, day in zip(made, days, strict=True)
    )
    buildings = list(Building.objects.filter(place=place).order_by("pk"))
    if not buildings:
        return
    houses = cycle(buildings)
    Tenancy.objects.bulk_create(
        Tenancy(building=next(houses), enterprise=one, starts_on=max(day, date(2022, 12, 20)))
        for one, day in zip(made, days, strict=True)
    )
