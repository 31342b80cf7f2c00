"""活动链名册: 活动, 活动出席, 三会一课台账, 金点子, 招工结果 — read, judged and kept."""

from datetime import date
from pathlib import Path

import pytest

from apps.activities.models import Activity, Attendance, Meeting, RecruitLine, RecruitResult, Suggestion
from apps.core import clock
from apps.core.models import Step
from apps.core.remit import Remit
from apps.organizations.models import Coverage
from apps.rosters import registry, workflow
from apps.rosters.progress import Progress
from apps.rosters.situation import Plan
from tests.desk.worlds import at_desk
from tests.factories import LONG_AGO, make_cluster, make_enterprise, make_member, make_organization, remit_to
from tests.factories_activities import make_activity
from tests.rosters.test_remit import TODAY, a_sheet, handed_in, shown

pytestmark = pytest.mark.django_db
DAY = "2026-03-10"
ACTIVITIES = ("活动名称", "举办日期", "主办党组织", "活动类别", "六同", "参加人数")
ATTENDANCES = ("活动名称", "活动日期", "主办党组织", "姓名", "所在党支部", "到会情况", "学时")
MEETINGS = ("支部名称", "会议类别", "召开日期", "会议主题", "应到", "实到")
IDEAS = ("题目", "建议内容", "提出人", "党组织", "提出日期", "采纳日期")
RESULTS = ("专线名称", "企业名称", "招工日期", "招工人数")


def kept(roster, *rows, headings, remit=None, **plan):
    kind = registry.kind_of(roster)
    data = a_sheet(*rows, headings=headings)
    upload = workflow.receive(data=data, name="名册.xlsx", kind=kind, plan=Plan(**plan), by=None)
    return workflow.keep(upload, remit=remit or Remit.everything(), by=None, today=TODAY)


def messages(check):
    return [issue.message for row in check.records for issue in row.issues if issue.blocks]


@pytest.fixture
def first():
    return make_organization("中共甲有限公司支部委员会", cluster=make_cluster())


@pytest.fixture
def second():
    return make_organization("中共乙有限公司支部委员会")


BOTH = "中共甲有限公司支部委员会、中共乙有限公司支部委员会"


def joint(hosts=BOTH, kind="研讨", heads="40"):
    return ("链上圆桌会", DAY, hosts, kind, "主题党日", heads)


def activities(*rows, **said):
    return kept("activity", *rows, headings=ACTIVITIES, **said)


def test_an_activity_is_registered_with_all_its_hosts_the_first_leading(first, second):
    activities(joint())

    activity = Activity.objects.get()
    assert (activity.kind, activity.six_together, activity.status) == ("discussion", "theme_day", "held")
    assert list(activity.hosts.values_list("organization__full_name", "is_lead")) == [
        (first.full_name, True),
        (second.full_name, False),
    ]
    assert [step.state for step in Step.objects.of(activity)] == ["held"]


def test_the_same_activities_twice_change_nothing(first, second):
    activities(joint())
    assert activities(joint()).counts["unchanged"] == 1


def test_hosts_named_later_are_added(first, second):
    activities(joint(hosts=first.full_name))
    check = activities(joint())

    assert list(check.records[0].changes) == ["hosts"]
    assert Activity.objects.get().hosts.count() == 2


def test_hosts_stand_one_by_one_under_their_registered_names(first, second):
    check = activities(joint())
    assert check.records[0].values["hosts"] == (first.full_name, second.full_name)


def test_the_same_hosts_in_another_order_change_nothing(first, second):
    activities(joint())
    assert activities(joint(hosts="、".join(reversed(BOTH.split("、"))))).counts["unchanged"] == 1


def test_an_activity_that_was_looked_at_first_is_kept_with_all_its_hosts(first, second):
    data = a_sheet(joint(), headings=ACTIVITIES)
    kind, everything = registry.kind_of("activity"), Remit.everything()
    upload = workflow.receive(data=data, name="名册.xlsx", kind=kind, plan=Plan(), by=None)
    workflow.check_and_store(upload, remit=everything, by=None, progress=Progress())
    workflow.keep(upload, remit=everything, by=None)
    assert [str(host) for host in Activity.objects.get().hosts.all()] == BOTH.split("、")


def test_a_host_out_of_the_remit_is_no_part_of_what_is_compared(first, second):
    activities(joint())
    check = activities(joint(hosts=first.full_name), remit=remit_to(first))
    assert check.counts["unchanged"] == 1


def test_hosts_of_two_clusters_are_shown_to_each_without_the_other(first, second):
    activities(joint())
    with clock.set_to(TODAY):
        clerk = at_desk("cluster_clerk", cluster=Coverage.objects.get(organization=first).body.cluster)
        row = joint(hosts=first.full_name, heads="41")
        upload = handed_in(clerk, row, headings=ACTIVITIES, roster="activity")
        assert second.full_name not in shown(clerk, upload)


def test_an_activity_without_a_host_is_refused(first):
    assert messages(activities(joint(hosts=""))) == ["没有填写主办党组织"]


def test_a_branch_registers_activities_of_its_own_only(first, second):
    check = activities(joint(hosts=second.full_name), remit=remit_to(first))
    assert len(messages(check)) >= 1
    assert not Activity.objects.exists()


def test_branches_hold_what_is_called_the_same_on_one_day_each_for_itself(first, second):
    rows = [joint(hosts=first.full_name), joint(hosts=second.full_name)]
    assert activities(*rows).counts["new"] == 2
    assert activities(*rows).counts["unchanged"] == 2


def test_an_activity_elsewhere_of_the_same_name_and_day_is_left_alone(first, second):
    mine = make_activity(first, on=date(2026, 3, 10), title="链上圆桌会")
    theirs = make_activity(second, on=date(2026, 3, 10), title="链上圆桌会")
    cluster = Coverage.objects.get(organization=first).body.cluster
    third = make_organization("中共丙有限公司支部委员会", cluster=cluster)
    check = activities(joint(hosts=f"{first.full_name}、{third.full_name}"), remit=remit_to(cluster))
    assert (messages(check), "hosts" in check.records[0].changes) == ([], True)
    assert [str(host) for host in mine.hosts.all()] == [first.full_name, third.full_name]
    assert [str(host) for host in theirs.hosts.all()] == [second.full_name]


def test_a_host_in_common_makes_two_rows_one_activity(first, second):
    check = activities(joint(), joint(hosts=second.full_name))
    assert messages(check) == ["与“党员”第2行是同一条记录"]


def test_a_row_without_hosts_may_be_any_other_of_its_name_and_day(first, second):
    make_activity(first, on=date(2026, 3, 10), title="链上圆桌会")
    for rows in (
        [joint(hosts=""), joint(hosts=second.full_name)],
        [joint(hosts=second.full_name), joint(hosts="")],
    ):
        assert messages(activities(*rows)) == ["与“党员”第2行是同一条记录"]


def test_a_number_in_a_name_would_make_two_activities_one(first):
    row = ("请找王工19900000001", *joint(hosts=first.full_name)[1:])
    assert messages(activities(row)) == ["含身份证号或手机号，不能据此认出是哪一条，请删去号码"]


def test_one_of_two_of_the_same_name_is_not_guessed_at(first, second):
    for host in (first, second):
        make_activity(host, on=date(2026, 3, 10), title="链上圆桌会")
    assert messages(activities(joint())) == ["2026-03-10有2项活动叫“链上圆桌会”，请填写主办党组织，写全"]


def attendances(*rows, **said):
    return kept("attendance", *rows, headings=ATTENDANCES, **said)


def came(name="陆明远", said="√", hours="2", hosts="中共甲有限公司支部委员会"):
    return ("链上圆桌会", DAY, hosts, name, "中共甲有限公司支部委员会", said, hours)


def test_people_who_came_are_matched_and_the_activity_comes_with_them(first):
    people = [make_member(name, first) for name in ("陆明远", "沈雨", "顾成")]
    attendances(came(), came("沈雨", "请假", ""), came("顾成", "缺席", ""))

    activity = Activity.objects.get()
    assert [str(host) for host in activity.hosts.all()] == [str(first)]
    assert list(Attendance.objects.order_by("pk").values_list("member", "status")) == [
        (people[0].pk, "present"),
        (people[1].pk, "excused"),
        (people[2].pk, "absent"),
    ]


def test_who_came_is_entered_once_and_corrected_later(first):
    make_member("陆明远", first)
    attendances(came(hours=""))
    assert attendances(came(hours="")).counts["unchanged"] == 1

    attendances(came(said="缺席", hours=""))
    assert Activity.objects.count() == 1
    assert Attendance.objects.get().status == "absent"


def test_namesakes_are_told_apart_by_their_branch(first, second):
    member = make_member("陆明远", first)
    make_member("陆明远", second)
    attendances(came())

    assert Attendance.objects.get().member == member


def test_nobody_is_guessed_at(first):
    assert messages(attendances(came("无此人"))) == ["没有登记人员“无此人”"]


def test_an_activity_registered_before_needs_no_host(first):
    make_member("陆明远", first)
    activity = make_activity(first, on=date(2026, 3, 10), title="链上圆桌会")
    attendances(came(hosts=""))

    assert Attendance.objects.get().activity == activity


@pytest.mark.parametrize("is_turned", [False, True])
def test_each_attendance_belongs_to_the_activity_of_just_its_hosts(first, second, is_turned):
    make_member("陆明远", first), make_member("沈雨", first)
    alone = make_activity(first, on=date(2026, 3, 10), title="链上圆桌会")
    joint = make_activity(first, second, on=date(2026, 3, 10), title="链上圆桌会")
    rows = [came(), came("沈雨", hosts=BOTH)]
    attendances(*(rows[::-1] if is_turned else rows))
    held = dict(Attendance.objects.values_list("member__name", "activity"))
    assert held == {"陆明远": alone.pk, "沈雨": joint.pk}


def test_hosts_in_another_order_are_of_the_same_new_activity(first, second):
    make_member("陆明远", first), make_member("沈雨", first)
    attendances(came(hosts=BOTH), came("沈雨", hosts="、".join(reversed(BOTH.split("、")))))
    assert Activity.objects.count() == 1


def meetings(*rows, **said):
    return kept("meeting", *rows, headings=MEETINGS, **said)


def a_meeting(kind="党员大会", theme="学习全会精神", due="12", present="10"):
    return ("中共甲有限公司支部委员会", kind, DAY, theme, due, present)


def test_meetings_of_one_theme_are_one_activity(first):
    meetings(a_meeting(), a_meeting("主题党日"))

    activity = Activity.objects.get()
    assert (activity.title, activity.kind) == ("学习全会精神", "party_life")
    assert set(Meeting.objects.values_list("kind", "due", "present")) == {
        ("general", 12, 10),
        ("theme_day", 12, 10),
    }
    assert meetings(a_meeting(), a_meeting("主题党日")).counts["unchanged"] == 2


def test_a_meeting_without_a_theme_is_called_by_its_kind(first):
    meetings(a_meeting(theme=""))
    assert Activity.objects.get().title == "党员大会"


def test_more_present_than_due_is_refused_in_the_words_of_the_form(first):
    assert messages(meetings(a_meeting(due="8"))) == ["实到人数不能多于应到人数。"]


def ideas(*rows, **said):
    return kept("suggestion", *rows, headings=IDEAS, **said)


def test_an_idea_with_a_day_of_adoption_comes_adopted(first):
    make_member("陆明远", first)
    ideas(("余热回收", "回收空压机余热", "陆明远", first.full_name, "2026-03-01", "2026-04-01"))

    idea = Suggestion.objects.get()
    assert (idea.status, idea.organization) == ("adopted", first)
    assert [step.state for step in Step.objects.of(idea)] == ["adopted"]


def results(*rows, **said):
    return kept("recruit_result", *rows, headings=RESULTS, **said)


def test_people_hired_through_a_line(first):
    cluster = make_cluster()
    firm = make_enterprise("丙有限公司", cluster=cluster)
    line = RecruitLine.objects.create(name="云南专线", line_no="3", cluster=cluster, starts_on=LONG_AGO)
    results(("3", "丙有限公司", DAY, "20人"))

    assert list(RecruitResult.objects.values_list("line", "enterprise", "hired")) == [(line.pk, firm.pk, 20)]
    assert results(("云南专线", "丙有限公司", DAY, "20")).counts["unchanged"] == 1


def test_a_result_names_a_line_or_a_fair(first):
    make_enterprise("丙有限公司", cluster=make_cluster())
    assert messages(results(("", "丙有限公司", DAY, "20"))) == ["请填写专线或招聘活动中的一项。"]


SAMPLES = Path(__file__).parents[2] / "fixtures" / "samples" / "activities"
READ = {"activity": 3, "attendance": 4, "meeting": 4, "suggestion": 3, "recruit_result": 3}


@pytest.fixture
def two_firms():
    """What the samples name: two firms of one cluster with branches and people, a line and a fair."""
    cluster = make_cluster()
    people = {"甲光电": ("陆明远", "沈雨"), "乙智能": ("顾成", "唐思齐")}
    for name, members in people.items():
        firm = make_enterprise(f"{name}有限公司", cluster=cluster)
        branch = make_organization(f"中共{name}有限公司支部委员会", cluster=cluster, units=(firm,))
        for member in members:
            number = {"陆明远": "329999198507010014"}.get(member)
            make_member(member, branch, id_number=number, born=date(1985, 7, 1))
    RecruitLine.objects.create(name="云南昭通专线", cluster=cluster, starts_on=LONG_AGO)
    make_activity(branch, on=date(2026, 3, 8), title="春季专场招聘会", kind="job_fair")


@pytest.mark.parametrize("roster", READ)
def test_a_sample_is_read_whole_and_changes_nothing_the_second_time(two_firms, roster):
    data = (SAMPLES / f"{roster}.csv").read_bytes()
    for verdict in ("new", "unchanged"):
        upload = workflow.receive(
            data=data, name=f"{roster}.csv", kind=registry.kind_of(roster), plan=Plan(), by=None
        )
        check = workflow.keep(upload, remit=Remit.everything(), by=None, today=TODAY)
        assert (messages(check), check.counts[verdict]) == ([], READ[roster])
