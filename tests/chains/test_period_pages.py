"""统计期页 — closing, reopening, then and now side by side, kept rows and what came and went."""

from datetime import date

import pytest
from django.urls import reverse

from apps.accounts.duties import DutyCode
from apps.chains import workflow
from apps.chains.handbook import FIGURES
from apps.chains.models import ReportingPeriod
from apps.core.period import Period
from apps.members import workflow as members
from tests.factories import make_cluster, make_member, make_organization, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_figures")]
QUARTER = Period.quarter(2026, 3)


@pytest.fixture
def manager(client):
    client.force_login(make_user(DutyCode.REGISTRY_MANAGER, "manager"))
    return client


def page_of(client, name, *arguments, **asked):
    return client.get(reverse(f"chains:{name}", args=arguments), asked)


def test_a_period_is_closed_and_reopened(manager):
    closed = manager.post(reverse("chains:close", args=["2026Q3"]))
    assert closed.status_code == 302, closed.content.decode()[:3000]
    assert closed.headers["Location"] == reverse("chains:period", args=["2026Q3"])
    assert ReportingPeriod.objects.get().status == "closed"

    manager.post(reverse("chains:reopen", args=["2026Q3"]), {"why": "补登"})
    assert ReportingPeriod.objects.get().status == "open"
    steps = page_of(manager, "period", "2026Q3").context["steps"]
    assert [(step["act"], step["why"]) for step in steps] == [("定格", ""), ("重开", "补登")]


def test_a_running_period_is_refused_with_its_reason(manager):
    answer = manager.post(reverse("chains:close", args=["2026Q4"]))
    assert answer.context["form"].non_field_errors() == ["2026年第四季度尚未结束，不能定格。"]


def test_a_period_that_nobody_closed_is_not_there_to_be_reopened(manager):
    assert manager.post(reverse("chains:reopen", args=["2026Q2"]), {"why": "补登"}).status_code == 404


def test_the_list_offers_what_is_over_and_what_is_closed(manager):
    workflow.close(QUARTER, by=None)
    groups = dict(page_of(manager, "periods").context["groups"])
    lines = {str(one["period"]): (one["close"], one["reopen"]) for one in groups["季度"]}

    assert "2026年第四季度" not in lines
    assert lines["2026年第三季度"] == (False, True)
    assert lines["2026年第二季度"] == (True, False)


def test_then_and_now_stand_side_by_side(manager, cluster, branch):
    member = make_member(organization=branch)
    workflow.close(QUARTER, by=None)
    members.leave(member, kind="died", on=date(2026, 9, 1), by=None, why="补录")
    page = page_of(manager, "period", "2026Q3", scope=f"cluster:{cluster.pk}")
    (row,) = [
        line for line in str(page.context["readings"]).split("<tr>") if "ORG-03 覆盖党员数</th>" in line
    ][:1]

    assert ("1名" in row, "0名" in row) == (True, True)


def test_a_period_is_opened_in_the_same_number_of_queries_for_many_rows(
    manager, cluster, branch, django_assert_max_num_queries
):
    for _ in range(3):
        make_member(organization=branch)
    workflow.close(QUARTER, by=None)
    with django_assert_max_num_queries(100) as few:
        page_of(manager, "kept", "2026Q3", "ORG-03")
        page_of(manager, "period", "2026Q3")
    for _ in range(27):
        make_member(organization=branch)
    workflow.reopen(ReportingPeriod.objects.get(), by=None, why="补登")
    workflow.close(QUARTER, by=None)
    with django_assert_max_num_queries(len(few)):
        page_of(manager, "kept", "2026Q3", "ORG-03")
        page_of(manager, "period", "2026Q3")


def test_kept_rows_open_with_what_they_said(manager, cluster, branch):
    make_member("张三", organization=branch)
    workflow.close(QUARTER, by=None)
    page = page_of(manager, "kept", "2026Q3", "ORG-03", scope=f"cluster:{cluster.pk}")

    assert page.context["told"].text == "1名"
    assert "张三" in page.context["rows"]
    assert page.context["kept"].formula == FIGURES["ORG-03", ""].formula


def test_what_came_and_went_since_another_period_is_listed(manager, cluster, branch):
    gone = make_member("张三", organization=branch)
    members.leave(gone, kind="died", on=date(2026, 8, 1), by=None, why="去世")
    make_member("李四", organization=branch, on=date(2026, 8, 1))
    workflow.close(Period.quarter(2026, 2), by=None)
    workflow.close(QUARTER, by=None)
    asked = {"scope": f"cluster:{cluster.pk}", "against": "2026Q2"}

    pages = {v: page_of(manager, "kept", "2026Q3", "ORG-03", **asked, view=v) for v in ("come", "gone")}

    assert [name in pages["come"].context["rows"] for name in ("张三", "李四")] == [False, True]
    assert [name in pages["gone"].context["rows"] for name in ("张三", "李四")] == [True, False]


def test_a_clerk_opens_kept_rows_of_the_own_cluster_only(client, cluster, branch):
    gone = make_member("张三", organization=branch)
    make_member("李四", organization=branch)
    workflow.close(QUARTER, by=None)
    members.transfer_within(gone, to=make_organization(), on=date(2026, 11, 1), by=None, why="补录")
    client.force_login(make_user(DutyCode.CLUSTER_CLERK, "clerk", cluster=cluster))
    own = page_of(client, "kept", "2026Q3", "ORG-03", scope=f"cluster:{cluster.pk}")

    assert (own.context["told"].text, own.context["beyond"]) == ("2名", 1)
    assert ["张三" in own.context["rows"], "李四" in own.context["rows"]] == [False, True]
    assert (
        page_of(client, "kept", "2026Q3", "ORG-03", scope=f"cluster:{make_cluster().pk}").status_code == 404
    )
    assert page_of(client, "kept", "2026Q3", "ORG-03", scope="all").status_code == 404


def test_the_page_of_an_indicator_says_what_was_kept(manager, branch):
    make_member(organization=branch)
    workflow.close(QUARTER, by=None)
    make_member(organization=branch)
    page = page_of(manager, "indicator", "ORG-03", period="2026Q3")

    assert (page.context["kept"]["text"], page.context["now"].text) == ("1名", "2名")


def test_the_course_shows_closed_periods_as_they_were_kept(manager, branch):
    make_member(organization=branch)
    workflow.close(QUARTER, by=None)
    make_member(organization=branch)
    page = page_of(manager, "indicator", "ORG-03")

    assert page.context["trend_table"].count("已定格") == 1
    assert [text in page.context["trend"] for text in ("1名", "2名")] == [True, True]
    assert page.context["course_name"] == "近12个季度（已定格1个）"


def test_another_period_chosen_in_the_form_leads_there(manager, cluster):
    answer = page_of(manager, "period", "2026Q3", scope=f"cluster:{cluster.pk}", period="2026Q2")
    there = reverse("chains:period", args=["2026Q2"])
    assert answer.headers["Location"].startswith(f"{there}?scope=cluster:{cluster.pk}&period=2026Q2")


@pytest.mark.parametrize("text", ["2026-13", "abc", "2026-01-01..2026-01-02"])
def test_what_is_not_a_period_is_missing(manager, text):
    assert page_of(manager, "period", text).status_code == 404
