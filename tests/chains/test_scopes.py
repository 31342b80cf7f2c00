"""范围与合计 — unions hold everybody once, the remit narrows, one statement serves any number of clusters."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.chains.handbook import INDICATORS
from apps.chains.measuring import measure, measure_each, measure_over
from apps.chains.scope import Scope, UnknownScope
from apps.clusters import workflow as clusters
from apps.core.period import Period, recent_quarters
from apps.core.remit import NOTHING, Reach
from apps.members import workflow as members
from apps.members.models import Honour, Liaison
from apps.organizations import tree
from apps.organizations import workflow as organizations
from apps.organizations.kinds import TypeCode
from tests.chains.reading import DAY, EVERYTHING, read
from tests.factories import (
    LONG_AGO,
    make_body,
    make_cluster,
    make_enterprise,
    make_member,
    make_organization,
    make_place,
    remit_to,
)

pytestmark = pytest.mark.django_db
LEADING = list(INDICATORS.values())
PERIOD = Period.until(DAY)
STATEMENTS = 3  # one that counts, between two settings


def a_small_world(place, count=1):
    """Clusters in a place, each with a body, a branch in an enterprise, and people doing things."""
    made = []
    for _ in range(count):
        cluster = make_cluster(place=place)
        enterprise = make_enterprise(cluster=cluster, chain_role="leader", is_key=True)
        branch = make_organization(cluster=cluster, units=(enterprise,), term_starts_on=date(2020, 1, 1))
        secretary = make_member(organization=branch, enterprise=enterprise)
        members.appoint(secretary, organization=branch, post="secretary", on=LONG_AGO, by=None)
        body = cluster.bodies.get().organization
        members.appoint(secretary, organization=body, post="member", sector="park", on=LONG_AGO, by=None)
        Honour.objects.create(member=secretary, kind="artisan", title="党员工匠", year=2025)
        bare = make_enterprise(cluster=cluster)
        for _ in range(3):
            worker = make_member(organization=branch, stage="正式党员", enterprise=bare)
        Liaison.objects.create(member=worker, enterprise=bare, kind="assistant", starts_on=LONG_AGO)
        made.append(cluster)
    return made


def test_a_union_holds_what_stands_in_two_clusters_once():
    place = make_place()
    first, second = make_cluster(place=place), make_cluster(place=place)
    branch = make_organization(cluster=first)
    organizations.cover(branch, make_body(second), on=LONG_AGO, by=None)
    make_member(organization=branch)
    enterprise = make_enterprise(cluster=first)
    clusters.join_chain(enterprise, second, chain_role="upstream", on=LONG_AGO, by=None)

    for code in ("ORG-02", "ORG-03", "ORG-04/chain"):
        assert [read(code, scope).value for scope in (first, second, place, None)] == [1, 1, 1, 1]


def test_a_cluster_holds_the_chains_below_it():
    place = make_place()
    ecosystem = make_cluster(place=place, kind="ecosystem")
    chain = make_cluster(place=place, parent=ecosystem)
    make_organization(cluster=chain)

    assert read("ORG-02", ecosystem).value == 1
    assert read("ORG-01", ecosystem).value == 1


def test_an_organization_holds_what_stood_below_it_on_that_day():
    committee = make_organization(type_code=TypeCode.COMMITTEE)
    branch = make_organization(parent=committee)
    make_member(organization=branch)
    tree.place(branch, None, on=date(2026, 6, 1), by=None, why="调整")

    assert read("ORG-02", committee, date(2026, 5, 31)).value == 2
    assert read("ORG-03", committee, date(2026, 5, 31)).value == 1
    assert read("ORG-02", committee).value == 1
    assert read("ORG-03", committee).value == 0


def test_an_organization_holds_the_enterprises_it_serves_and_the_clusters_that_cover_it():
    place = make_place()
    (cluster,) = a_small_world(place)
    branch = cluster.bodies.get().coverages.get().organization

    assert read("ORG-04/chain", branch).value == 1
    assert read("ORG-11", branch).denominator == 1
    assert read("ORG-01", branch).value == 0


def test_a_place_holds_enterprises_of_a_cluster_elsewhere_that_stand_in_it():
    city = make_place()
    town = make_place(parent=city)
    cluster = make_cluster(place=city)
    inside = make_enterprise(cluster=cluster)
    clusters.change_state(inside, on=LONG_AGO, by=None, why="迁入", place=town)
    make_enterprise(cluster=cluster)

    assert read("ORG-04/chain", town).value == 1
    assert read("ORG-04/chain", city).value == 2


def test_a_remit_narrows_every_sum_to_what_it_reaches():
    place = make_place()
    mine, theirs = a_small_world(place, 2)

    assert read("ORG-03", place).value == 8
    assert read("ORG-03", place, remit=remit_to(mine)).value == 4
    assert read("ORG-03", theirs, remit=remit_to(mine)).value == 0
    assert read("ORG-03", None, remit=remit_to(mine)).value == 4
    assert read("ORG-03", place, remit=NOTHING).value == 0


@pytest.mark.parametrize("reach", [Reach.CLUSTER, Reach.PLACE])
def test_counting_for_each_agrees_with_counting_for_one(reach):
    city = make_place()
    town = make_place(parent=city)
    made = [*a_small_world(city, 2), *a_small_world(town, 1)]
    shared = made[0].bodies.get().coverages.get().organization
    organizations.cover(shared, made[1].bodies.get(), on=LONG_AGO, by=None)
    targets = made if reach is Reach.CLUSTER else [city, town]

    for remit in (EVERYTHING, remit_to(made[0])):
        each = measure_each(LEADING, reach, [target.pk for target in targets], remit, PERIOD)
        for target in targets:
            assert each[target.pk] == measure(LEADING, Scope.of(target), remit, PERIOD)


def test_counting_over_periods_agrees_with_counting_each():
    (cluster,) = a_small_world(make_place())
    periods = recent_quarters(DAY, 4)
    scope = Scope.of(cluster)

    readings = measure_over(LEADING, scope, EVERYTHING, periods)

    assert readings == [measure(LEADING, scope, EVERYTHING, period) for period in periods]


def test_one_statement_serves_three_clusters_and_fifteen():
    place = make_place()
    made = a_small_world(place, 3)
    with CaptureQueriesContext(connection) as few:
        measure_each(LEADING, Reach.CLUSTER, [cluster.pk for cluster in made], EVERYTHING, PERIOD)
        measure_over(LEADING, Scope.of(place), EVERYTHING, [PERIOD])
    made += a_small_world(place, 12)
    with CaptureQueriesContext(connection) as many:
        measure_each(LEADING, Reach.CLUSTER, [cluster.pk for cluster in made], EVERYTHING, PERIOD)
        measure_over(LEADING, Scope.of(place), EVERYTHING, [PERIOD])

    assert len(few) == len(many) == 2 * STATEMENTS


def test_a_scope_is_found_by_any_of_its_names():
    place = make_place("昆山市")
    cluster = make_cluster("昆山元宇宙产业集群", place=place, short_name="元宇宙", aliases=["元宇宙集群"])
    branch = make_organization("中共甲公司支部委员会", short_name="甲公司党支部")

    for name in ("昆山元宇宙产业集群", "元宇宙", "元宇宙集群"):
        assert Scope.named(f"cluster:{name}", EVERYTHING) == Scope.of(cluster)
    assert Scope.named("place:昆山市", EVERYTHING) == Scope.of(place)
    assert Scope.named("organization:甲公司党支部", EVERYTHING) == Scope.of(branch)
    assert Scope.keyed(f"cluster:{cluster.pk}", EVERYTHING) == Scope.of(cluster)


def test_a_scope_outside_the_remit_is_as_unknown_as_one_that_is_not_there():
    place = make_place()
    mine, theirs = make_cluster("甲", place=place), make_cluster("乙", place=place)
    branch = make_organization(cluster=mine)

    assert Scope.named("cluster:甲", remit_to(mine)) == Scope.of(mine)
    for remit in (remit_to(mine), remit_to(branch), NOTHING):
        for text in (f"cluster:{theirs.pk}", f"place:{place.pk}", "cluster:999999", "cluster:x", "cluster:"):
            with pytest.raises(UnknownScope):
                Scope.keyed(text, remit)
    with pytest.raises(UnknownScope):
        Scope.keyed(f"cluster:{mine.pk}", remit_to(branch))


def test_two_of_one_name_have_to_be_told_apart():
    make_place("城北", parent=make_place())
    make_place("城北", parent=make_place())

    with pytest.raises(UnknownScope, match="不止一个"):
        Scope.named("place:城北", EVERYTHING)
