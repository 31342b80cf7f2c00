"""阵地: open on which days, near whom, along which belt, and never booked twice."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.core import clock
from apps.core.moves import MoveRefused
from apps.core.period import Period
from apps.sites import workflow
from apps.sites.models import (
    BeltSite,
    Booking,
    Building,
    BuildingOrganization,
    DemonstrationBelt,
    Site,
    SiteState,
    Tenancy,
)
from tests.factories import LONG_AGO, make_cluster, make_enterprise, make_organization, make_place, remit_to
from tests.factories_services import at, make_belt, make_booking, make_building, make_site

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
KILOMETRE = 1000


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(TODAY):
        yield


def test_a_site_is_active_from_its_opening_until_it_closes():
    site = make_site()
    workflow.change_site(site, status="closed", on=TODAY, by=None)
    days = (date(2019, 12, 31), LONG_AGO, TODAY)
    assert [list(Site.objects.active(day)) for day in days] == [[], [site], []]


def test_a_site_being_upgraded_is_still_active():
    site = make_site()
    workflow.change_site(site, status="upgrading", on=TODAY, by=None)
    assert list(Site.objects.active(TODAY)) == [site]


def test_a_site_is_a_model_one_from_the_day_it_was_named():
    site = make_site()
    workflow.change_site(site, status="open", is_demo=True, level="county", on=TODAY, by=None)
    days = (date(2026, 11, 21), TODAY)
    assert [list(Site.objects.demonstration(day)) for day in days] == [[], [site]]


def test_a_site_under_construction_is_not_upgraded():
    with pytest.raises(MoveRefused, match="“建设”的阵地不能变更为“提升”。"):
        workflow.change_site(make_site(status="building"), status="upgrading", on=TODAY, by=None)


def test_a_level_is_for_model_sites_only():
    state = SiteState(site=make_site(), status="open", level="county", starts_on=TODAY)
    with pytest.raises(ValidationError) as refused:
        state.full_clean()
    assert "只有示范阵地填写示范级别。" in refused.value.messages


def test_coordinates_come_in_pairs():
    with pytest.raises(ValidationError, match="经度和纬度须同时填写。"):
        Site(name="服务站", kind="station", place=make_place(), longitude=Decimal("121.1")).full_clean()


def test_a_belt_counts_while_it_is_named_or_reviewed():
    cluster = make_cluster()
    named = make_belt(cluster)
    make_belt(cluster, status="applied")
    workflow.change_belt(named, status="reviewed", on=TODAY, by=None)
    removed = make_belt(cluster)
    workflow.change_belt(removed, status="removed", on=TODAY, by=None)
    assert list(DemonstrationBelt.objects.active(TODAY)) == [named]


def test_a_site_may_be_a_stop_on_several_belts_in_order():
    cluster = make_cluster()
    first, second = make_site(), make_site()
    belts = [make_belt(cluster), make_belt(cluster)]
    BeltSite.objects.create(belt=belts[0], site=second, position=2, starts_on=LONG_AGO)
    BeltSite.objects.create(belt=belts[0], site=first, position=1, starts_on=LONG_AGO)
    BeltSite.objects.create(belt=belts[1], site=first, position=1, starts_on=LONG_AGO)
    stops = [[stop.site for stop in belt.stops.in_order(TODAY)] for belt in belts]
    assert stops == [[first, second], [first]]


def test_two_stops_do_not_share_a_position():
    belt = make_belt(make_cluster())
    BeltSite.objects.create(belt=belt, site=make_site(), position=1, starts_on=LONG_AGO)
    with pytest.raises(ValidationError, match="示范带上已有同一顺序的阵地。"):
        BeltSite(belt=belt, site=make_site(), position=1, starts_on=TODAY).full_clean()


def test_a_site_that_is_not_open_is_no_stop():
    stop = BeltSite(
        belt=make_belt(make_cluster()), site=make_site(status="building"), position=1, starts_on=TODAY
    )
    with pytest.raises(ValidationError, match="未启用或已停用的阵地不能列入示范带。"):
        stop.full_clean()


def test_an_enterprise_in_a_building_with_a_site_or_at_most_a_kilometre_away_is_covered():
    place = {"longitude": Decimal("121.100000"), "latitude": Decimal("31.300000")}
    near = {"longitude": Decimal("121.105000"), "latitude": Decimal("31.300000")}
    far = {"longitude": Decimal("121.200000"), "latitude": Decimal("31.300000")}
    buildings = [make_building(), make_building(**near), make_building(**far), make_building()]
    make_site(building=buildings[0])
    make_site(**place)
    tenants = [
        Tenancy.objects.create(building=building, enterprise=make_enterprise(), starts_on=LONG_AGO)
        for building in buildings
    ]
    covered = Tenancy.objects.near(Site.objects.active(TODAY), TODAY, KILOMETRE)
    assert set(covered) == set(tenants[:2])


def test_a_site_in_the_very_spot_is_near():
    spot = {"longitude": Decimal("121.123456"), "latitude": Decimal("31.654321")}
    make_site(**spot)
    tenant = Tenancy.objects.create(
        building=make_building(**spot), enterprise=make_enterprise(), starts_on=LONG_AGO
    )
    assert list(Tenancy.objects.near(Site.objects.all(), TODAY, 0.1)) == [tenant]


def test_a_building_has_an_organisation_while_one_stands_in_it():
    building = make_building()
    make_building()
    BuildingOrganization.objects.create(
        building=building, organization=make_organization(), starts_on=LONG_AGO, ends_on=TODAY
    )
    days = (date(2026, 11, 21), TODAY)
    assert [list(Building.objects.with_organization(day)) for day in days] == [[building], []]


def test_a_neighbours_sites_and_buildings_are_not_seen():
    town, other = make_place(), make_place()
    mine = (make_site(place=town), make_building(place=town))
    make_site(place=other)
    make_building(place=other)
    remit = remit_to(town)
    assert (list(Site.objects.within(remit)), list(Building.objects.within(remit))) == ([mine[0]], [mine[1]])


def test_a_cluster_sees_the_sites_that_serve_it_and_those_of_its_organisations():
    cluster = make_cluster()
    mine = [make_site(cluster=cluster), make_site(owner=make_organization(cluster=cluster))]
    make_site(cluster=make_cluster())
    assert set(Site.objects.within(remit_to(cluster))) == set(mine)


def test_a_site_is_not_booked_twice_for_the_same_hours():
    site, organization = make_site(), make_organization()
    make_booking(site, organization, TODAY, 9)
    with pytest.raises(ValidationError, match="该阵地在这段时间已有预约。"):
        make_booking(site, organization, TODAY, 10)


def test_the_database_itself_keeps_bookings_apart():
    site, organization = make_site(), make_organization()
    make_booking(site, organization, TODAY, 9)
    later = make_booking(site, organization, TODAY, 11)
    with pytest.raises(IntegrityError, match="booking_never_overlapping"), transaction.atomic():
        Booking.objects.filter(pk=later.pk).update(starts_at=at(TODAY, 10))


def test_bookings_one_after_the_other_stand_side_by_side():
    site, organization = make_site(), make_organization()
    make_booking(site, organization, TODAY, 9)
    make_booking(site, organization, TODAY, 11)
    assert Booking.objects.count() == 2


def test_a_refused_booking_gives_the_hours_back():
    site, organization = make_site(), make_organization()
    workflow.refuse(make_booking(site, organization, TODAY), by=None, why="设备检修")
    assert make_booking(site, organization, TODAY).status == "requested"


def test_a_booking_is_approved_used_and_rated():
    booking = workflow.approve(make_booking(make_site(), make_organization(), TODAY), by=None)
    booking = workflow.rate(workflow.use(booking, by=None, headcount=30), grade=5, by=None)
    assert (booking.status, booking.headcount, booking.grade) == ("rated", 30, 5)


def test_a_booking_that_was_not_used_is_not_rated():
    booking = workflow.approve(make_booking(make_site(), make_organization(), TODAY), by=None)
    with pytest.raises(MoveRefused, match="“同意”的场地预约不能变更为“评价”。"):
        workflow.rate(booking, grade=5, by=None)


def test_a_closed_site_is_not_booked():
    with pytest.raises(ValidationError, match="该阵地当天未启用。"):
        make_booking(make_site(status="closed"), make_organization(), TODAY)


def test_a_site_that_is_not_shared_is_booked_by_its_owner_only():
    owner = make_organization()
    site = make_site(owner=owner)
    with pytest.raises(ValidationError, match="该阵地不对外共享。"):
        make_booking(site, make_organization(), TODAY)
    assert make_booking(site, owner, TODAY).organization == owner


def test_a_site_is_shared_when_two_organisations_used_it():
    shared, own = make_site(), make_site()
    users = [make_organization(), make_organization()]
    asked = [(shared, users[0], 9), (shared, users[1], 14), (own, users[0], 9), (own, users[0], 14)]
    for site, user, hour in asked:
        workflow.use(workflow.approve(make_booking(site, user, TODAY, hour), by=None), by=None)
    make_booking(own, users[1], TODAY, 17)
    held = Booking.objects.held_in(Period.month(2026, 11))
    assert (held.count(), list(Site.objects.filter(pk__in=held.sites_shared()))) == (4, [shared])
