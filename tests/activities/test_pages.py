"""活动链登记页 — what each list and page shows, and that thirty rows ask no more than three."""

from datetime import date

import pytest
from django.urls import reverse

from apps.activities import workflow
from apps.activities.models import (
    Appraisal,
    Brand,
    Campaign,
    Contest,
    Course,
    Pledge,
    RecruitLine,
    RecruitResult,
    RotationPlan,
    Suggestion,
)
from apps.activities.urls import urlpatterns
from apps.core import clock
from tests.desk.worlds import asked, at_desk, make_corner, taken
from tests.factories import LONG_AGO, make_member, make_organization
from tests.factories_activities import make_activity, make_attendance, make_slot

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(date(2026, 11, 22)):
        yield


def owned(corner):
    return {"organization": corner.branch, "cluster": corner.cluster}


def an_activity(corner, number):
    return make_activity(corner.branch, on=DAY, cluster=corner.cluster, title=f"沙龙{number}")


def an_attendance(corner, number):
    return make_attendance(an_activity(corner, number), make_member(organization=corner.branch))


def a_meeting(corner, number):
    return workflow.count_as(an_activity(corner, number), corner.branch, kind="theme_day", by=None)


def a_plan(corner, number):
    return RotationPlan.objects.create(body=corner.cluster.bodies.get(), year=1990 + number)


def a_check(corner, number):
    campaign = Campaign.objects.create(name=f"十带头{number}", starts_on=LONG_AGO, **owned(corner))
    item = campaign.items.create(name="带头学")
    return item.checks.create(
        organization=corner.branch, member=corner.member, checked_on=DAY, is_met=bool(number % 2)
    )


def an_idea(corner, number):
    return Suggestion.objects.create(
        title=f"点子{number}", text="余热回收", member=corner.member, submitted_on=DAY, **owned(corner)
    )


def a_line(corner, number):
    return RecruitLine.objects.create(name=f"专线{number}", starts_on=LONG_AGO, **owned(corner))


def a_result(corner, number):
    return RecruitResult.objects.create(
        line=a_line(corner, number), enterprise=corner.enterprise, hired_on=DAY, hired=5
    )


MAKING = {
    "activities": an_activity,
    "attendances": an_attendance,
    "meetings": a_meeting,
    "appraisals": lambda corner, number: Appraisal.objects.create(
        member=make_member(organization=corner.branch),
        organization=corner.branch,
        year=2025,
        grade="qualified",
    ),
    "rotations": a_plan,
    "turns": lambda corner, number: make_slot(corner.cluster.bodies.get(), corner.branch),
    "brands": lambda corner, number: Brand.objects.create(
        name=f"品牌{number}", starts_on=LONG_AGO, **owned(corner)
    ),
    "courses": lambda corner, number: Course.objects.create(
        name=f"课程{number}", kind="lecture", starts_on=LONG_AGO, lecturer=corner.member, **owned(corner)
    ),
    "campaigns": lambda corner, number: a_check(corner, number).item.campaign,
    "campaign_checks": a_check,
    "pledges": lambda corner, number: Pledge.objects.create(
        member=make_member(organization=corner.branch), year=2026, text=f"承诺{number}"
    ),
    "contests": lambda corner, number: Contest.objects.create(
        title=f"比武{number}", kind="technique", held_on=DAY, **owned(corner)
    ),
    "suggestions": an_idea,
    "recruit_lines": a_line,
    "recruit_results": a_result,
}
PAGES = {
    pattern.name.removesuffix("_export"): urlpatterns[place + 1].name
    for place, pattern in enumerate(urlpatterns)
    if pattern.name.endswith("_export")
}


def told_of(row, page):
    return at_desk("registry_manager").get(reverse(page, args=[row.pk])).context["told"]


def panel_of(told, heading):
    return next(panel for panel in (*told.panels, *told.side) if panel.heading == heading)


def listed(page, **asked):
    answer = at_desk("registry_manager").get(reverse(f"activities:{page}"), asked)
    return answer.context["page_obj"].object_list, answer.context["summary"]


def test_every_register_is_walked():
    assert set(PAGES) == set(MAKING)


@pytest.mark.parametrize("page", MAKING)
def test_a_list_of_thirty_asks_as_often_as_one_of_three(ours, page):
    client, address = at_desk("registry_manager"), f"{reverse(f'activities:{page}')}?per_page=50"
    for number in range(3):
        MAKING[page](ours, number)
    client.get(address)  # the first page of a session asks for more
    few = asked(client, address)
    for number in range(3, 30):
        MAKING[page](ours, number)
    assert asked(client, address) == few


@pytest.mark.parametrize("page", MAKING)
def test_a_page_and_its_file_open_for_their_cluster_and_not_for_the_neighbour(ours, page):
    address = reverse(f"activities:{PAGES[page]}", args=[MAKING[page](ours, 1).pk])
    own = at_desk("cluster_clerk", cluster=ours.cluster)
    other = at_desk("cluster_clerk", cluster=make_corner("光电").cluster)
    assert [client.get(address).status_code for client in (own, other)] == [200, 404]
    files = [taken(client, reverse(f"activities:{page}_export")) for client in (own, other)]
    assert [len(lines) for lines in files] == [2, 1]


def test_an_activity_tells_its_hosts_who_came_and_what_it_counts_as(ours):
    guest = make_organization(cluster=ours.cluster)
    activity = make_activity(ours.branch, guest, on=DAY, cluster=ours.cluster)
    make_attendance(activity, ours.member)
    make_attendance(activity, make_member(organization=guest), status="excused")
    workflow.count_as(activity, ours.branch, kind="lecture", by=None)

    told = told_of(activity, "activities:activity")

    assert panel_of(told, "出席").note == "2人，到会1人"
    assert [str(row.cells[0].text) for row in panel_of(told, "主办党组织").rows] == [
        str(ours.branch),
        str(guest),
    ]
    assert [str(row.cells[1].text) for row in panel_of(told, "组织生活").rows] == ["党课"]


def test_activities_are_found_by_host_and_by_being_joint(ours):
    guest = make_organization("中共客人支部", cluster=ours.cluster)
    shared = make_activity(ours.branch, guest, on=DAY, headcount=20, external_headcount=5)
    own = make_activity(ours.branch, on=DAY, headcount=3)
    make_activity(ours.branch, on=date(2026, 12, 1), status="planned", headcount=50)

    assert listed("activities", host=guest.pk)[0] == [shared]
    assert listed("activities", q="客人")[0] == [shared]
    assert listed("activities", joint="true")[0] == [shared]
    assert set(listed("activities", until="2026-11-01")[0]) == {own, shared}
    assert listed("activities")[1] == "已举办2场，参加28人次"


def test_a_plan_tells_how_many_turns_were_kept(ours):
    slot = make_slot(ours.cluster.bodies.get(), ours.branch)
    make_slot(ours.cluster.bodies.get(), ours.branch)
    workflow.keep_turn(slot, activity=make_activity(ours.branch, on=DAY), by=None)

    assert panel_of(told_of(slot.plan, "activities:rotation"), "轮值安排").note == "2次，按期举办1次"


def test_lines_are_found_by_where_they_come_from(ours):
    line = a_line(ours, 1)
    line.origins.create(province="云南", city="昭通")
    a_line(ours, 2)

    assert listed("recruit_lines", q="昭通")[0] == [line]


def test_ideas_say_what_they_bring(ours):
    idea = an_idea(ours, 1)
    an_idea(ours, 2)
    type(idea).objects.filter(pk=idea.pk).update(
        status="carried_out", adopted_on=DAY, carried_out_on=DAY, benefit_amount=12
    )

    assert listed("suggestions")[1] == "采纳1条，年效益12.00万元"


def test_people_and_organizations_tell_of_their_activities(ours):
    make_attendance(make_activity(ours.branch, on=DAY, title="圆桌"), ours.member)

    for row, page, heading in (
        (ours.member, "members:member", "参加活动"),
        (ours.branch, "organizations:organization", "主办活动"),
    ):
        panel = panel_of(told_of(row, page), heading)
        assert [str(cells.cells[0].text) for cells in panel.rows] == ["圆桌"]


def test_a_branch_shows_what_it_held_and_left_out_month_by_month(ours):
    for kind, day in (
        ("theme_day", date(2026, 2, 5)),
        ("theme_day", date(2026, 2, 6)),
        ("lecture", date(2026, 1, 9)),
    ):
        workflow.count_as(make_activity(ours.branch, on=day), ours.branch, kind=kind, by=None)

    grid = panel_of(told_of(ours.branch, "organizations:organization"), "2026年三会一课")
    rows = {str(row.cells[0]): [str(cell.text) for cell in row.cells[1:]] for row in grid.rows}

    assert rows["主题党日"] == ["缺", "2", *["缺"] * 8, " ", " "]
    assert rows["党课"] == ["1", " ", " ", " ", " ", "缺", " ", " ", "缺", " ", " ", " "]
    assert rows["支委会"] == [" "] * 12


def test_a_host_of_another_cluster_is_not_named_in_the_list():
    ours, theirs = make_corner("甲"), make_corner("乙")
    make_activity(ours.branch, theirs.branch, on=DAY, title="联建")
    clerk = at_desk("cluster_clerk", cluster=ours.cluster)
    shown = clerk.get(reverse("activities:activities")).content.decode()
    assert (ours.branch.full_name in shown, theirs.branch.full_name in shown) == (True, False)
