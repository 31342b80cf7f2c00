"""点数的本领 — sums, middles, growth, distinct objects, frequencies, what is withheld, units kept apart."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import F, Func, IntegerField, Value

from apps.activities.models import Activity, ActivityHost
from apps.chains.indicator import Distinct, Figure, Tally, Unit, median, standing, total
from apps.chains.measuring import measure, measure_each
from apps.chains.scope import Scope
from apps.chains.subject import either, following_enterprise, tied
from apps.chains.unit import DifferentUnits, Quantity
from apps.clusters import workflow as clusters
from apps.clusters.models import Enterprise
from apps.core.period import Period
from apps.core.remit import Reach
from apps.services.models import Visit
from tests.chains.reading import DAY, EVERYTHING
from tests.factories import LONG_AGO, make_cluster, make_enterprise, make_organization, make_place, remit_to

pytestmark = pytest.mark.django_db
QUARTER = Period.until(DAY)
ACTIVITIES = tied(Activity, cluster="cluster__path", place="cluster__place__path")
VISITS = following_enterprise(Visit, when="held_on")


def held(period):
    return Activity.objects.held_in(period)


def visited(period):
    return Visit.objects.filter(held_on__range=period.days)


HEADCOUNT = total(ACTIVITIES, held, "headcount")


def activity(cluster, headcount=0, held_on=DAY, **facts):
    return Activity.objects.create(
        title="座谈", kind="salon", cluster=cluster, held_on=held_on, headcount=headcount, **facts
    )


def visit(enterprise, held_on=DAY):
    return Visit.objects.create(enterprise=enterprise, held_on=held_on)


def read(figure, target=None, period=QUARTER, remit=EVERYTHING):
    scope = Scope.of(target) if target else Scope.everything(remit)
    return measure([figure], scope, remit, period)[figure]


def make_two():
    place = make_place()
    return make_cluster(place=place), make_cluster(place=place)


def test_a_flow_counts_what_was_done_in_the_period():
    cluster = make_cluster()
    for day in (date(2026, 9, 30), date(2026, 10, 1), DAY):
        activity(cluster, held_on=day)

    assert (
        read(Figure(name="场次", unit=Unit.EVENTS, numerator=Tally(ACTIVITIES, held)), cluster).text == "2场"
    )


def test_a_sum_adds_what_its_rows_say():
    first, second = make_two()
    activity(first, 40), activity(first, 60), activity(second, 7)
    figure = Figure(name="人次", unit=Unit.ATTENDANCES, numerator=HEADCOUNT)

    assert read(figure, first).text == "100人次"
    assert (read(figure).numerator, read(figure).rows) == (107, 3)
    assert read(figure, make_cluster()).text == "0人次"


def test_a_sum_for_each_cluster_agrees_with_the_sum_for_one():
    first, second = make_two()
    empty = make_cluster()
    activity(first, 40), activity(first, 60), activity(second, 7)
    figure = Figure(name="人次", unit=Unit.ATTENDANCES, numerator=HEADCOUNT)
    targets = [first, second, empty]

    each = measure_each([figure], Reach.CLUSTER, [one.pk for one in targets], EVERYTHING, QUARTER)

    assert [each[one.pk][figure] for one in targets] == [read(figure, one) for one in targets]


def test_a_row_credited_to_several_is_added_once_in_their_union():
    first, second = make_two()
    shared = activity(None, 30)
    for cluster in (first, second):
        ActivityHost.objects.create(activity=shared, organization=make_organization(cluster=cluster))
    path = "organization__coverages__body__cluster"
    hosts = ActivityHost.objects.all()
    subject = tied(Activity, hosts, "activity", cluster=f"{path}__path", place=f"{path}__place__path")
    figure = Figure(name="人次", unit=Unit.ATTENDANCES, numerator=total(subject, held, "headcount"))
    targets = [first.pk, second.pk]

    each = measure_each([figure], Reach.CLUSTER, targets, EVERYTHING, QUARTER)

    assert [each[key][figure].value for key in targets] == [30, 30]
    assert read(figure, first.place).value == 30


def test_a_mean_divides_the_sum_by_the_rows():
    cluster = make_cluster()
    activity(cluster, 10), activity(cluster, 11), activity(cluster, 11)
    figure = Figure(
        name="场均", unit=Unit.POINTS, numerator=HEADCOUNT, denominator=Tally(ACTIVITIES, held), at_least=3
    )

    assert (read(figure, cluster).text, read(figure, cluster).makeup) == ("10.7分", "32/3")


def test_too_few_rows_are_not_shown():
    cluster = make_cluster()
    activity(cluster, 10), activity(cluster, 11)
    figure = Figure(
        name="场均", unit=Unit.POINTS, numerator=HEADCOUNT, denominator=Tally(ACTIVITIES, held), at_least=3
    )
    reading = read(figure, cluster)

    assert (reading.value, reading.text, reading.makeup) == (None, "—", "样本不足3，不显示")


def test_a_median_is_the_middle_of_what_the_rows_say():
    cluster = make_cluster()
    figure = Figure(name="中位", unit=Unit.POINTS, numerator=median(ACTIVITIES, held, "headcount"))
    assert read(figure, cluster).text == "—"
    for headcount in (1, 2, 9, 40):
        activity(cluster, headcount)

    assert read(figure, cluster).text == "5.5分"
    each = measure_each([figure], Reach.CLUSTER, [cluster.pk, 0], EVERYTHING, QUARTER)
    assert [each[key][figure].text for key in (cluster.pk, 0)] == ["5.5分", "—"]


def test_growth_compares_with_the_period_before():
    cluster = make_cluster()
    activity(cluster, 100, held_on=date(2026, 7, 1)), activity(cluster, 122)
    before = total(ACTIVITIES, lambda period: held(period.previous()), "headcount")
    figure = Figure(name="增幅", unit=Unit.PERCENT, numerator=HEADCOUNT, denominator=before, is_growth=True)

    quarter = Period.quarter(2026, 4)
    assert (read(figure, cluster, quarter).text, read(figure, cluster, quarter).makeup) == (
        "22.0%",
        "122/100",
    )


def test_enterprises_visited_are_fewer_than_visits():
    first, second = make_two()
    often, once = make_enterprise(cluster=first), make_enterprise(cluster=second)
    visit(often), visit(often), visit(once)
    visits = Tally(VISITS, visited)
    times = Figure(name="走访家次", unit=Unit.ENTERPRISE_VISITS, numerator=visits)
    firms = Figure(
        name="走访企业", unit=Unit.ENTERPRISES, numerator=Distinct(visits, "enterprise", Enterprise)
    )

    assert [read(times).text, read(firms).text] == ["3家次", "2家"]
    assert set(firms.numerator.inside(Scope.of(first), EVERYTHING, QUARTER)) == {often}
    each = measure_each([times, firms], Reach.CLUSTER, [first.pk], EVERYTHING, QUARTER)[first.pk]
    assert [each[times].text, each[firms].text] == ["2家次", "1家"]


def test_distinct_rows_outside_the_remit_are_not_counted():
    first, second = make_two()
    visit(make_enterprise(cluster=first)), visit(make_enterprise(cluster=second))
    figure = Figure(
        name="走访企业",
        unit=Unit.ENTERPRISES,
        numerator=Distinct(Tally(VISITS, visited), "enterprise", Enterprise),
    )

    assert read(figure, remit=remit_to(first)).value == 1


def test_what_was_done_stays_where_it_was_done():
    first, second = make_two()
    firm = make_enterprise()
    chained = clusters.join_chain(firm, first, chain_role="upstream", on=LONG_AGO, by=None)
    clusters.leave_chain(chained, on=date(2026, 11, 1), by=None, why="转产")
    clusters.join_chain(firm, second, chain_role="upstream", on=date(2026, 11, 1), by=None)
    visit(firm, date(2026, 10, 15)), visit(firm, date(2026, 11, 15))
    figure = Figure(name="走访家次", unit=Unit.ENTERPRISE_VISITS, numerator=Tally(VISITS, visited))

    assert [read(figure, one).value for one in (first, second, first.place)] == [1, 1, 2]


def test_rows_tied_in_two_ways_are_counted_once():
    cluster = make_cluster()
    firm = make_enterprise(cluster=cluster)
    visit(firm)
    subject = either(VISITS, tied(Visit, cluster="enterprise__chain_places__cluster__path"))
    figure = Figure(name="走访家次", unit=Unit.ENTERPRISE_VISITS, numerator=Tally(subject, visited))

    assert read(figure, cluster).value == 1
    each = measure_each([figure], Reach.CLUSTER, [cluster.pk], EVERYTHING, QUARTER)
    assert each[cluster.pk][figure].value == 1


def test_a_frequency_is_divided_by_the_months_begun():
    cluster = make_cluster()
    for _ in range(3):
        activity(cluster)
    figure = Figure(
        name="频次",
        unit=Unit.TIMES_A_MONTH,
        numerator=Tally(ACTIVITIES, held),
        denominator=standing(tied(Visit), lambda day: Visit.objects.all()),
        monthly=True,
    )
    visit(make_enterprise(cluster=cluster))

    assert (read(figure).text, read(figure).makeup) == ("1.5次/月", "3/1/2个月")


def test_money_is_written_in_hundreds_of_millions_when_it_is_much():
    cluster = make_cluster()
    activity(cluster, 134500)
    figure = Figure(name="资金", unit=Unit.MONEY, numerator=HEADCOUNT)

    assert read(figure, cluster).text == "13.45亿元"


def test_enterprises_and_visits_do_not_add_up():
    with pytest.raises(DifferentUnits):
        Quantity(1, Unit.ENTERPRISES) + Quantity(1, Unit.ENTERPRISE_VISITS)
    with pytest.raises(DifferentUnits):
        Quantity(1, Unit.HEADS) + Quantity(1, Unit.ATTENDANCES)


def test_quantities_of_one_unit_add_up():
    assert str(Quantity(1, Unit.ENTERPRISES) + Quantity(Decimal(2), Unit.ENTERPRISES)) == "3家"


def test_an_amount_may_be_worked_out_by_the_rows():
    cluster = make_cluster()
    activity(cluster, 40)
    doubled = Func(
        F("headcount"), Value(2), template="(%(expressions)s)", arg_joiner="*", output_field=IntegerField()
    )
    tally = total(ACTIVITIES, lambda period: held(period).annotate(doubled=doubled), "doubled")

    assert read(Figure(name="人次", unit=Unit.ATTENDANCES, numerator=tally), cluster).value == 80
