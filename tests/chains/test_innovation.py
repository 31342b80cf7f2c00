"""创新链指标 — each read from a few rows."""

from datetime import date

import pytest

from apps.activities.models import Suggestion
from apps.clusters import workflow as clusters
from apps.innovation import workflow
from apps.innovation.models import (
    InvestmentProject,
    PatentCount,
    PlatformUse,
    ResearchContract,
    SupportElement,
    TechPlatform,
)
from apps.organizations.kinds import TypeCode
from apps.organizations.models import ActionBranch
from tests.chains.reading import DAY, made_of, read, rows
from tests.factories import (
    LONG_AGO,
    make_cluster,
    make_enterprise,
    make_institution,
    make_member,
    make_organization,
)
from tests.factories_activities import (
    make_alliance,
    make_call,
    make_consortium,
    make_listing,
    make_project,
    make_team,
)

pytestmark = pytest.mark.django_db
SPRING = date(2026, 4, 1)


def elsewhere():
    return make_cluster()


def test_projects_of_the_year_are_counted_and_those_due_are_completed_or_not(cluster):
    done, _, _ = (make_project(cluster, due_on=day) for day in (SPRING, SPRING, date(2026, 12, 31)))
    make_project(cluster, year=2025), make_project()
    workflow.complete_project(workflow.start_project(done, by=None), on=SPRING, by=None)

    assert read("INN-01", cluster).text == "3个"
    assert made_of("INN-01/completed", cluster) == (1, 2)
    assert made_of("INN-01/completed", cluster, date(2026, 3, 31)) == (0, 0)
    assert read("INN-01/completed", elsewhere()).text == "—"


def test_calls_are_taken_up_or_not_once_their_deadline_has_passed(cluster):
    taken, _ = make_call(cluster), make_call(cluster)
    make_call(cluster, deadline=date(2026, 12, 31)), make_call()
    workflow.take_up(taken, on=SPRING, by=None, enterprise=make_enterprise())

    assert made_of("INN-02", cluster) == (1, 2)
    assert list(rows("INN-02", cluster)) == [taken]
    assert read("INN-02/published", cluster, date(2026, 3, 31)).value == 3


def test_success_is_asked_of_what_was_judged(cluster):
    for is_passed in (True, True, False):
        call = make_call(cluster, status="underway")
        workflow.judge(call, is_passed=is_passed, on=date(2026, 9, 1), by=None)
    make_call(cluster, status="underway")

    assert made_of("INN-02/success", cluster) == (2, 3)
    assert made_of("INN-02/success", cluster, date(2026, 8, 31)) == (0, 0)


def test_teams_that_tackle_are_told_apart_from_laboratories_and_branches(cluster):
    for kind in ("pioneer_team", "tackle_party_group", "laboratory", "help_group"):
        make_team(cluster, kind=kind)
    make_team(cluster, starts_on=None, status="forming")
    for kind in ("research", "pioneer"):
        branch = make_organization(type_code=TypeCode.ACTION_BRANCH, is_functional=True)
        ActionBranch.objects.create(
            organization=branch, kind=kind, level="town", cluster=cluster, starts_on=LONG_AGO
        )

    assert read("INN-03", cluster).text == "2支"
    parts = ("pioneer", "group", "laboratory", "branch")
    assert [read(f"INN-03/{part}", cluster).value for part in parts] == [1, 1, 1, 1]


def test_needs_are_asked_for_a_deal_after_ninety_days(cluster):
    dealt, _ = make_listing("need", cluster), make_listing("need", cluster)
    make_listing("need", cluster, published_on=date(2026, 10, 1))
    offer = make_listing("offer", cluster)
    match = workflow.bring_together(dealt, offer, on=SPRING, by=None)
    workflow.strike(dealt, match=match, on=date(2026, 10, 8), amount=12000, by=None)

    assert made_of("INN-04", cluster) == (1, 2)
    assert made_of("INN-04", cluster, date(2026, 9, 30)) == (0, 2)
    assert [read(f"INN-04/{part}", cluster).text for part in ("offers", "needs", "amount")] == [
        "1条",
        "3条",
        "1.20亿元",
    ]


def test_a_firm_in_two_alliances_is_one_member_enterprise(cluster):
    make_consortium(cluster)
    make_consortium(cluster, starts_on=None, status="forming")
    firm = make_enterprise()
    make_alliance(cluster, firm, make_enterprise()), make_alliance(cluster, firm)

    assert read("INN-05", cluster).text == "1个"
    assert [read(f"INN-05/{part}", cluster).text for part in ("members", "alliances")] == ["2家", "2个"]
    assert firm in rows("INN-05/members", cluster)


def test_patents_are_those_of_the_latest_year_of_firms_on_the_chain(cluster):
    firm, other, stranger = (
        make_enterprise(cluster=cluster),
        make_enterprise(cluster=cluster),
        make_enterprise(),
    )
    for owner, year, valid in ((firm, 2024, 5), (firm, 2025, 7), (other, 2026, 3), (stranger, 2025, 90)):
        PatentCount.objects.create(enterprise=owner, year=year, granted=1, valid=valid)

    assert read("INN-06", cluster).text == "10项"
    assert read("INN-06").value == 10
    assert read("INN-06", cluster, date(2024, 12, 31)).value == 5
    assert read("INN-06/granted", cluster).value == 1


def test_contracts_count_when_they_are_signed_wherever_the_firm_stands(cluster):
    firm, university = make_enterprise(cluster=cluster), make_institution()
    for day, owner in (
        (DAY, firm),
        (date(2026, 10, 1), firm),
        (date(2026, 9, 30), firm),
        (DAY, make_enterprise()),
    ):
        ResearchContract.objects.create(
            title=f"合作{day}", enterprise=owner, institution=university, signed_on=day, amount=50
        )
    own = ResearchContract.objects.filter(signed_on=DAY, enterprise=firm)
    own.update(cluster=cluster)

    assert read("INN-07", cluster).text == "2项"
    assert read("INN-07/amount", cluster).text == "100.00万元"


def test_users_of_platforms_are_firms_and_uses_are_visits(cluster):
    platform = TechPlatform.objects.create(
        name="智算中心", kind="computing", cluster=cluster, institution=make_institution(), starts_on=LONG_AGO
    )
    TechPlatform.objects.create(
        name="靶场", kind="range", cluster=cluster, institution=make_institution(), status="building"
    )
    firm = make_enterprise()
    for day in (date(2026, 10, 2), DAY, date(2026, 9, 1)):
        PlatformUse.objects.create(platform=platform, enterprise=firm, used_on=day)

    texts = [read(code, cluster).text for code in ("INN-08", "INN-08/users", "INN-08/uses")]
    assert texts == ["1个", "1家", "2家次"]


def test_leaders_pull_the_firms_above_and_below_them(cluster):
    roles = ("leader", "core", "upstream", "downstream", "supporting", "important", "platform")
    firms = {role: make_enterprise() for role in roles}
    for role, firm in firms.items():
        clusters.join_chain(firm, cluster, chain_role=role, on=LONG_AGO, by=None)
    clusters.join_chain(firms["upstream"], make_cluster(), chain_role="downstream", on=LONG_AGO, by=None)

    assert made_of("INN-09", cluster) == (3, 2)
    assert read("INN-09", cluster).text == "1.5家/链主"
    assert made_of("INN-09") == (3, 2)
    assert list(rows("INN-09/cores", cluster)) == [firms["core"]]
    assert list(rows("INN-09/platforms", cluster)) == [firms["platform"]]


def test_projects_land_in_the_period_of_their_first_stage(cluster):
    for number, day in enumerate((date(2026, 10, 1), date(2026, 9, 30))):
        InvestmentProject.objects.create(
            name=f"总部{number}", cluster=cluster, status="landed", signed_on=day, landed_on=DAY, amount=6000
        )
    InvestmentProject.objects.create(name="洽谈中", cluster=cluster, amount=9000)

    assert read("INN-10", cluster).text == "1个"
    assert read("INN-10/amount", cluster).text == "6000.00万元"


def test_each_cluster_should_have_seven_elements(cluster):
    for number, kind in enumerate(("plan", "fund", "fund")):
        SupportElement.objects.create(cluster=cluster, kind=kind, name=f"要素{number}", starts_on=LONG_AGO)
    elsewhere()

    assert made_of("INN-10/support", cluster) == (2, 7)
    assert read("INN-10/support", cluster).text == "28.6%"
    assert made_of("INN-10/support") == (2, 14)


def test_ideas_are_adopted_out_of_those_of_the_period(cluster):
    branch = make_organization(cluster=cluster)
    member = make_member(organization=branch)
    facts = {"text": "余热回收", "member": member, "organization": branch}
    days = {"submitted_on": date(2026, 10, 8), "adopted_on": date(2026, 11, 1)}
    Suggestion.objects.create(title="甲", status="adopted", **days, **facts)
    Suggestion.objects.create(
        title="乙", status="carried_out", carried_out_on=DAY, benefit_amount=30, **days, **facts
    )
    Suggestion.objects.create(title="丙", submitted_on=DAY, **facts)
    Suggestion.objects.create(title="丁", submitted_on=date(2026, 9, 30), **facts)

    assert made_of("INN-11", cluster) == (2, 3)
    assert made_of("INN-11", branch) == (2, 3)
    assert read("INN-11/benefit", cluster).text == "30.00万元"
