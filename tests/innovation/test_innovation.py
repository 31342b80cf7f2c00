"""揭榜、攻坚、供需、联合体、联盟、平台: what each move changes and refuses, and what is counted."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from apps.core import clock
from apps.core.moves import MoveRefused
from apps.core.period import Period
from apps.innovation import workflow
from apps.innovation.models import (
    Alliance,
    AllianceMember,
    ChainGap,
    Consortium,
    InvestmentProject,
    Listing,
    Milestone,
    OpenCall,
    PatentCount,
    ResearchContract,
    SupportElement,
    TackleProject,
    TechPlatform,
)
from tests.factories import (
    LONG_AGO,
    make_cluster,
    make_department,
    make_enterprise,
    make_institution,
    remit_to,
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
TODAY = date(2026, 11, 22)
DAY = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(TODAY):
        yield


def test_a_call_is_taken_up_contracted_judged_and_archived():
    call = make_call()
    claim = workflow.take_up(call, on=DAY, by=None, team=make_team())
    call.refresh_from_db()
    call = workflow.contract(call, claim=claim, on=date(2026, 5, 10), by=None)
    call = workflow.judge(workflow.tackle(call, by=None), is_passed=True, on=TODAY, by=None, outputs="样机")
    call = workflow.archive_call(call, by=None)

    assert (call.status, call.claims.get().is_chosen) == ("archived", True)
    assert list(OpenCall.objects.judged(TODAY, passed=True)) == [call]


def test_claim_rate_asks_of_calls_whose_deadline_has_passed():
    taken, untaken = make_call(), make_call()
    make_call(deadline=date(2026, 12, 31))
    workflow.take_up(taken, on=DAY, by=None, enterprise=make_enterprise())

    closed = OpenCall.objects.closed_by(TODAY)

    assert set(closed) == {taken, untaken}
    assert list(closed.taken_up(TODAY)) == [taken]


def test_a_call_taken_up_later_was_not_taken_up_before():
    call = make_call()
    workflow.take_up(call, on=DAY, by=None, enterprise=make_enterprise())

    assert [list(OpenCall.objects.taken_up(day)) for day in (date(2026, 3, 31), DAY)] == [[], [call]]


def test_a_call_is_not_judged_before_it_was_contracted():
    call = make_call()
    claim = workflow.take_up(call, on=DAY, by=None, team=make_team())
    call.refresh_from_db()
    call = workflow.tackle(workflow.contract(call, claim=claim, on=date(2026, 5, 10), by=None), by=None)
    with pytest.raises(ValidationError, match="验收日期不能早于签约日期。"):
        workflow.judge(call, is_passed=True, on=date(2026, 5, 9), by=None)


def test_a_milestone_that_is_reached_is_not_overdue():
    call = make_call()
    first, second = (call.milestones.create(title=name, due_on=DAY) for name in ("样件", "小试"))
    workflow.reach_milestone(first, on=DAY, by=None)

    assert list(Milestone.objects.overdue(TODAY)) == [second]


def test_nobody_takes_a_call_up_after_the_deadline():
    call = make_call()
    with pytest.raises(ValidationError, match="揭榜已截止"):
        workflow.take_up(call, on=date(2026, 5, 1), by=None, enterprise=make_enterprise())

    assert not call.claims.exists()


def test_a_call_lapses_only_after_its_deadline():
    with pytest.raises(ValidationError, match="尚未截止"):
        workflow.lapse(make_call(deadline=date(2026, 12, 31)), by=None)
    assert workflow.lapse(make_call(), by=None).status == "lapsed"


@pytest.mark.parametrize("standing", ["collected", "assessed", "claimed", "underway", "archived"])
def test_only_a_contracted_call_is_tackled(standing):
    call = make_call(status=standing)
    with pytest.raises(MoveRefused, match=OpenCall.Status(standing).label):
        workflow.tackle(call, by=None)


def test_a_claim_names_somebody():
    with pytest.raises(ValidationError, match="请填写揭榜企业、院所或攻关队伍。"):
        workflow.take_up(make_call(), on=DAY, by=None)


def test_a_completed_project_is_a_hundred_percent_done():
    project = workflow.complete_project(workflow.start_project(make_project(), by=None), on=TODAY, by=None)

    assert (project.progress, project.completed_on) == (100, TODAY)
    assert list(TackleProject.objects.of_year(2026).completed()) == [project]


def test_a_project_has_a_lead():
    project = make_project()
    project.enterprise = None
    with pytest.raises(ValidationError, match="请填写牵头党组织或牵头企业。"):
        project.full_clean()


def test_extending_a_project_needs_a_later_day():
    project = workflow.start_project(make_project(), by=None)
    with pytest.raises(ValidationError, match="晚于原计划"):
        workflow.extend_project(project, due_on=date(2026, 12, 31), by=None, why="样件延误")


def test_a_need_brought_together_with_an_offer_comes_to_a_deal():
    cluster = make_cluster()
    need, offer = make_listing("need", cluster), make_listing("offer", cluster)
    match = workflow.bring_together(need, offer, on=DAY, by=None)
    workflow.strike(need, match=match, on=DAY, amount=80, by=None)

    settled = Listing.objects.needs().settled_by(TODAY)
    assert list(settled.dealt(TODAY)) == [need]
    assert set(Listing.objects.values_list("direction", "status")) == {
        ("need", "dealt"),
        ("offer", "matching"),
    }


def test_a_need_just_published_is_not_yet_asked_for_a_deal():
    settled = make_listing(published_on=date(2026, 8, 24))
    make_listing(published_on=date(2026, 8, 25))

    assert list(Listing.objects.needs().settled_by(TODAY)) == [settled]


def test_a_deal_on_the_offer_is_a_deal_of_the_need_it_answers():
    need, offer = make_listing("need"), make_listing("offer")
    match = workflow.bring_together(need, offer, on=DAY, by=None)
    workflow.strike(offer, match=match, on=date(2026, 5, 1), by=None)

    dealt = [list(Listing.objects.needs().dealt(day)) for day in (date(2026, 4, 30), TODAY)]
    assert dealt == [[], [need]]


def test_what_is_not_on_the_list_is_not_brought_together():
    draft = make_listing("offer", status="draft", published_on=None)
    with pytest.raises(ValidationError, match="须已发布且在有效期内"):
        workflow.bring_together(make_listing("need"), draft, on=DAY, by=None)


def test_two_needs_are_no_match():
    with pytest.raises(ValidationError, match="请选择供给"):
        workflow.bring_together(make_listing(), make_listing(), on=DAY, by=None)


def test_an_expired_entry_cannot_be_claimed():
    listing = make_listing(expires_on=date(2026, 3, 1))
    with pytest.raises(ValidationError, match="已过期"):
        workflow.claim_listing(listing, on=DAY, by=None, enterprise=make_enterprise())


def test_an_entry_returned_can_be_submitted_again():
    listing = workflow.submit_listing(make_listing(status="draft", published_on=None), by=None)
    listing = workflow.return_listing(listing, by=None, why="指标不清")

    assert workflow.submit_listing(listing, by=None).status == "auditing"


def test_an_entry_has_one_owner():
    listing = make_listing()
    listing.department = make_department()
    with pytest.raises(ValidationError, match="填写一项"):
        listing.full_clean()


def test_offers_in_stock_are_neither_expired_nor_closed():
    stock = make_listing("offer")
    make_listing("offer", expires_on=date(2026, 10, 1))
    make_listing("offer", status="closed", closed_on=date(2026, 10, 1))

    assert list(Listing.objects.offers().standing(TODAY)) == [stock]


def test_a_consortium_without_a_university_is_not_filed():
    consortium = make_consortium(status="forming", starts_on=None)
    consortium.members.all().delete()

    with pytest.raises(ValidationError, match="至少须有一所高校或科研院所"):
        workflow.file_consortium(consortium, on=DAY, by=None)


def test_a_withdrawn_consortium_no_longer_stands_and_its_members_have_left():
    consortium = workflow.withdraw_consortium(make_consortium(), on=DAY, by=None, why="任务完成")

    assert list(Consortium.objects.in_force(TODAY)) == []
    assert list(Consortium.objects.in_force(date(2026, 3, 31))) == [consortium]
    assert [member.ends_on for member in consortium.members.all()] == [DAY]


def test_a_firm_in_two_alliances_is_one_member_enterprise():
    cluster, firm = make_cluster(), make_enterprise()
    make_alliance(cluster, firm, make_enterprise())
    make_alliance(cluster, firm)
    make_alliance(cluster, make_enterprise(), starts_on=None, status="preparing")

    firms = AllianceMember.objects.enterprises(TODAY).values("enterprise").distinct()
    assert firms.count() == 2


def test_an_alliance_is_seen_by_its_members_and_not_by_others():
    firm, stranger = make_enterprise(), make_enterprise()
    alliance = make_alliance(make_cluster(), firm)

    seen = [list(Alliance.objects.within(remit_to(who))) for who in (firm, stranger)]

    assert seen == [[alliance], []]


def test_a_platform_under_construction_does_not_count():
    facts = {"cluster": make_cluster(), "kind": "computing", "institution": make_institution()}
    building = TechPlatform.objects.create(name="智算中心", status="building", **facts)
    assert list(TechPlatform.objects.in_force(TODAY)) == []

    opened = workflow.open_platform(building, on=DAY, by=None)

    assert list(TechPlatform.objects.in_force(TODAY)) == [opened]


def test_patents_are_read_from_the_latest_year_of_each_firm():
    first, second = make_enterprise(), make_enterprise()
    rows = {
        (firm, year): PatentCount.objects.create(enterprise=firm, year=year, granted=1, valid=valid)
        for firm, year, valid in ((first, 2024, 5), (first, 2025, 7), (second, 2024, 3), (second, 2026, 9))
    }

    assert set(PatentCount.objects.newest(2025)) == {rows[first, 2025], rows[second, 2024]}


def test_a_project_lands_in_the_period_of_its_first_stage_from_signing_on():
    project = InvestmentProject.objects.create(name="总部", cluster=make_cluster())
    workflow.reach(project, status="signed", on=date(2026, 3, 1), by=None)
    workflow.reach(project, status="landed", on=date(2026, 5, 1), by=None)

    landed = [list(InvestmentProject.objects.landed_in(Period.quarter(2026, q))) for q in (1, 2)]

    assert landed == [[project], []]


def test_a_project_cannot_open_before_it_is_signed():
    project = InvestmentProject.objects.create(name="总部", cluster=make_cluster())
    with pytest.raises(MoveRefused, match="洽谈"):
        workflow.reach(project, status="opened", on=DAY, by=None)


def test_a_gap_that_is_filled_is_no_longer_open():
    facts = {"segment": "近眼显示光机", "kind": "fill", "identified_on": LONG_AGO}
    gap = ChainGap.objects.create(cluster=make_cluster(), **facts)
    workflow.fill(workflow.work_on(gap, by=None, tackle_project=make_project()), on=DAY, by=None)

    assert [list(ChainGap.objects.open(day)) for day in (date(2026, 3, 1), TODAY)] == [[gap], []]


def test_two_funds_are_one_of_seven():
    cluster = make_cluster()
    for kind, name in (("fund", "一期"), ("fund", "二期"), ("plan", "规划")):
        SupportElement.objects.create(cluster=cluster, kind=kind, name=name, starts_on=LONG_AGO)

    assert [element.name for element in SupportElement.objects.there(TODAY).order_by("kind")] == [
        "一期",
        "规划",
    ]


def test_a_contract_is_with_a_university_or_an_institute():
    bank = make_institution(kind="finance")
    contract = ResearchContract(title="合作", enterprise=make_enterprise(), institution=bank, signed_on=DAY)
    with pytest.raises(ValidationError, match="请选择高校或科研院所"):
        contract.full_clean()
