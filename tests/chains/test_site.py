"""阵地链指标 — each read from a few rows."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import override_settings

from apps.activities.models import Activity, ActivityHost
from apps.chains.handbook import INDICATORS
from apps.chains.indicator import Chain
from apps.chains.measuring import measure, measure_each
from apps.chains.scope import Scope
from apps.chains.tables import SHEETS
from apps.clusters.models import Cluster, Place
from apps.core import clock
from apps.core.period import Period
from apps.core.remit import Reach
from apps.members.models import Liaison, Post
from apps.sites import workflow
from apps.sites.models import BuildingOrganization, Tenancy
from tests.chains.reading import DAY, EVERYTHING, made_of, read, rows
from tests.factories import (
    LONG_AGO,
    make_enterprise,
    make_member,
    make_organization,
    make_place,
)
from tests.factories_services import make_belt, make_booking, make_building, make_site
from tests.world import make_neighbourhood

pytestmark = pytest.mark.django_db
NOW = date(2026, 10, 12)


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(DAY):
        yield


def test_belts_count_from_their_naming(cluster):
    make_belt(cluster)
    make_belt(cluster, status="reviewed")
    make_belt(cluster, status="applied")
    assert read("POS-01", cluster).text == "2条"


def test_model_sites_count_while_they_are_open(cluster):
    make_site(is_demo=True, cluster=cluster)
    closed = make_site(is_demo=True, cluster=cluster)
    workflow.change_site(closed, status="closed", on=date(2026, 11, 1), by=None, why="停用")
    make_site(cluster=cluster)
    assert [read("POS-02", cluster, day).value for day in (date(2026, 10, 31), DAY)] == [2, 1]


def test_stations_are_sites_of_their_kind(cluster):
    make_site(kind="station", cluster=cluster)
    make_site(kind="station", cluster=cluster, status="building")
    make_site(cluster=cluster)
    assert read("POS-03", cluster).text == "1家"


def test_sites_are_counted_by_kind_and_scene_and_with_the_organisations_that_keep_them(cluster, branch):
    make_site(kind="point", scene="dormitory", owner=branch)
    make_site(kind="centre", scene="park", cluster=cluster, owner=branch)
    make_site(kind="centre")
    figures = ("", "/kind-point", "/kind-centre", "/scene-dormitory")
    assert [read(f"POS-04{figure}", cluster).value for figure in figures] == [2, 1, 1, 1]


def test_enterprises_are_covered_in_the_building_of_a_site_or_within_a_kilometre(cluster):
    here, near, far = (
        make_building(),
        *(
            make_building(longitude=Decimal("120.9"), latitude=latitude)
            for latitude in (Decimal("31.38"), 32)
        ),
    )
    for building in (here, near, far):
        Tenancy.objects.create(
            building=building, enterprise=make_enterprise(cluster=cluster), starts_on=LONG_AGO
        )
    make_site(building=here)
    make_site(longitude=Decimal("120.9"), latitude=Decimal("31.388"))
    assert made_of("POS-05", cluster) == (2, 3)


def activity_at(site, *hosts):
    activity = Activity.objects.create(title="座谈", kind="salon", held_on=NOW, site=site, status="held")
    for host in hosts:
        ActivityHost.objects.create(activity=activity, organization=host)
    return activity


def used(site, organization, day=NOW, hour=9):
    booking = workflow.approve(make_booking(site, organization, day, hour), by=None)
    return workflow.use(booking, by=None)


def test_use_is_bookings_and_activities_to_a_site_and_month(cluster, branch):
    site = make_site(cluster=cluster, owner=branch)
    make_site(cluster=cluster)
    used(site, branch)
    used(site, branch, hour=14)
    make_booking(site, branch, NOW, hour=18)
    activity_at(site, branch)
    reading = read("POS-06", cluster)
    assert (reading.numerator, reading.denominator, reading.months) == (3, 2, 2)
    assert reading.text == "0.8次/月"


def test_centres_are_large_enough_from_an_area_on(cluster):
    for area in (500, 499, None):
        make_site(cluster=cluster, area=area)
    make_site(cluster=cluster, kind="point", area=900)
    assert made_of("POS-07", cluster) == (1, 3)
    with override_settings(CENTRE_AREA=499):
        assert made_of("POS-07", cluster) == (2, 3)


def test_buildings_are_reached_by_an_organisation_a_site_or_a_liaison():
    place = make_place()
    organized, equipped, attended, bare = (make_building(place=place) for _ in range(4))
    BuildingOrganization.objects.create(
        building=organized, organization=make_organization(), starts_on=LONG_AGO
    )
    make_site(building=equipped)
    firm = make_enterprise()
    for building in (attended, bare):
        tenant = firm if building == attended else make_enterprise()
        Tenancy.objects.create(building=building, enterprise=tenant, starts_on=LONG_AGO)
    Liaison.objects.create(member=make_member(), enterprise=firm, kind="liaison", starts_on=LONG_AGO)
    assert made_of("POS-08", place) == (3, 4)
    assert read("POS-08/buildings", place).text == "4栋"
    assert read("POS-08/tenants", place).text == "2家"


def test_a_site_is_shared_by_two_organisations_that_booked_it_or_were_hosts_there(cluster, branch):
    other = make_organization(cluster=cluster)
    booked, hosted, mixed, alone = (make_site(cluster=cluster, is_shared=True) for _ in range(4))
    used(booked, branch)
    used(booked, other, hour=14)
    activity_at(hosted, branch, other)
    used(mixed, branch)
    activity_at(mixed, other)
    used(alone, branch)
    activity_at(alone, branch)
    assert set(rows("POS-09", cluster)) == {booked, hosted, mixed}
    assert made_of("POS-09", cluster) == (3, 4)


def test_posts_are_a_number_and_a_share_of_the_members(cluster, branch):
    people = [make_member(organization=branch) for _ in range(4)]
    for member, facts in zip(people, ({}, {"kind": "pioneer"}, {"ends_on": date(2026, 1, 1)}), strict=False):
        Post.objects.create(member=member, organization=branch, name="岗", starts_on=LONG_AGO, **facts)
    assert (read("POS-10", cluster).value, read("POS-10/model", cluster).value) == (2, 1)
    assert made_of("POS-10/share", cluster) == (2, 4)


OURS = [
    figure
    for indicator in INDICATORS.values()
    if indicator.chain in (Chain.SERVICE, Chain.SITE)
    for figure in (indicator, *indicator.parts)
]


@pytest.mark.parametrize("reach", [Reach.CLUSTER, Reach.PLACE])
def test_counting_for_all_at_once_agrees_with_counting_for_one(reach):
    make_neighbourhood("甲"), make_neighbourhood("乙")
    model = Cluster if reach is Reach.CLUSTER else Place
    period = Period(LONG_AGO, DAY)
    each = measure_each(OURS, reach, model.objects.values_list("pk", flat=True), EVERYTHING, period)
    for target in model.objects.all():
        one = measure(OURS, Scope.of(target), EVERYTHING, period)
        assert {f.name: r for f, r in each[target.pk].items()} == {f.name: r for f, r in one.items()}


def test_every_figure_has_a_table_for_its_rows():
    assert {tally.model for figure in OURS for tally in figure.tallies} - set(SHEETS) == set()
