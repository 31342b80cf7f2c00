"""活动链指标与会商完成率 — each read from a few rows."""

from datetime import date

import pytest

from apps.activities import workflow as activities
from apps.activities.models import Brand, Campaign, Contest, Course, Pledge
from apps.chains.measuring import measure, measure_each
from apps.chains.scope import Scope
from apps.core import clock
from apps.core.period import Period
from apps.core.remit import Reach
from apps.members import workflow as members
from apps.services.models import Consultation
from tests.chains.reading import EVERYTHING, figure
from tests.factories import (
    LONG_AGO,
    make_body,
    make_cluster,
    make_member,
    make_organization,
    make_place,
)
from tests.factories_activities import make_activity, make_attendance, make_slot

pytestmark = pytest.mark.django_db
MARCH = Period.month(2026, 3)
QUARTER = Period.quarter(2026, 3)
DAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(date(2026, 11, 22)):
        yield


def read(code, target=None, period=MARCH):
    scope = Scope.of(target) if target else Scope.everything(EVERYTHING)
    return measure([figure(code)], scope, EVERYTHING, period)[figure(code)]


def made_of(code, target=None, period=MARCH):
    reading = read(code, target, period)
    return reading.numerator, reading.denominator


def each(code, clusters, period=MARCH):
    readings = measure_each([figure(code)], Reach.CLUSTER, [c.pk for c in clusters], EVERYTHING, period)
    return [readings[cluster.pk][figure(code)].numerator for cluster in clusters]


def two_of(cluster):
    return make_organization(cluster=cluster), make_organization(cluster=cluster)


def test_joint_activities_are_counted_once_and_for_the_cluster_of_their_hosts(cluster, branch):
    other = make_cluster(place=cluster.place)
    guest = make_organization(cluster=other)
    partner = make_organization(cluster=cluster)
    make_activity(branch, partner, guest, on=DAY)
    make_activity(branch, guest, on=DAY)
    make_activity(branch, partner, on=date(2026, 4, 1))

    assert [read("ACT-01", target).value for target in (None, cluster, other, cluster.place)] == [1, 1, 0, 1]
    assert each("ACT-01", [cluster, other]) == [1, 0]
    assert read("ACT-01", branch).value == 1


def test_six_togethers_are_kinds_out_of_six(cluster):
    one, two = two_of(cluster)
    for kind in ("lecture", "lecture", "fellowship"):
        make_activity(one, two, on=DAY, six_together=kind)
    make_activity(one, on=DAY, six_together="report")

    assert made_of("ACT-02", cluster) == (2, 6)
    assert read("ACT-02", cluster).text == "33.3%"
    assert each("ACT-02", [cluster]) == [2]
    assert [read(f"ACT-02/{part}", cluster).value for part in ("lecture", "month-3", "month-4")] == [2, 2, 0]


def test_six_togethers_of_a_month_go_no_further_than_the_period(cluster):
    make_activity(*two_of(cluster), on=date(2026, 3, 20), six_together="lecture")

    assert read("ACT-02/month-3", cluster, Period(date(2026, 1, 1), date(2026, 3, 19))).value == 0


def test_four_meetings_are_counted_by_kind(cluster, branch):
    for kind in ("direction", "market", "market", ""):
        make_activity(branch, on=DAY, four_meeting=kind)

    assert read("ACT-03", cluster).value == 3
    assert read("ACT-03/market", cluster).value == 2


def test_an_activity_of_the_cluster_itself_counts_there_whoever_hosted(cluster):
    make_activity(make_organization(), on=DAY, four_meeting="market", cluster=cluster)

    assert [read("ACT-03", target).value for target in (cluster, cluster.place)] == [1, 1]


def test_turns_are_kept_in_their_own_time(cluster, branch):
    body = cluster.bodies.get()
    kept, late, _ = (make_slot(body, branch) for _ in range(3))
    make_slot(body, branch, first_day=date(2026, 3, 15), last_day=date(2026, 4, 15))
    activities.keep_turn(kept, activity=make_activity(branch, on=DAY), by=None)
    activities.keep_turn(late, activity=make_activity(branch, on=date(2026, 4, 2)), by=None)

    assert made_of("ACT-04", cluster) == (1, 3)


def test_a_member_present_once_takes_part(cluster, branch):
    there, twice, absent = (make_member(organization=branch) for _ in range(3))
    first, second = make_activity(branch, on=DAY), make_activity(branch, on=DAY)
    for activity, member, status in (
        (first, there, "present"), (first, twice, "present"), (second, twice, "present"),
        (first, absent, "excused"),
    ):  # fmt: skip
        make_attendance(activity, member, status=status)

    assert made_of("ACT-05", cluster) == (2, 3)


def hold(branch, kind, *days):
    for day in days:
        activities.count_as(make_activity(branch, on=day), branch, kind=kind, by=None)


def test_theme_days_are_months_kept_of_months_lived(cluster, branch):
    make_organization(cluster=cluster, on=date(2026, 8, 10))
    hold(branch, "theme_day", date(2026, 7, 1), date(2026, 7, 2), date(2026, 9, 1))

    assert made_of("ACT-06", cluster, QUARTER) == (2, 4)
    assert each("ACT-06", [cluster], QUARTER) == [2]
    assert read("ACT-06", cluster, Period(date(2026, 11, 1), date(2026, 11, 22))).text == "—"


def test_branches_that_met_all_they_owed(cluster, branch):
    idle = make_organization(cluster=cluster)
    make_organization(cluster=cluster, on=date(2026, 7, 2))
    hold(branch, "general", date(2026, 7, 1))
    hold(branch, "lecture", date(2026, 8, 1))
    hold(idle, "lecture", date(2026, 8, 1))

    assert made_of("ACT-07", cluster, QUARTER) == (1, 2)
    assert made_of("ACT-07/general", cluster, QUARTER) == (1, 2)
    assert made_of("ACT-07/lecture", cluster, QUARTER) == (2, 2)
    assert made_of("ACT-07/committee", cluster, QUARTER) == (0, 0)


def test_a_quarter_begun_is_judged_by_the_one_before(cluster, branch):
    hold(branch, "general", date(2026, 7, 1))
    hold(branch, "lecture", date(2026, 8, 1))

    assert made_of("ACT-07", cluster, Period(date(2026, 10, 1), date(2026, 11, 22))) == (1, 1)


def test_a_year_is_met_in_every_quarter(cluster, branch):
    for month in (1, 4, 7, 10):
        hold(branch, "general", date(2025, month, 5))
        hold(branch, "lecture", date(2025, month, 6))
    lapsed = make_organization(cluster=cluster)
    hold(lapsed, "general", date(2025, 1, 5))
    hold(lapsed, "lecture", date(2025, 1, 5))

    assert made_of("ACT-07", cluster, Period.year(2025)) == (1, 2)


def test_party_life_elsewhere_is_counted_where_it_took_place(cluster, branch):
    other = make_cluster()
    guest, host = make_member(organization=branch), make_organization(cluster=other)
    make_attendance(make_activity(host, on=DAY), guest)
    make_attendance(make_activity(branch, on=DAY), guest)

    assert [read("ACT-08", target).value for target in (None, other, cluster)] == [1, 1, 0]
    assert each("ACT-08", [cluster, other]) == [0, 1]


def test_brands_of_organizations_and_of_clusters(cluster, branch):
    Brand.objects.create(name="昆玉", cluster=cluster, starts_on=LONG_AGO)
    Brand.objects.create(name="先锋", organization=branch, starts_on=LONG_AGO)
    Brand.objects.create(name="旧", cluster=cluster, starts_on=LONG_AGO, ends_on=LONG_AGO, status="withdrawn")
    make_cluster(place=cluster.place)

    assert read("ACT-09", cluster).value == 2
    assert made_of("ACT-09/clusters", cluster.place) == (1, 2)


def test_lectures_of_secretaries(cluster, branch):
    facts = {"kind": "lecture", "organization": branch, "starts_on": LONG_AGO}
    own = Course.objects.create(name="书记开讲", is_secretary_lecture=True, lecturer_name="某某", **facts)
    other = Course.objects.create(name="公开课", **facts)
    for course in (own, own, other):
        make_activity(branch, on=DAY, course=course)

    assert read("ACT-10", cluster).value == 2


def test_vanguards_are_members_with_a_pledge_a_contest_or_a_check(cluster, branch):
    pledging, competing, checked, _ = (make_member(organization=branch) for _ in range(4))
    Pledge.objects.create(member=pledging, year=2026, text="服务企业")
    Contest.objects.create(title="焊接", kind="technique", held_on=DAY, organization=branch).entries.create(
        member=competing
    )
    item = Campaign.objects.create(name="十带头", organization=branch, starts_on=LONG_AGO).items.create(
        name="学"
    )
    item.checks.create(organization=branch, member=checked, checked_on=DAY, is_met=True)

    assert made_of("ACT-11", cluster) == (3, 4)
    assert [read(f"ACT-11/{part}", cluster).numerator for part in ("pledge", "contest", "campaign")] == [
        1,
        1,
        1,
    ]
    assert made_of("ACT-11", cluster, Period.month(2025, 3)) == (0, 4)


def meet(body, *days, kind="regular"):
    for day in days:
        Consultation.objects.create(body=body, kind=kind, held_on=day, status="held")


def test_consultations_held_of_those_the_rhythm_asks_for():
    cluster = make_cluster(place=make_place())
    monthly = make_body(cluster, consult_frequency="monthly")
    make_body(cluster, consult_frequency="quarterly")
    meet(monthly, date(2026, 7, 1), date(2026, 8, 1))
    meet(monthly, date(2026, 9, 1), kind="joint_meeting")

    assert made_of("ORG-09", cluster, QUARTER) == (3, 4)
    assert made_of("ORG-09", cluster, Period.month(2026, 7)) == (1, 1)
    assert read("ORG-09/joint_meeting", cluster, QUARTER).value == 1
    assert each("ORG-09", [cluster], QUARTER) == [3]


def test_more_consultations_than_due_are_shown_as_they_are():
    body = make_body(make_cluster(), consult_frequency="quarterly")
    meet(body, date(2026, 7, 1), date(2026, 8, 1))

    assert read("ORG-09", body.cluster, QUARTER).text == "200.0%"


def test_a_body_founded_in_the_quarter_owes_no_consultation_for_it():
    body = make_body(make_cluster(), consult_frequency="quarterly", on=date(2026, 7, 2))

    assert read("ORG-09", body.cluster, QUARTER).text == "—"


def test_somebody_who_moved_counts_where_the_person_belongs_when_the_period_ends(cluster, branch):
    old = make_organization()
    member = make_member(organization=old)
    make_attendance(make_activity(old, on=DAY), member)
    members.transfer_within(member, to=branch, on=date(2026, 3, 20), by=None, why="换岗")

    assert made_of("ACT-05", cluster) == (1, 1)
