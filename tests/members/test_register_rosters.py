"""人才链名册: 示范岗, 荣誉, 队伍和队伍成员, 计划人选 — people found by number, or by name and branch."""

from datetime import date

import pytest

from apps.core.models import Step
from apps.members.models import Honour, Post, ProgrammeMember, TalentProgramme, TeamMember, WorkTeam
from tests.factories import LONG_AGO, an_id_number, make_cluster, make_member, make_organization, remit_to
from tests.innovation.test_rosters import kept, messages

pytestmark = pytest.mark.django_db
BRANCH = "中共甲有限公司支部委员会"
POSTS = ("姓名", "身份证号码", "所在党支部", "设岗党组织", "岗位类别", "岗位名称", "挂牌日期")
HONOURS = ("姓名", "身份证号码", "所在党支部", "荣誉名称", "届次", "年度")


def posts(*rows, **said):
    return kept("post", *rows, headings=POSTS, **said)


def honours(*rows, **said):
    return kept("honour", *rows, headings=HONOURS, **said)


@pytest.fixture
def branch():
    return make_organization(BRANCH, cluster=make_cluster("信创产业集群"))


@pytest.fixture
def member(branch):
    return make_member("王芳", organization=branch, id_number=an_id_number(date(1985, 7, 1)))


def a_post(name="王芳", number="", branch="", post="一号产线质量岗", signed="2025-07-01"):
    return (name, number, branch, BRANCH, "示范岗", post, signed)


def test_a_post_with_its_sign_comes_signed(member, branch):
    posts(a_post(number=member.id_number))
    post = Post.objects.get()
    assert (post.member, post.organization, post.status) == (member, branch, "signed")
    assert (post.kind, post.starts_on) == ("model", date(2025, 7, 1))
    assert [step.state for step in Step.objects.of(post)] == ["signed"]


def test_the_same_posts_twice_change_nothing_and_a_new_name_is_the_only_change(member):
    posts(a_post())
    assert posts(a_post()).counts["unchanged"] == 1
    check = posts(a_post(post="二号产线质量岗"))
    assert check.records[0].changes == {"name": ("一号产线质量岗", "二号产线质量岗")}


def test_namesakes_are_told_apart_by_their_branch(member):
    make_member("王芳", organization=make_organization("中共乙有限公司支部委员会"))
    assert messages(posts(a_post())) == ["有2名“王芳”，请填写身份证号或党支部"]
    posts(a_post(branch=BRANCH))
    assert Post.objects.get().member == member


def test_a_number_that_is_somebody_elses_is_refused(member):
    assert messages(posts(a_post(name="李雷", number=member.id_number))) == ["姓名与身份证号登记的人员不一致"]


def test_somebody_outside_the_remit_is_nobody(member):
    other = make_organization("中共乙有限公司支部委员会")
    assert Post.objects.count() == 0
    check = posts(a_post(number=member.id_number), remit=remit_to(other))
    assert "该身份证号暂不能登记，请联系组织部" in messages(check)
    assert Post.objects.count() == 0


def test_a_title_says_that_somebody_is_an_artisan(member):
    honours(
        ("王芳", "", BRANCH, "党员工匠", "第六届", "2025年"), ("王芳", "", BRANCH, "技术能手", "", "2024")
    )
    assert list(Honour.objects.order_by("year").values_list("kind", "session_no", "year")) == [
        ("other", None, 2024),
        ("artisan", 6, 2025),
    ]


def test_teams_come_first_and_then_who_serves_on_them(member):
    headings = ("队伍名称", "队伍类别", "产业集群", "组建日期")
    kept("team", ("攻坚一队", "先锋队", "信创产业集群", "2025-03-01"), headings=headings)
    kept(
        "team_member",
        ("王芳", "攻坚一队", "队长", "2025-03-02"),
        headings=("姓名", "队伍名称", "分工", "加入日期"),
    )

    team = WorkTeam.objects.get()
    assert (team.kind, team.cluster.name, team.starts_on) == (
        "pioneer_team",
        "信创产业集群",
        date(2025, 3, 1),
    )
    assert list(TeamMember.objects.values_list("team", "member", "role")) == [(team.pk, member.pk, "leader")]


SERVING = ("姓名", "队伍名称", "分工", "加入日期")


@pytest.fixture
def team(branch):
    return WorkTeam.objects.create(
        name="攻坚一队", kind="pioneer_team", starts_on=LONG_AGO, status="running", organization=branch
    )


def test_a_second_leader_in_the_file_is_refused_beside_the_first(member, team, branch):
    make_member("李雷", organization=branch)
    rows = (("王芳", "攻坚一队", "队长", "2025-03-02"), ("李雷", "攻坚一队", "队长", "2025-03-02"))
    check = kept("team_member", *rows, headings=SERVING)
    assert messages(check) == ["该队伍已有负责人。（与“党员”第2行）"]
    assert TeamMember.objects.get().member == member


def test_a_leader_beside_a_registered_one_is_refused_and_the_rest_is_kept(member, team, branch):
    other = make_member("李雷", organization=branch)
    TeamMember.objects.create(team=team, member=other, role="leader", starts_on=LONG_AGO)
    rows = (("王芳", "攻坚一队", "队长", "2025-03-02"), ("李雷", "攻坚一队", "队长", ""))
    check = kept("team_member", *rows, headings=SERVING)
    assert (messages(check), check.counts["unchanged"]) == (["该队伍已有负责人。"], 1)


def test_days_that_overlap_later_ones_are_refused_in_their_row(member, team):
    TeamMember.objects.create(team=team, member=member, role="member", starts_on=date(2026, 12, 1))
    check = kept("team_member", ("王芳", "攻坚一队", "成员", "2025-03-02"), headings=SERVING)
    assert messages(check) == ["该人员在这段时间已在这支队伍中。"]
    assert (check.counts["refused"], TeamMember.objects.count()) == (1, 1)


def test_a_team_nobody_registered_is_asked_about(member):
    check = kept("team_member", ("王芳", "攻坚一队", "成员"), headings=("姓名", "队伍名称", "分工"))
    assert messages(check) == ["没有登记工作队伍“攻坚一队”"]


def test_the_days_of_a_row_say_how_far_somebody_is_on_a_programme(member):
    TalentProgramme.objects.create(name="鸿鹄计划", cluster=make_cluster(), starts_on=LONG_AGO)
    headings = ("姓名", "人才计划", "入选日期", "结业日期")
    kept("programme_member", ("王芳", "鸿鹄计划", "2025-04-01", ""), headings=headings)

    row = ProgrammeMember.objects.get()
    assert (row.status, row.applied_on) == ("selected", date(2025, 4, 1))
