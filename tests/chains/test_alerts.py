"""预警 — each kind raised for just the rows it speaks of, with the reason in numbers and who answers."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from apps.activities import workflow as activities
from apps.chains.alerts.clearing import clear, raise_again
from apps.chains.alerts.finding import alerts_of, counted, told
from apps.chains.alerts.kinds import ALERTS
from apps.chains.indicator import Chain
from apps.chains.scope import Scope
from apps.clusters import workflow as clusters
from apps.core import clock
from apps.core.remit import Remit
from apps.members import workflow as members
from apps.members.models import Movement
from apps.organizations.kinds import TypeCode
from tests.factories import (
    LONG_AGO,
    make_cluster,
    make_enterprise,
    make_member,
    make_organization,
    make_user,
    remit_to,
)
from tests.factories_activities import make_activity
from tests.factories_services import make_need, make_order, make_resource

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)
EVERYTHING = Remit.everything()


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(DAY):
        yield


def found(code, target=None, remit=EVERYTHING):
    """What a kind tells: (row, reason, owner) of every row in a scope."""
    scope = Scope.of(target) if target else Scope.everything(remit)
    rows = list(ALERTS[code].raised(scope, remit, DAY))
    return [(one.row, one.reason.text, one.owner) for one in told(ALERTS[code], rows, DAY)]


def rows_of(code, target=None, remit=EVERYTHING):
    return [row for row, _, _ in found(code, target, remit)]


def body_of(cluster):
    return str(cluster.bodies.get())


def test_an_enterprise_with_three_full_members_and_no_organization(cluster, branch):
    firm = make_enterprise(cluster=cluster)
    for _ in range(3):
        make_member(organization=branch, enterprise=firm, on=date(2026, 4, 20))

    said = "正式党员3人，无党组织，已持续216天，关系未转入"
    assert found("due", cluster) == [(firm, said, body_of(cluster))]


def test_an_enterprise_of_a_joint_branch_that_could_have_its_own(cluster):
    firm, other = make_enterprise(cluster=cluster), make_enterprise(cluster=cluster)
    joint = make_organization(type_code=TypeCode.JOINT_BRANCH, units=(firm, other), cluster=cluster)
    for _ in range(3):
        make_member(organization=joint, enterprise=firm)

    said = "正式党员3人，由联合党支部覆盖，具备单独组建条件"
    assert found("ready", cluster) == [(firm, said, body_of(cluster))]


def test_an_enterprise_nobody_was_sent_to(cluster, branch):
    bare, guided = make_enterprise(cluster=cluster), make_enterprise(cluster=cluster)
    make_member().liaisons.create(enterprise=guided, kind="instructor", starts_on=LONG_AGO)

    said = "正式党员0人，无党组织，未派指导员、联络员"
    assert found("unworked", cluster) == [(bare, said, body_of(cluster))]


def test_a_branch_of_more_than_fifty(cluster, branch, monkeypatch):
    monkeypatch.setattr("apps.chains.alerts.organization_rows.LARGEST_BRANCH", 2)
    group = make_organization("第一党小组", type_code=TypeCode.GROUP, parent=branch)
    small = make_organization(cluster=cluster)
    for home in (branch, branch, group, small, small):
        make_member(organization=home)

    assert found("too_large", cluster) == [(branch, "党员3人，党支部一般不超过50人", str(branch))]


def test_an_organization_without_a_secretary(cluster, branch):
    led, left = make_organization(cluster=cluster), make_organization(cluster=cluster)
    for organization in (led, left):
        seat = members.appoint(
            make_member(organization=organization),
            organization=organization,
            post="secretary",
            on=LONG_AGO,
            by=None,
        )
    members.end(seat, on=date(2026, 11, 2), by=None, why="调离")

    assert set(found("leaderless", cluster)) == {
        (branch, "没有登记书记", str(branch)),
        (left, "没有书记，已持续20天", str(left)),
    }


def test_a_large_branch_with_too_small_a_committee(cluster, branch):
    people = [make_member(organization=branch) for _ in range(7)]
    for member, post in zip(people, ("secretary", "deputy"), strict=False):
        members.appoint(member, organization=branch, post=post, on=LONG_AGO, by=None)

    said = "正式党员7人，支部委员会2人，应为3至5人"
    assert found("committee_short", cluster) == [(branch, said, str(branch))]

    members.appoint(people[2], organization=branch, post="member", on=LONG_AGO, by=None)
    assert found("committee_short", cluster) == []


def test_terms_that_are_over_and_those_that_end_within_sixty_days(cluster):
    superior = make_organization("中共某某委员会", type_code=TypeCode.COMMITTEE)
    terms = {"over": date(2023, 8, 15), "soon": date(2024, 1, 21), "later": date(2024, 1, 22)}
    branches = {
        name: make_organization(cluster=cluster, parent=superior, term_starts_on=day, term_years=3)
        for name, day in terms.items()
    }

    said = "任期2026年8月15日届满，已超期99天"
    assert found("term_overdue", cluster) == [(branches["over"], said, str(superior))]
    soon = branches["soon"]
    assert found("term_soon", cluster) == [(soon, "任期2027年1月21日届满，还有60天", str(soon))]


def test_an_organization_whose_unit_has_closed(cluster):
    firm = make_enterprise("停产有限公司", cluster=cluster)
    branch = make_organization(units=(firm,), cluster=cluster)
    clusters.change_state(firm, status="closed", on=date(2026, 10, 1), by=None, why="停产")

    said = "所在单位停产有限公司已停产或注销，党组织未调整或撤销"
    assert found("unit_closed", cluster) == [(branch, said, str(branch))]


def test_probation_that_is_over(cluster, branch):
    over = make_member(organization=branch, stage="预备党员", joined_on=date(2025, 8, 15))
    make_member(organization=branch, stage="预备党员", joined_on=date(2025, 11, 22))

    assert found("probation_over", cluster) == [(over, "预备期2026年8月15日届满，已过99天", str(branch))]


def test_somebody_lost_for_six_months(cluster, branch):
    lost = make_member(organization=branch, is_lost=True, lost_on=date(2026, 5, 22))
    make_member(organization=branch, is_lost=True, lost_on=date(2026, 5, 23))

    said = "2026年5月22日失联，已184天，党籍仍为正常"
    assert found("lost_long", cluster) == [(lost, said, str(branch))]


def test_membership_suspended_for_two_years_is_told_by_the_last_branch(cluster, branch):
    long, short = make_member(organization=branch), make_member(organization=branch)
    for member, day in ((long, date(2024, 11, 22)), (short, date(2024, 11, 23))):
        members.leave(member, kind="suspended", on=day, by=None, why="失联")

    assert found("suspended_long", cluster) == [(long, "2024年11月22日停止党籍，已730天", str(branch))]


def test_a_letter_whose_days_are_over(cluster, branch):
    facts = {"kind": "transfer_out", "from_organization": branch, "happened_on": date(2026, 9, 1)}
    facts |= {"letter_no": "昆001", "letter_on": date(2026, 9, 1), "letter_valid_days": 60}
    member = make_member()
    over = Movement.objects.create(member=member, **facts)
    Movement.objects.create(member=member, **facts | {"letter_valid_days": 90})
    Movement.objects.create(member=member, **facts | {"receipt_on": date(2026, 9, 20)})

    assert found("letter_over", cluster) == [(over, "介绍信昆001有效期60天，已过22天，没有回执", str(branch))]


def test_two_people_of_one_name_and_birth_date(cluster, branch):
    born = date(1988, 3, 4)
    pair = [make_member("陆明远", branch, born=born) for _ in range(2)]
    make_member("陆明远", branch, born=date(1988, 3, 5))

    said = {(one, "同名同出生日期的有2人", str(branch)) for one in pair}
    assert set(found("identity", cluster)) == said


def hold(branch, kind, *days):
    for day in days:
        activities.count_as(make_activity(branch, on=day), branch, kind=kind, by=None)


def test_months_without_a_theme_day(cluster, branch):
    hold(branch, "theme_day", date(2026, 9, 5))
    kept = make_organization(cluster=cluster)
    hold(kept, "theme_day", date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1))

    said = "近3个月缺2个月：2026年8月、2026年10月"
    assert found("theme_day", cluster) == [(branch, said, str(branch))]


def test_meetings_short_in_the_last_quarter(cluster, branch):
    hold(branch, "lecture", date(2026, 7, 5))

    assert found("meetings", cluster) == [(branch, "2026年第三季度：党员大会0/1", str(branch))]


def test_an_order_past_its_day(cluster):
    firm = make_enterprise(cluster=cluster)
    late = make_order(firm, on=date(2026, 6, 1), body=None)
    type(late).objects.filter(pk=late.pk).update(due_on=date(2026, 11, 2))
    late.refresh_from_db()

    assert found("order_overdue") == [(late, "2026年11月2日到期，已超期20天", found("order_overdue")[0][2])]


def test_lists_nobody_has_confirmed_for_ninety_days(cluster):
    body = make_organization(cluster=cluster) and body_of(cluster)
    old = make_need(cluster, on=DAY - timedelta(days=91))
    make_need(cluster, on=DAY - timedelta(days=90))
    stale = make_resource(cluster, on=DAY - timedelta(days=100))

    assert found("need_stale", cluster) == [(old, "最近一次核对在2026年8月23日，已91天", body)]
    assert rows_of("resource_stale", cluster) == [stale]


def of_long_standing(cluster, day):
    firm = make_enterprise(cluster=cluster)
    for _ in range(3):
        make_member(enterprise=firm, on=day)
    return firm


def left_alone(cluster, day):
    branch = make_organization(cluster=cluster)
    seat = members.appoint(
        make_member(organization=branch), organization=branch, post="secretary", on=LONG_AGO, by=None
    )
    members.end(seat, on=day, by=None, why="调离")
    return branch


def past_its_day(cluster, day):
    order = make_order(make_enterprise(cluster=cluster), on=LONG_AGO)
    type(order).objects.filter(pk=order.pk).update(due_on=day)
    return order


def suspended(cluster, day):
    member = make_member(organization=make_organization(cluster=cluster))
    members.leave(member, kind="suspended", on=day, by=None, why="失联")
    return member


AGED = {
    "due": of_long_standing,
    "leaderless": left_alone,
    "term_overdue": lambda cluster, day: make_organization(
        cluster=cluster, term_starts_on=day.replace(year=day.year - 6)
    ),
    "probation_over": lambda cluster, day: make_member(
        organization=make_organization(cluster=cluster), stage="预备党员", joined_on=day
    ),
    "lost_long": lambda cluster, day: make_member(
        organization=make_organization(cluster=cluster), is_lost=True, lost_on=day
    ),
    "suspended_long": suspended,
    "order_overdue": past_its_day,
    "need_stale": lambda cluster, day: make_need(cluster, on=day),
}


@pytest.mark.parametrize("code", AGED)
def test_what_has_waited_longest_stands_first(cluster, code):
    days = [date(2024, 5, 1), date(2023, 7, 1), date(2024, 2, 1)]
    late, early, middle = (AGED[code](cluster, day) for day in days)
    rows = ALERTS[code].raised(Scope.of(cluster), EVERYTHING, DAY)
    assert list(ALERTS[code].oldest_first(rows, DAY)) == [early, middle, late]


def test_what_has_no_age_stands_last(cluster, branch):
    left = left_alone(cluster, date(2026, 11, 2))
    rows = ALERTS["leaderless"].raised(Scope.of(cluster), EVERYTHING, DAY)
    assert list(ALERTS["leaderless"].oldest_first(rows, DAY)) == [left, branch]


@pytest.mark.parametrize("code", ALERTS)
def test_every_kind_can_be_put_in_order(cluster, code):
    rows = ALERTS[code].raised(Scope.of(cluster), EVERYTHING, DAY)
    assert list(ALERTS[code].oldest_first(rows, DAY)) == []


def test_what_somebody_looked_into_is_not_raised_until_the_day_named(branch):
    row = branch
    clearance = clear(
        ALERTS["leaderless"],
        row,
        verdict="verified",
        note="筹备换届",
        until=date(2026, 12, 1),
        by=make_user(),
    )
    everything = Scope.everything(EVERYTHING)

    assert rows_of("leaderless") == []
    assert list(ALERTS["leaderless"].cleared(everything, EVERYTHING, DAY)) == [row]
    assert list(ALERTS["leaderless"].raised(everything, EVERYTHING, date(2026, 12, 1))) == [row]

    raise_again(clearance, by=None)
    assert rows_of("leaderless") == [row]


def test_looking_again_replaces_what_was_said_before(branch):
    for verdict in ("verified", "not_applicable"):
        clear(ALERTS["leaderless"], branch, verdict=verdict, note="筹备中", until=date(2026, 12, 1), by=None)
    rows = list(ALERTS["leaderless"].cleared(Scope.everything(EVERYTHING), EVERYTHING, DAY))

    assert [one.clearance.verdict for one in told(ALERTS["leaderless"], rows, DAY)] == ["not_applicable"]


@pytest.mark.parametrize(
    ("until", "note", "why"),
    [
        (DAY, "筹备中", "有效期须晚于今天"),
        (date(2027, 11, 30), "筹备中", "有效期最长一年"),
        (date(2026, 12, 1), " ", "不能为空|不能为空白|必填"),
    ],
)
def test_a_clearance_needs_a_note_and_a_day_within_a_year(branch, until, note, why):
    with pytest.raises(ValidationError, match=why):
        clear(ALERTS["leaderless"], branch, verdict="verified", note=note, until=until, by=None)


def test_a_board_counts_alerts_by_chain_within_scope_and_remit(cluster, branch):
    foreign = make_organization(cluster=make_cluster())
    here = alerts_of(Scope.of(cluster), EVERYTHING, DAY)

    assert here == {Chain.ORGANIZATION: 1, Chain.ACTIVITY: 2, Chain.TALENT: 0, Chain.SERVICE: 0}
    assert alerts_of(Scope.of(foreign), EVERYTHING, DAY)[Chain.ACTIVITY] == 2
    assert alerts_of(Scope.of(cluster), remit_to(foreign), DAY).total() == 0


@pytest.mark.parametrize("number", [3, 30])
def test_counting_every_kind_takes_one_statement(cluster, number, django_assert_num_queries):
    for _ in range(number):
        make_organization(cluster=cluster)
    with django_assert_num_queries(5):  # what is newest, who writes, how to plan, one statement
        counted(dict.fromkeys(ALERTS.values(), EVERYTHING), Scope.of(cluster), DAY)
