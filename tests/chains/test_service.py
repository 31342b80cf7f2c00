"""服务链指标 — each read from a few rows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from apps.core import clock
from apps.members.models import Liaison, TeamMember, WorkTeam
from apps.organizations.models import ActionBranch
from apps.services.models import (
    Action,
    ActionNeed,
    Answer,
    Criterion,
    EnterpriseServed,
    EvaluationRound,
    EvaluationSheet,
    PlatformEvent,
    PolicyClaim,
    Supply,
)
from apps.services.workflow import catalogues, orders
from tests.chains.reading import DAY, made_of, read, rows
from tests.factories import (
    LONG_AGO,
    make_cluster,
    make_department,
    make_enterprise,
    make_member,
    make_organization,
    make_place,
)
from tests.factories_services import (
    at,
    make_catalogue,
    make_finance,
    make_need,
    make_order,
    make_platform,
    make_policy,
    make_resolved_order,
    make_resource,
    make_visit,
)

pytestmark = pytest.mark.django_db
NOW, BEFORE = date(2026, 10, 12), date(2026, 9, 14)  # of this quarter, and of the one before


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(DAY):
        yield


@pytest.fixture
def firm(cluster):
    return make_enterprise(cluster=cluster)


@pytest.fixture
def body(cluster):
    make_organization(cluster=cluster)
    return cluster.bodies.get()


def published(catalogue, on=LONG_AGO):
    catalogues.submit(catalogue, by=None)
    return catalogues.publish(catalogue, by=None, on=on)


def test_a_place_counts_its_own_current_catalogue_and_lends_it_to_what_has_none():
    city = make_place()
    town, bare = make_place(parent=city), make_place(parent=city)
    published(make_catalogue(edition="3.0", items=3, place=city))
    published(make_catalogue(items=2, place=town))
    assert [read("SRV-02", place).value for place in (city, town, bare)] == [3, 2, 3]
    assert [read("SRV-01", place).value for place in (city, town, bare)] == [1, 1, 1]
    assert read("SRV-02").value == 5


def test_a_cluster_counts_its_own_catalogue_else_that_of_its_place():
    city = make_place()
    own, served = make_cluster(place=city), make_cluster(place=city)
    published(make_catalogue(items=3, place=city))
    published(make_catalogue(items=1, cluster=own))
    assert [read("SRV-02", each).value for each in (own, served)] == [1, 3]


def test_drafts_and_retired_editions_are_not_counted():
    place = make_place()
    old = published(make_catalogue(edition="2.0", items=2, place=place))
    make_catalogue(edition="4.0", items=5, place=place)
    published(catalogues.draft_next(old, edition="3.0", by=None), on=date(2026, 10, 1))
    assert [read("SRV-02", place, day).value for day in (date(2026, 9, 30), DAY)] == [2, 2]
    assert rows("SRV-02", place).first().category.catalogue.edition == "3.0"


def test_orders_are_counted_in_the_period_they_were_closed_in_by_channel(cluster, firm):
    make_resolved_order(on=NOW, enterprise=firm, channel="commissioner")
    make_resolved_order(on=BEFORE, resolved=NOW, enterprise=firm)
    make_resolved_order(on=BEFORE, enterprise=firm)
    assert read("SRV-03", cluster).value == 2
    assert read("SRV-03/commissioner", cluster).value == 1


def test_an_order_belongs_to_the_cluster_it_was_placed_with(cluster, firm, body):
    make_resolved_order(on=NOW, enterprise=firm, body=make_body_elsewhere(firm))
    make_resolved_order(on=NOW, enterprise=firm, body=body)
    make_resolved_order(on=NOW, enterprise=firm)
    assert read("SRV-03", cluster).value == 2


def make_body_elsewhere(firm):
    other = make_cluster()
    make_organization(cluster=other)
    return other.bodies.get()


def test_the_rate_is_what_is_closed_of_what_was_taken_on_and_due(cluster, firm):
    make_resolved_order(on=BEFORE, enterprise=firm)
    late = orders.dispatch(make_order(firm, on=BEFORE), to=make_department(), by=None, at=at(BEFORE, 10))
    orders.accept(late, by=None, at=at(BEFORE, 11))
    orders.withdraw(make_order(firm, on=BEFORE), why="不需要了", by=None, at=at(BEFORE, 12))
    orders.dispatch(make_order(firm, on=BEFORE), to=make_department(), by=None, at=at(BEFORE, 10))
    assert made_of("SRV-03/rate", cluster) == (1, 2)


def test_needs_are_matched_by_a_resource_or_an_action(cluster):
    verified = {"status": "verified", "verified_on": NOW}
    supplied, taken_up, alone = (make_need(cluster, on=NOW, **verified) for _ in range(3))
    Supply.objects.create(need=supplied, resource=make_resource(cluster), matched_on=NOW)
    action = Action.objects.create(
        cluster=cluster, title="对接", department=make_department(), opened_on=NOW, last_confirmed_on=NOW
    )
    ActionNeed.objects.create(action=action, need=taken_up)
    make_need(cluster, on=BEFORE, status="verified", verified_on=BEFORE)
    assert made_of("SRV-04", cluster) == (2, 3)
    assert alone not in rows("SRV-04", cluster)


def test_orders_are_on_time_up_to_their_last_day(cluster, firm):
    make_resolved_order(on=NOW, resolved=NOW + timedelta(days=3), enterprise=firm)
    make_resolved_order(on=NOW, resolved=NOW + timedelta(days=4), enterprise=firm)
    make_resolved_order(on=BEFORE, enterprise=firm)
    assert made_of("SRV-05", cluster) == (1, 2)


def test_satisfaction_takes_the_last_word_on_each_order(cluster, firm):
    for grade in ("satisfied", "fairly", "dissatisfied"):
        orders.rate(make_resolved_order(on=NOW, enterprise=firm), grade=grade, by=None, at=at(NOW, 16))
    again = make_resolved_order(on=NOW, enterprise=firm)
    orders.rate(again, grade="dissatisfied", by=None, at=at(NOW, 16))
    orders.reopen(again, by=None, at=at(NOW, 17))
    orders.resolve(again, result="solved", outcome="已解决", by=None, at=at(NOW, 18))
    orders.rate(again, grade="satisfied", by=None, at=at(NOW, 19))
    assert made_of("SRV-06", cluster) == (2, 4)
    assert made_of("SRV-06/fairly", cluster) == (3, 4)


def test_visits_are_counted_each_time_and_enterprises_once(cluster, firm):
    make_visit(firm, on=NOW)
    make_visit(firm, on=NOW, kind="talk")
    make_visit(firm, on=BEFORE)
    make_enterprise(cluster=cluster)
    assert (read("SRV-07", cluster).text, read("SRV-07/enterprises", cluster).text) == ("2家次", "1家")
    assert made_of("SRV-07/coverage", cluster) == (1, 2)
    assert read("SRV-07/talks", cluster).text == "1场"


def test_an_enterprise_is_visited_where_it_stands_on_a_chain_or_not():
    place = make_place()
    make_visit(make_enterprise(place=place), on=NOW)
    make_visit(make_enterprise(place=make_place()), on=NOW)
    assert read("SRV-07", place).value == 1


def test_amounts_are_summed_kind_by_kind(cluster, firm):
    make_finance("120", paid=NOW, enterprise=firm, amount_kind="direct")
    make_finance("9000.5", paid=NOW, enterprise=firm)
    make_finance("2000", paid=NOW, cluster=cluster)
    make_finance("70", paid=BEFORE, enterprise=firm, amount_kind="direct")
    make_finance("5", paid=NOW, enterprise=firm, cluster=make_cluster(), amount_kind="direct")
    assert read("SRV-08", cluster).value == Decimal("120.00")
    assert read("SRV-08/financing", cluster).text == "1.10亿元"
    assert read("SRV-08/financing", cluster).rows == 2


def test_claims_are_counted_when_they_are_paid(cluster, firm):
    for policy, paid in (("甲", NOW), ("乙", NOW), ("丙", None)):
        facts = {"amount": 30, "paid_on": paid, "status": "paid"} if paid else {}
        PolicyClaim.objects.create(
            policy=make_policy(policy), enterprise=firm, submitted_on=LONG_AGO, **facts
        )
    assert (read("SRV-08/claims", cluster).value, read("SRV-08/claimed", cluster).value) == (2, Decimal(60))


def test_dispatching_has_a_working_day(cluster, firm):
    friday = date(2026, 10, 16)
    for on in (date(2026, 10, 19), date(2026, 10, 20)):
        orders.dispatch(make_order(firm, on=friday), to=make_department(), by=None, at=at(on, 8))
    make_order(firm, on=friday)
    assert made_of("SRV-09", cluster) == (1, 3)


def make_branch(cluster, kind="pioneer", **days):
    organization = make_organization(type_code="F3", is_functional=True)
    facts = {"kind": kind, "level": "city", "cluster": cluster, "starts_on": LONG_AGO} | days
    return ActionBranch.objects.create(organization=organization, **facts)


def test_action_branches_are_counted_by_kind_and_are_active_for_ninety_days(cluster, firm):
    busy, idle = make_branch(cluster), make_branch(cluster, "recruiting")
    make_branch(cluster, ends_on=date(2026, 11, 1))
    make_visit(firm, on=DAY - timedelta(days=89), organization=busy.organization)
    make_visit(firm, on=DAY - timedelta(days=90), organization=idle.organization)
    assert [read(f"SRV-10{part}", cluster).value for part in ("", "/pioneer", "/recruiting")] == [2, 1, 1]
    assert list(rows("SRV-10/active_rate", cluster)) == [busy]


def test_teams_stand_beside_the_branches(cluster):
    kinds = ("committee", "pioneer_committee", "help_group")
    teams = [WorkTeam.objects.create(name=k, kind=k, cluster=cluster, starts_on=LONG_AGO) for k in kinds]
    for _ in range(2):
        TeamMember.objects.create(team=teams[1], member=make_member(), starts_on=LONG_AGO)
    parts = ("committees", "pioneer_committees", "pioneer_committee_members", "help_groups")
    assert [read(f"SRV-10/{part}", cluster).value for part in parts] == [1, 1, 2, 1]


def test_commissioners_reach_enterprises_and_carry_so_many(cluster, firm):
    second, third = (make_enterprise(cluster=cluster) for _ in range(2))
    one, two = make_member(), make_member()
    for officer, served in ((one, firm), (one, second), (one, make_enterprise()), (two, firm)):
        Liaison.objects.create(member=officer, enterprise=served, kind="commissioner", starts_on=LONG_AGO)
    Liaison.objects.create(member=two, enterprise=third, kind="liaison", starts_on=LONG_AGO)
    assert made_of("SRV-11", cluster) == (2, 3)
    assert read("SRV-11/load", cluster).value == Decimal(2)


def make_round(cluster, kind, grades):
    days = dict.fromkeys(("period_starts_on", "period_ends_on", "opens_on", "closes_on"), NOW)
    round = EvaluationRound.objects.create(cluster=cluster, kind=kind, title="评估", status="closed", **days)
    criterion = Criterion.objects.create(round=round, position=1, text="速度")
    for grade in grades:
        sheet = EvaluationSheet.objects.create(
            round=round, enterprise=make_enterprise(), department=make_department(), submitted_at=at(NOW)
        )
        Answer.objects.create(sheet=sheet, criterion=criterion, grade=grade)


def test_the_two_directions_are_scored_apart_and_few_sheets_are_withheld(cluster):
    make_round(cluster, "of_departments", [5, 5, 4, 4, 3])
    make_round(cluster, "of_enterprises", [5, 1, 1, 1])
    assert read("SRV-12", cluster).text == "84.0分"
    assert read("SRV-12/of_enterprises", cluster).value is None


def test_lists_are_fresh_for_ninety_days(cluster):
    make_need(cluster, on=DAY - timedelta(days=90))
    make_need(cluster, on=DAY - timedelta(days=91))
    make_need(cluster, on=LONG_AGO, status="closed", closed_on=date(2026, 1, 1))
    make_resource(cluster, on=DAY)
    assert made_of("SRV-13", cluster) == (1, 2)
    assert made_of("SRV-13/resources", cluster) == (1, 1)


def test_platforms_of_a_place_serve_its_clusters_and_are_counted_once():
    city = make_place()
    one, two = make_cluster(place=make_place(parent=city)), make_cluster(place=city)
    shared = make_platform(place=city, modules=17)
    make_platform(cluster=one)
    make_platform(place=city, status="stopped")
    assert [read("SRV-14", scope).value for scope in (one, two, city)] == [2, 1, 2]
    assert read("SRV-14/modules", two).value == 17
    event = PlatformEvent.objects.create(platform=shared, title="解读", held_on=NOW)
    firm = make_enterprise(cluster=two)
    for each in (firm, make_enterprise(cluster=two)):
        EnterpriseServed.objects.create(occasion=event, enterprise=each)
    again = PlatformEvent.objects.create(platform=shared, title="答疑", held_on=NOW)
    EnterpriseServed.objects.create(occasion=again, enterprise=firm)
    assert (read("SRV-14/enterprises", two).text, read("SRV-14/times", two).text) == ("2家", "3家次")
