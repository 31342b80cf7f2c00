"""组织生活应开次数: what a branch owes, by the rules of §5.2, as sets and in numbers alike."""

from datetime import date

import pytest

from apps.activities import owed, workflow
from apps.activities.owing import owing
from apps.core import clock
from apps.core.period import Period
from apps.members import workflow as members
from apps.organizations import workflow as organizations
from apps.organizations.kinds import TypeCode
from apps.organizations.models import PartyOrganization
from tests.factories import LONG_AGO, make_member, make_organization
from tests.factories_activities import make_activity

pytestmark = pytest.mark.django_db
QUARTER = Period.quarter(2026, 3)
JULY, AUGUST, SEPTEMBER = QUARTER.stretches(1)


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(date(2026, 11, 22)):
        yield


def rows(keys):
    return list(keys.of(PartyOrganization.objects))


def meet(branch, kind, *days):
    for day in days:
        workflow.count_as(make_activity(branch, on=day), branch, kind=kind, by=None)


def meet_as_owed(branch):
    """What every branch owes for the third quarter, without committee and groups."""
    meet(branch, "general", date(2026, 7, 3))
    meet(branch, "lecture", date(2026, 8, 3))


def seat(branch, *posts):
    for post in posts:
        members.appoint(
            make_member(organization=branch), organization=branch, post=post, on=LONG_AGO, by=None
        )


def short_of(branch, quarter=QUARTER):
    return [str(short) for short in owing([branch.pk], quarter).short_in(branch.pk, quarter)]


def test_a_branch_owes_a_general_meeting_and_a_lecture_a_quarter():
    good, idle = make_organization(), make_organization()
    meet_as_owed(good)

    assert rows(owed.met(QUARTER)) == [good]
    assert rows(owed.short(QUARTER)) == [idle]
    assert (short_of(good), short_of(idle)) == ([], ["党员大会0/1", "党课0/1"])


def test_one_activity_may_be_general_meeting_and_lecture():
    branch = make_organization()
    activity = make_activity(branch, on=date(2026, 9, 30))
    for kind in ("general", "lecture"):
        workflow.count_as(activity, branch, kind=kind, by=None)

    assert rows(owed.met(QUARTER)) == [branch]


def test_a_branch_with_a_committee_owes_its_meeting_every_month():
    branch = make_organization()
    meet_as_owed(branch)
    seat(branch, "secretary", "deputy", "member")
    meet(branch, "committee", date(2026, 7, 1), date(2026, 8, 1))

    assert rows(owed.met(QUARTER)) == []
    assert short_of(branch) == ["支委会2/3"]

    meet(branch, "committee", date(2026, 9, 1))
    assert rows(owed.met(QUARTER)) == [branch]


def test_a_secretary_and_a_deputy_are_no_committee():
    branch = make_organization()
    meet_as_owed(branch)
    seat(branch, "secretary", "deputy")

    assert rows(owed.met(QUARTER)) == [branch]


def test_every_group_owes_its_meeting_every_month():
    branch = make_organization()
    meet_as_owed(branch)
    one, two = (
        organizations.found(
            full_name=f"第{n}党小组", type_code=TypeCode.GROUP, parent=branch, on=LONG_AGO, by=None
        )
        for n in "一二"
    )
    for month in (7, 8, 9):
        meet(one, "group", date(2026, month, 5))
    meet(two, "group", date(2026, 7, 5), date(2026, 9, 5))

    assert rows(owed.met(QUARTER)) == []
    assert short_of(branch) == ["党小组会5/6"]

    meet(two, "group", date(2026, 8, 5))
    assert rows(owed.met(QUARTER)) == [branch]


def test_a_branch_founded_in_the_quarter_owes_nothing_for_it():
    branch = make_organization(on=date(2026, 7, 2))

    assert rows(owed.whole(QUARTER)) == []
    assert rows(owed.whole(AUGUST)) == [branch]
    assert owing([branch.pk], QUARTER).without_theme_day(branch.pk) == [AUGUST.start, SEPTEMBER.start]


def test_a_branch_that_became_a_joint_branch_lived_on():
    branch = make_organization()
    organizations.change_state(
        branch, type_code=TypeCode.JOINT_BRANCH, on=date(2026, 8, 15), by=None, why="区域联建"
    )

    assert rows(owed.whole(QUARTER)) == [branch]
    assert len(owing([branch.pk], QUARTER).lived) == 3


def test_committees_above_branches_owe_no_three_meetings():
    make_organization(type_code=TypeCode.COMMITTEE)

    assert rows(owed.whole(QUARTER)) == []


def test_a_theme_day_is_owed_every_month():
    branch = make_organization()
    meet(branch, "theme_day", date(2026, 7, 1), date(2026, 9, 30))

    assert [rows(owed.theme_day_kept(month)) for month in (JULY, AUGUST, SEPTEMBER)] == [
        [branch],
        [],
        [branch],
    ]
    assert owing([branch.pk], QUARTER).without_theme_day(branch.pk) == [AUGUST.start]


def test_what_was_only_planned_counts_for_nothing():
    branch = make_organization()
    activity = make_activity(branch, on=date(2026, 7, 1), status="planned")
    workflow.count_as(activity, branch, kind="theme_day", by=None)

    assert rows(owed.theme_day_missed(JULY)) == [branch]


@pytest.mark.parametrize(
    ("period", "quarters"),
    [
        (Period.year(2025), [Period.quarter(2025, n) for n in (1, 2, 3, 4)]),
        (Period(date(2026, 10, 1), date(2026, 11, 22)), [QUARTER]),
        (Period(date(2026, 10, 1), date(2026, 12, 31)), [Period.quarter(2026, 4)]),
        (Period.month(2026, 9), [QUARTER]),
        (Period.month(2026, 8), [Period.quarter(2026, 2)]),
    ],
)
def test_quarters_judged_are_those_inside_or_the_last_one_over(period, quarters):
    assert owed.quarters_in(period) == quarters


@pytest.mark.parametrize("number", [3, 30])
def test_the_account_takes_as_many_queries_for_thirty_branches(django_assert_num_queries, number):
    branches = [make_organization().pk for _ in range(number)]
    with django_assert_num_queries(4):
        owing(branches, Period.year(2025))
