"""创新链登记页 — what each list and page shows, and that thirty rows ask no more than three."""

from datetime import date

import pytest
from django.urls import reverse

from apps.innovation import workflow
from apps.innovation.models import (
    ChainGap,
    InvestmentProject,
    PatentCount,
    PlatformUse,
    ResearchContract,
    SupportElement,
    TechPlatform,
)
from apps.innovation.urls import urlpatterns
from tests.desk.worlds import asked, at_desk, make_corner
from tests.factories import LONG_AGO, make_enterprise, make_institution
from tests.factories_activities import (
    make_alliance,
    make_call,
    make_consortium,
    make_listing,
    make_project,
    make_team,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)


def a_match(corner, number):
    needed, offered = (make_listing(way, corner.cluster) for way in ("need", "offer"))
    return workflow.bring_together(needed, offered, on=DAY, by=None)


def a_deal(corner, number):
    match = a_match(corner, number)
    return workflow.strike(match.need, match=match, on=DAY, by=None, amount=80)


def a_platform(corner, number):
    facts = {"kind": "testing", "cluster": corner.cluster, "enterprise": corner.enterprise}
    return TechPlatform.objects.create(name=f"平台{number}", starts_on=LONG_AGO, **facts)


def a_use(corner, number):
    return PlatformUse.objects.create(
        platform=a_platform(corner, number), enterprise=corner.enterprise, used_on=DAY
    )


def a_contract(corner, number):
    return ResearchContract.objects.create(
        title=f"合作{number}",
        enterprise=corner.enterprise,
        institution=make_institution(),
        signed_on=DAY,
        amount=12000,
    )


def a_count(corner, number):
    return PatentCount.objects.create(enterprise=corner.enterprise, year=1990 + number, granted=1, valid=3)


def an_investment(corner, number):
    return InvestmentProject.objects.create(
        name=f"总部{number}", cluster=corner.cluster, enterprise=corner.enterprise, amount=5000
    )


def a_gap(corner, number):
    return ChainGap.objects.create(
        cluster=corner.cluster, segment=f"环节{number}", kind="fill", identified_on=LONG_AGO
    )


def an_element(corner, number):
    return SupportElement.objects.create(
        cluster=corner.cluster, kind="fund", name=f"基金{number}", starts_on=LONG_AGO
    )


MAKING = {
    "calls": lambda corner, number: make_call(corner.cluster, enterprise=corner.enterprise),
    "tackle_projects": lambda corner, number: make_project(corner.cluster, organization=corner.branch),
    "investments": an_investment,
    "chain_gaps": a_gap,
    "listings": lambda corner, number: make_listing("offer", corner.cluster, institution=make_institution()),
    "matches": a_match,
    "deals": a_deal,
    "consortia": lambda corner, number: make_consortium(corner.cluster, corner.enterprise),
    "alliances": lambda corner, number: make_alliance(corner.cluster, corner.enterprise),
    "tech_platforms": a_platform,
    "platform_uses": a_use,
    "research_contracts": a_contract,
    "patent_counts": a_count,
    "support_elements": an_element,
}
PAGES = {
    pattern.name.removesuffix("_export"): urlpatterns[place + 1].name
    for place, pattern in enumerate(urlpatterns)
    if pattern.name.endswith("_export")
}


def told_of(row, page):
    address = reverse(f"innovation:{page}", args=[row.pk])
    return at_desk("registry_manager").get(address).context["told"]


def panel_of(told, heading):
    return next(panel for panel in told.panels if panel.heading == heading)


def test_every_register_is_walked():
    assert set(PAGES) == set(MAKING)


@pytest.mark.parametrize("register", MAKING)
def test_a_list_of_thirty_asks_as_often_as_one_of_three(ours, register):
    client, address = at_desk("registry_manager"), f"{reverse(f'innovation:{register}')}?per_page=50"
    for number in range(3):
        MAKING[register](ours, number)
    few = asked(client, address)
    for number in range(3, 30):
        MAKING[register](ours, number)
    assert asked(client, address) == few


@pytest.mark.parametrize("register", MAKING)
def test_a_page_opens_for_its_cluster_and_not_for_the_neighbour(ours, register):
    address = reverse(f"innovation:{PAGES[register]}", args=[MAKING[register](ours, 1).pk])
    own = at_desk("cluster_clerk", cluster=ours.cluster)
    other = at_desk("cluster_clerk", cluster=make_corner("光电").cluster)
    assert [client.get(address).status_code for client in (own, other)] == [200, 404]


@pytest.mark.parametrize("register", MAKING)
def test_a_list_is_exported_with_what_it_shows(ours, register):
    row = MAKING[register](ours, 1)
    answer = at_desk("cluster_clerk", cluster=ours.cluster).get(
        reverse(f"innovation:{register}_export") + "?format=csv"
    )
    lines = answer.content.decode("utf-8-sig").splitlines()
    first = {
        "matches": "need",
        "deals": "listing",
        "platform_uses": "platform",
        "patent_counts": "enterprise",
    }
    named = (
        getattr(row, first[register]) if register in first else getattr(row, "segment", None) or named_by(row)
    )
    assert lines[1].split(",")[0] == str(named)


def named_by(row):
    return getattr(row, "title", None) or row.name


def test_a_call_tells_who_took_it_up_and_what_came_of_it(ours):
    call = make_call(ours.cluster, enterprise=ours.enterprise)
    claim = workflow.take_up(call, on=DAY, by=None, team=make_team(ours.cluster, name="先锋一队"))
    call.refresh_from_db()
    call = workflow.contract(call, claim=claim, on=date(2026, 5, 10), by=None)
    workflow.judge(
        workflow.tackle(call, by=None), is_passed=True, on=date(2026, 9, 1), by=None, outputs="样机"
    )

    told = told_of(call, "call")

    assert told.badges == [("验收通过", "good")]
    assert [str(cell.text) for cell in panel_of(told, "揭榜").rows[0].cells] == [
        "2026-04-01",
        "",
        "",
        "先锋一队",
        "",
        "是",
    ]
    assert [moment.text for moment in told.side[0].moments] == ["验收通过", "攻关", "签约", "揭榜"]


def test_a_cluster_says_which_of_the_seven_it_lacks(ours):
    for number, kind in enumerate(("plan", "fund", "fund")):
        SupportElement.objects.create(
            cluster=ours.cluster, kind=kind, name=f"要素{number}", starts_on=LONG_AGO
        )
    address = reverse("clusters:cluster", args=[ours.cluster.pk])
    told = at_desk("registry_manager").get(address).context["told"]

    assert panel_of(told, "七个一").note == "2/7，缺：产业联盟、品牌会议、公共平台、示范基地、生态链群"


def test_an_alliance_tells_firms_from_its_other_members(ours):
    alliance = make_alliance(ours.cluster, ours.enterprise, make_enterprise())
    alliance.members.create(institution=make_institution(), starts_on=LONG_AGO)

    assert panel_of(told_of(alliance, "alliance"), "成员").note == "3方，其中企业2家"


def test_visits_of_a_platform_are_told_apart_from_its_visitors(ours):
    platform = a_platform(ours, 1)
    for _ in range(3):
        PlatformUse.objects.create(platform=platform, enterprise=ours.enterprise, used_on=DAY)

    assert panel_of(told_of(platform, "tech_platform"), "使用").note == "3家次，1家企业"


def test_listings_are_told_apart_by_direction(ours):
    for way in ("need", "offer", "offer"):
        make_listing(way, ours.cluster)
    answer = at_desk("registry_manager").get(reverse("innovation:listings"))
    assert answer.context["summary"] == "需求1条，供给2条"
