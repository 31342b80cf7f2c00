"""活动、轮值、金点子: what counts together, what each move changes, what is refused, who sees what."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Q

from apps.activities import workflow
from apps.activities.models import (
    Activity,
    ActivityHost,
    Attendance,
    Brand,
    Campaign,
    Contest,
    Meeting,
    Pledge,
    RecruitLine,
    RecruitOrigin,
    RecruitResult,
    RotationSlot,
    Suggestion,
    taking_part,
)
from apps.core import clock
from apps.core.models import Step
from apps.core.moves import MoveRefused
from apps.core.period import Period
from apps.members import workflow as members
from apps.members.models import Member
from apps.organizations import workflow as organizations
from tests.factories import LONG_AGO, make_cluster, make_enterprise, make_member, make_organization, remit_to
from tests.factories_activities import make_activity, make_attendance, make_slot

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
MARCH = Period.month(2026, 3)
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(TODAY):
        yield


def test_an_activity_of_two_hosts_is_one_in_the_union_and_a_credit_to_each():
    first, second = make_organization(), make_organization()
    shared, own = make_activity(first, second, on=DAY), make_activity(first, on=DAY)

    hosted = Activity.objects.hosted_by([first, second])
    credits = ActivityHost.objects.held_in(MARCH).filter(organization=first)

    assert set(hosted) == {shared, own}
    assert {credit.activity for credit in credits} == {shared, own}


def test_only_organizations_of_one_cluster_host_jointly():
    cluster, other = make_cluster(), make_cluster()
    first, second, foreign = make_organization(cluster=cluster), make_organization(cluster=cluster), None
    foreign = make_organization(cluster=other)
    joint = make_activity(first, second, on=DAY)
    make_activity(first, foreign, on=DAY)
    make_activity(first, on=DAY)

    assert list(Activity.objects.jointly_hosted()) == [joint]


def test_a_cluster_body_hosts_jointly_with_what_it_covers():
    cluster = make_cluster()
    branch = make_organization(cluster=cluster)
    joint = make_activity(cluster.bodies.get().organization, branch, on=DAY)

    assert list(Activity.objects.jointly_hosted()) == [joint]


def test_six_togethers_count_only_when_hosted_jointly():
    cluster = make_cluster()
    first, second = make_organization(cluster=cluster), make_organization(cluster=cluster)
    joint = make_activity(first, second, on=DAY, six_together="lecture")
    make_activity(first, on=DAY, six_together="lecture")
    make_activity(first, second, on=DAY)

    assert list(Activity.objects.six_togethers()) == [joint]


def test_what_is_only_planned_or_outside_the_period_was_not_held_in_it():
    held = make_activity(on=DAY)
    make_activity(on=DAY, status="planned")
    make_activity(on=date(2026, 4, 1))

    assert list(Activity.objects.held_in(MARCH)) == [held]


def test_attending_at_home_is_not_taking_part_elsewhere():
    home, other = make_organization(), make_organization()
    member = make_member(organization=home)
    make_attendance(make_activity(home, on=DAY), member)
    away = make_attendance(make_activity(other, on=DAY), member)
    for_other = make_attendance(make_activity(home, other, on=DAY), member, organization=other)
    make_attendance(make_activity(other, on=DAY), member, status="absent")

    assert set(Attendance.objects.away_from_home()) == {away, for_other}


def test_a_person_at_two_activities_is_one_person():
    member, branch = make_member(), make_organization()
    for _ in range(2):
        make_attendance(make_activity(branch, on=DAY), member)

    present = Attendance.objects.present().held_in(MARCH)

    assert (present.count(), present.members().count()) == (2, 1)


def test_hours_are_counted_only_for_those_who_came():
    row = Attendance(activity=make_activity(), member=make_member(), status="absent", hours=2)

    with pytest.raises(ValidationError, match="到会或列席的才计学时。"):
        row.full_clean()


def test_one_activity_counts_as_several_meetings_of_a_branch():
    branch = make_organization()
    activity = make_activity(branch, on=DAY, kind="party_life")
    for kind in ("general", "theme_day"):
        workflow.count_as(activity, branch, kind=kind, by=None)

    assert set(Meeting.objects.held_in(MARCH).values_list("kind", flat=True)) == {"general", "theme_day"}
    assert [m.month for m in Meeting.objects.theme_days().with_month()] == [date(2026, 3, 1)]


def test_more_present_than_due_is_refused():
    branch = make_organization()
    with pytest.raises(ValidationError, match="实到人数不能多于应到人数。"):
        workflow.count_as(make_activity(branch), branch, kind="general", by=None, due=3, present=4)


def test_an_activity_needs_a_host():
    with pytest.raises(ValidationError, match="请填写主办党组织。"):
        workflow.register(hosts=[], title="观摩", kind="observation", held_on=DAY, by=None)


def test_an_activity_goes_from_plan_to_archive_and_each_step_is_written_down():
    activity = make_activity(on=DAY, status="planned")
    activity = workflow.publish(activity, by=None)
    activity = workflow.open_enrolment(activity, by=None)
    workflow.enrol(activity, make_member(), by=None)
    activity = workflow.hold(activity, by=None, headcount=30)
    activity = workflow.archive(activity, by=None, minutes="交流三项技术。")

    steps = Step.objects.filter(model="activities.activity", key=activity.pk).order_by("pk")
    assert (activity.status, activity.headcount) == ("archived", 30)
    assert [step.state for step in steps] == ["planned", "published", "enrolling", "held", "archived"]


def test_nothing_is_held_ahead_of_its_day():
    activity = make_activity(on=date(2026, 12, 1), status="planned")

    with pytest.raises(ValidationError, match="尚未到举办日期"):
        workflow.hold(activity, by=None)

    activity.refresh_from_db()
    assert activity.status == "planned"


def test_what_was_held_cannot_be_cancelled():
    with pytest.raises(MoveRefused, match="举办"):
        workflow.cancel(make_activity(on=DAY), by=None, why="误")


def test_enrolling_is_refused_before_it_opens():
    activity = make_activity(status="published")
    with pytest.raises(ValidationError, match="未开放报名"):
        workflow.enrol(activity, make_member(), by=None)


def test_a_neighbour_sees_an_activity_only_as_its_host():
    own, neighbour = make_organization(), make_organization()
    shared = make_activity(own, neighbour)
    make_activity(own)

    assert list(Activity.objects.within(remit_to(neighbour))) == [shared]


def test_attendance_is_seen_by_hosts_and_by_the_members_own_branch():
    home, host, stranger = make_organization(), make_organization(), make_organization()
    row = make_attendance(make_activity(host), make_member(organization=home))

    seen = [list(Attendance.objects.within(remit_to(who))) for who in (home, host, stranger)]

    assert seen == [[row], [row], []]


def test_a_turn_held_in_its_time_is_kept_and_a_late_one_is_not():
    cluster = make_cluster()
    branch = make_organization(cluster=cluster)
    body = cluster.bodies.get()
    kept, late, open_slot = (make_slot(body, branch) for _ in range(3))
    workflow.keep_turn(kept, activity=make_activity(branch, on=DAY), by=None)
    workflow.keep_turn(late, activity=make_activity(branch, on=date(2026, 4, 2)), by=None)

    assert list(RotationSlot.objects.due_by(TODAY).kept()) == [kept]
    assert list(RotationSlot.objects.overdue(TODAY)) == [open_slot]


def test_a_turn_is_kept_only_by_an_activity_of_its_host():
    cluster = make_cluster()
    slot = make_slot(
        cluster.bodies.first() or make_organization(cluster=cluster).coverages.get().body,
        cluster.bodies.get().organization,
    )

    with pytest.raises(ValidationError, match="活动不是由轮值党组织主办的。"):
        workflow.keep_turn(slot, activity=make_activity(make_organization(), on=DAY), by=None)


def test_a_host_outside_the_cluster_has_no_turn():
    cluster = make_cluster()
    make_organization(cluster=cluster)
    slot = make_slot(cluster.bodies.get(), make_organization())

    with pytest.raises(ValidationError, match="覆盖范围内"):
        slot.full_clean()


def test_two_turns_swap_their_hosts():
    cluster = make_cluster()
    one, two = make_organization(cluster=cluster), make_organization(cluster=cluster)
    body = cluster.bodies.get()
    first, second = make_slot(body, one), make_slot(body, two)

    workflow.swap_turns(first, second, by=None, why="设备检修")

    hosts = [(slot.organization, slot.status) for slot in RotationSlot.objects.order_by("pk")]
    assert hosts == [(two, "swapped"), (one, "swapped")]


def make_idea(**facts):
    branch = make_organization()
    facts = {"title": "余热回收", "text": "回收空压机余热", "submitted_on": DAY} | facts
    return Suggestion.objects.create(member=make_member(organization=branch), organization=branch, **facts)


def test_an_idea_is_reviewed_adopted_and_carried_out_with_its_benefit():
    idea = workflow.review(make_idea(), by=None)
    idea = workflow.adopt(idea, on=date(2026, 4, 1), by=None)
    idea = workflow.carry_out(idea, on=date(2026, 6, 1), by=None, benefit_amount=12)

    assert (idea.status, idea.benefit_amount) == ("carried_out", 12)
    assert list(Suggestion.objects.submitted_in(MARCH).adopted()) == [idea]


def test_an_idea_is_not_adopted_without_review():
    with pytest.raises(MoveRefused, match="征集"):
        workflow.adopt(make_idea(), on=TODAY, by=None)


def test_declining_an_idea_needs_a_reason():
    with pytest.raises(ValidationError, match="请填写理由"):
        workflow.decline(make_idea(status="reviewing"), by=None, why=" ")


def test_pledges_contests_and_checks_of_people_make_one_set_of_people():
    branch = make_organization()
    pledger, contestant, checked, idle = (make_member(organization=branch) for _ in range(4))
    Pledge.objects.create(member=pledger, year=2026, text="服务企业")
    Contest.objects.create(title="焊接", kind="technique", held_on=DAY, organization=branch).entries.create(
        member=contestant
    )
    item = Campaign.objects.create(name="十带头", organization=branch, starts_on=LONG_AGO).items.create(
        name="带头学"
    )
    for member in (checked, None):
        item.checks.create(organization=branch, member=member, checked_on=DAY, is_met=True)

    assert set(Member.objects.filter(taking_part(2026))) == {pledger, contestant, checked}
    assert set(Member.objects.filter(taking_part(2025))) == set()
    assert Member.objects.filter(~Q(pk=idle.pk)).count() == 3


def test_lines_count_provinces_and_places_once():
    lines = [RecruitLine.objects.create(name=f"{n}号专线", starts_on=LONG_AGO) for n in range(2)]
    for line, (province, city) in zip(
        [lines[0], lines[0], lines[1]], [("云南", "昭通"), ("云南", "曲靖"), ("云南", "昭通")], strict=True
    ):
        line.origins.create(province=province, city=city)

    origins = RecruitOrigin.objects.of_lines_in_force(DAY)

    assert origins.values("province").distinct().order_by().count() == 1
    assert origins.values("province", "city").distinct().order_by().count() == 2


def test_hired_people_are_summed_over_lines_and_fairs():
    line = RecruitLine.objects.create(name="专线", starts_on=LONG_AGO)
    fair = make_activity(on=DAY, kind="job_fair")
    RecruitResult.objects.create(line=line, enterprise=make_enterprise(), hired_on=DAY, hired=20)
    RecruitResult.objects.create(activity=fair, hired_on=DAY, hired=5)
    RecruitResult.objects.create(line=line, hired_on=date(2026, 4, 1), hired=9)

    assert RecruitResult.objects.hired_in(MARCH).total() == 25


def test_a_result_comes_from_a_line_or_a_fair_and_not_from_both():
    row = RecruitResult(hired_on=DAY, hired=3)
    with pytest.raises(ValidationError, match="专线或招聘活动中的一项"):
        row.full_clean()


def test_somebody_who_moved_on_attends_away_from_the_new_home():
    old, new = make_organization(), make_organization()
    member = make_member(organization=old)
    before = make_attendance(make_activity(old, on=DAY), member)
    members.transfer_within(member, to=new, on=date(2026, 4, 1), by=None, why="换岗")
    after = make_attendance(make_activity(old, on=date(2026, 5, 1)), member)

    assert (before in Attendance.objects.away_from_home()) is False
    assert list(Attendance.objects.away_from_home()) == [after]


def test_what_an_organization_joins_later_does_not_change_what_it_hosted_before():
    cluster = make_cluster()
    first, second = make_organization(cluster=cluster), make_organization()
    make_activity(first, second, on=DAY)
    organizations.cover(second, cluster.bodies.get(), on=date(2026, 6, 1), by=None)
    later = make_activity(first, second, on=date(2026, 6, 1))

    assert list(Activity.objects.jointly_hosted()) == [later]


def test_only_members_have_a_party_life_elsewhere():
    activity = make_activity(on=DAY)
    make_attendance(activity, make_member(stage="群众"))
    member = make_attendance(activity, make_member())

    assert list(Attendance.objects.away_from_home()) == [member]


def test_nothing_is_registered_as_held_ahead_of_its_day():
    with pytest.raises(ValidationError, match="尚未到举办日期"):
        make_activity(on=date(2026, 12, 1))


def test_a_brand_counts_from_the_day_it_is_named_until_it_is_withdrawn():
    brand = Brand.objects.create(name="昆玉", cluster=make_cluster(), status="cultivating")
    assert list(Brand.objects.in_force(TODAY)) == []

    brand = workflow.name_brand(brand, on=date(2026, 3, 1), by=None)
    brand = workflow.review_brand(brand, by=None)
    assert list(Brand.objects.in_force(TODAY)) == [brand]

    brand = workflow.withdraw_brand(brand, on=TODAY, by=None, why="合并")
    assert (brand.status, list(Brand.objects.in_force(TODAY))) == ("withdrawn", [])


def test_a_named_brand_says_since_when():
    with pytest.raises(ValidationError, match="命名日期"):
        Brand(name="昆玉", cluster=make_cluster()).full_clean()
