"""走访、平台、资金、政策: 家次 and 家 apart, kinds of amounts never added, neighbours not seen."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.core import clock
from apps.core.moves import MoveRefused
from apps.core.period import Period
from apps.members.models import Liaison
from apps.services.models import (
    CalendarDay,
    EnterpriseServed,
    FinanceRecord,
    Guidance,
    PlatformEvent,
    Policy,
    PolicyClaim,
    ServicePlatform,
    StationPosting,
    Visit,
)
from apps.services.workflow import calendar, money, platforms, visits
from tests.factories import LONG_AGO, make_cluster, make_enterprise, make_member, make_place, remit_to
from tests.factories_services import (
    make_finance,
    make_platform,
    make_policy,
    make_site,
    make_visit,
)

pytestmark = pytest.mark.django_db
MAY, TODAY = date(2026, 5, 6), date(2026, 11, 22)
YEAR = Period.year(2026)


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(TODAY):
        yield


def test_visits_are_counted_by_row_and_by_enterprise():
    enterprise = make_enterprise()
    for visited in (enterprise, enterprise, make_enterprise()):
        make_visit(visited, on=MAY)
    make_visit(on=date(2025, 5, 6))
    done = Visit.objects.done_in(YEAR)
    assert (done.count(), done.enterprises().count()) == (3, 2)


def test_a_planned_visit_is_made_by_those_who_went():
    visit = visits.record(enterprise=make_enterprise(), planned_on=TODAY, status="planned", by=None)
    visit = visits.make(visit, by=None, note="企业缺工", visitors=[make_member("周某")])
    assert (visit.status, visit.held_on, [m.name for m in visit.visitors.all()]) == ("done", TODAY, ["周某"])


def test_a_visit_that_was_made_has_a_day():
    with pytest.raises(ValidationError, match="已完成的走访须填写走访日期。"):
        Visit(enterprise=make_enterprise(), status="done").full_clean()


def test_what_was_heard_on_a_visit_becomes_an_order():
    visit = make_visit(on=TODAY)
    order = visits.raise_order(visit, category="recruiting", description="缺工", by=None)
    assert (order.enterprise, order.channel, list(visit.orders.all())) == (visit.enterprise, "visit", [order])


def test_a_neighbours_visits_are_not_seen():
    cluster = make_cluster()
    mine = make_visit(make_enterprise(cluster=cluster))
    make_visit(make_enterprise(cluster=make_cluster()))
    assert list(Visit.objects.within(remit_to(cluster))) == [mine]


def test_a_platform_runs_from_its_day_to_the_day_it_stops():
    platform = make_platform()
    platforms.change_state(platform, status="stopped", on=TODAY, by=None)
    days = (date(2019, 12, 31), MAY, TODAY)
    assert [list(ServicePlatform.objects.running(day)) for day in days] == [[], [platform], []]


def test_a_places_platform_serves_its_clusters_and_a_clusters_its_own():
    city = make_place()
    cluster, neighbour = make_cluster(place=city), make_cluster(place=city)
    shared, mine = make_platform(place=city), make_platform(cluster=cluster)
    make_platform(cluster=neighbour)
    assert set(ServicePlatform.objects.within(remit_to(cluster))) == {shared, mine}


def test_an_enterprise_served_twice_is_one_enterprise():
    platform, enterprise = make_platform(), make_enterprise()
    for title in ("政策直播", "政策解读"):
        occasion = PlatformEvent.objects.create(platform=platform, title=title, held_on=MAY)
        EnterpriseServed.objects.create(occasion=occasion, enterprise=enterprise)
    served = EnterpriseServed.objects.served_in(YEAR)
    assert (served.count(), served.enterprises().count()) == (2, 1)


def test_kinds_of_amounts_are_summed_apart():
    make_finance("5000", paid=MAY, amount_kind="saving")
    make_finance("100.50", paid=MAY)
    make_finance("200", paid=MAY)
    make_finance("999", paid=None)
    told = FinanceRecord.objects.paid_in(YEAR).totals().values_list("amount_kind", "total", "records")
    assert list(told) == [("financing", Decimal("300.50"), 2), ("saving", Decimal("5000.00"), 1)]


def test_money_moves_from_application_to_payment():
    record = money.approve(make_finance(paid=None), by=None)
    record = money.pay(record, by=None)
    assert (record.status, record.paid_on) == ("paid", TODAY)
    with pytest.raises(MoveRefused, match="“放款（兑现）”的资金记录不能变更为“审批”。"):
        money.approve(record, by=None)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"enterprise": None}, "请填写企业、集群或区域。"),
        ({"paid_on": None}, "已放款（兑现）的须填写日期。"),
        ({"amount": Decimal("-1")}, "确保该值大于或等于0。"),
        ({"applied_on": TODAY}, "放款（兑现）日期不能早于申请日期。"),
    ],
)
def test_a_finance_record_speaks_chinese(facts, sentence):
    record = make_finance(paid=MAY)
    for name, value in facts.items():
        setattr(record, name, value)
    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    assert sentence in refused.value.messages


def test_the_database_refuses_money_of_nobody():
    with pytest.raises(IntegrityError, match="finance_record_has_owner"), transaction.atomic():
        FinanceRecord.objects.filter(pk=make_finance().pk).update(enterprise=None)


def test_money_of_a_neighbour_is_not_seen():
    cluster, neighbour = make_cluster(), make_cluster()
    mine = [make_finance(cluster=cluster), make_finance(enterprise=make_enterprise(cluster=cluster))]
    make_finance(cluster=neighbour)
    assert set(FinanceRecord.objects.within(remit_to(cluster))) == set(mine)


def test_a_policy_is_valid_up_to_its_last_day():
    policy = make_policy(issued_on=MAY, valid_until=TODAY)
    days = (date(2026, 5, 5), TODAY, date(2026, 11, 23))
    assert [list(Policy.objects.valid(day)) for day in days] == [[], [policy], []]


def test_a_claim_is_reviewed_made_public_and_paid():
    claim = PolicyClaim.objects.create(policy=make_policy(), enterprise=make_enterprise(), submitted_on=MAY)
    claim = money.publish_claim(money.review_claim(claim, by=None, amount=Decimal("30")), by=None)
    money.pay_claim(claim, by=None)
    paid = PolicyClaim.objects.paid_in(YEAR)
    assert (paid.count(), paid.total()) == (1, Decimal("30.00"))


def test_a_refused_claim_says_why():
    claim = PolicyClaim.objects.create(policy=make_policy(), enterprise=make_enterprise(), submitted_on=MAY)
    with pytest.raises(ValidationError, match="请填写理由。"):
        money.refuse_claim(claim, by=None, why="")


def test_only_a_commissioner_is_posted_and_only_at_a_station():
    enterprise = make_enterprise()
    liaison = Liaison.objects.create(
        member=make_member(), enterprise=enterprise, kind="expert", starts_on=LONG_AGO
    )
    posting = StationPosting(liaison=liaison, station=make_site(kind="station"), starts_on=LONG_AGO)
    with pytest.raises(ValidationError, match="只有红色专员派驻工作站。"):
        posting.full_clean()
    Liaison.objects.update(kind="commissioner")
    posting = StationPosting(liaison=Liaison.objects.get(), station=make_site(), starts_on=LONG_AGO)
    with pytest.raises(ValidationError, match="请选择区域党建工作站。"):
        posting.full_clean()


def test_guidance_is_given_while_the_liaison_is_sent():
    liaison = Liaison.objects.create(
        member=make_member(), enterprise=make_enterprise(), kind="instructor", starts_on=MAY
    )
    guidance = Guidance(liaison=liaison, held_on=LONG_AGO, topic="支部组建")
    with pytest.raises(ValidationError, match="指导日期不在该人员联络此企业的起止日期内。"):
        guidance.full_clean()


def test_a_year_is_announced_once_and_what_was_entered_stays():
    CalendarDay.objects.create(day=date(2025, 1, 1), is_working=True, name="改过")
    days = [calendar.Announced(date(year, 1, 1), is_working=False) for year in (2025, 2026)]
    assert calendar.announce(days, by=None) == 1
    assert dict(CalendarDay.objects.values_list("day", "is_working")) == {
        date(2025, 1, 1): True,
        date(2026, 1, 1): False,
    }
