"""人才链登记页 — what each list and page shows, and that thirty rows ask no more than three."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.members import developing, growing
from apps.members.models import (
    CollectiveHonour,
    DualCultivation,
    ExpertLink,
    Honour,
    Laureate,
    Post,
    ProgrammeMember,
    TalentPoolEntry,
    TalentProgramme,
    TeamMember,
)
from apps.members.steps import Step
from apps.members.urls import urlpatterns
from tests.desk.worlds import at_desk, make_corner
from tests.factories import LONG_AGO, make_institution, make_member
from tests.factories_activities import (
    make_agreement,
    make_award,
    make_file,
    make_nomination,
    make_quota,
    make_team,
    walk,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)


def somebody(corner, **facts):
    return make_member(organization=corner.branch, **facts)


def a_post(corner, number):
    return Post.objects.create(
        member=somebody(corner), organization=corner.branch, name=f"岗位{number}", starts_on=LONG_AGO
    )


def an_award(corner, number):
    return make_award(name=f"评选{number}", cluster=corner.cluster)


def a_nomination(corner, number):
    return make_nomination(an_award(corner, number), somebody(corner))


def a_laureate(corner, number):
    return Laureate.objects.create(nomination=a_nomination(corner, number))


def an_honour(corner, number):
    return Honour.objects.create(member=somebody(corner), kind="artisan", title=f"荣誉{number}", year=2026)


def a_collective_honour(corner, number):
    return CollectiveHonour.objects.create(enterprise=corner.enterprise, title=f"荣誉{number}", year=2026)


def a_programme(corner, number):
    return TalentProgramme.objects.create(name=f"计划{number}", cluster=corner.cluster, starts_on=LONG_AGO)


def a_candidate(corner, number):
    return ProgrammeMember.objects.create(
        programme=a_programme(corner, number), member=somebody(corner), applied_on=DAY
    )


def a_cultivation(corner, number):
    return DualCultivation.objects.create(
        member=somebody(corner), direction="to_backbone", category="skilled", listed_on=DAY
    )


def an_expert_link(corner, number):
    return ExpertLink.objects.create(member=somebody(corner), expert=somebody(corner), starts_on=LONG_AGO)


def a_talent(corner, number):
    return TalentPoolEntry.objects.create(
        member=somebody(corner), enterprise=corner.enterprise, kind="research", entered_on=DAY
    )


MAKING = {
    "teams": lambda corner, number: make_team(corner.cluster, organization=corner.branch),
    "posts": a_post,
    "agreements": lambda corner, number: make_agreement(
        corner.branch, make_institution(), cluster=corner.cluster
    ),
    "awards": an_award,
    "nominations": a_nomination,
    "laureates": a_laureate,
    "honours": an_honour,
    "collective_honours": a_collective_honour,
    "programmes": a_programme,
    "programme_members": a_candidate,
    "cultivations": a_cultivation,
    "expert_links": an_expert_link,
    "talents": a_talent,
    "quotas": lambda corner, number: make_quota(cluster=corner.cluster, year=1990 + number),
    "development_files": lambda corner, number: make_file(
        member=make_member(stage="群众"), organization=corner.branch
    ),
}
NAMES = [getattr(pattern, "name", "") for pattern in urlpatterns]
PAGES = {
    name.removesuffix("_export"): NAMES[place + 1]
    for place, name in enumerate(NAMES)
    if name.endswith("_export")
}


def asked(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def told_of(row, page):
    return at_desk("registry_manager").get(reverse(f"members:{page}", args=[row.pk])).context["told"]


def panel_of(told, heading):
    return next(panel for panel in [*told.panels, *told.side] if panel.heading == heading)


def test_every_register_is_walked():
    assert set(PAGES) == set(MAKING)


@pytest.mark.parametrize("register", MAKING)
def test_a_list_of_thirty_asks_as_often_as_one_of_three(ours, register):
    client, address = at_desk("registry_manager"), f"{reverse(f'members:{register}')}?per_page=50"
    for number in range(3):
        MAKING[register](ours, number)
    few = asked(client, address)
    for number in range(3, 30):
        MAKING[register](ours, number)
    assert asked(client, address) == few


@pytest.mark.parametrize("register", MAKING)
def test_a_page_opens_for_its_cluster_and_not_for_the_neighbour(ours, register):
    address = reverse(f"members:{PAGES[register]}", args=[MAKING[register](ours, 1).pk])
    own = at_desk("cluster_clerk", cluster=ours.cluster)
    other = at_desk("cluster_clerk", cluster=make_corner("光电").cluster)
    assert [client.get(address).status_code for client in (own, other)] == [200, 404]


def test_a_team_tells_how_many_of_it_are_members(ours):
    team = make_team(ours.cluster)
    for stage in ("正式党员", "预备党员", "群众"):
        TeamMember.objects.create(team=team, member=somebody(ours, stage=stage), starts_on=LONG_AGO)

    assert panel_of(told_of(team, "team"), "成员").note == "3人，其中党员2人，占66.7%"


def test_an_award_tells_who_was_named(ours):
    award = make_award(cluster=ours.cluster, status="reviewing")
    chosen, other = (make_nomination(award, somebody(ours)) for _ in range(2))
    growing.put_on_notice(
        award, [chosen], notice_from=date(2026, 3, 2), notice_until=date(2026, 3, 6), by=None
    )
    award.refresh_from_db()
    growing.name_laureates(award, on=DAY, by=None)

    rows = panel_of(told_of(award, "award"), "申报和当选").rows
    assert [(str(row.cells[1].text), row.cells[-1].text) for row in rows] == [
        (str(chosen.member), "是"),
        (str(other.member), "否"),
    ]


def test_the_list_of_laureates_offers_no_new_one():
    assert at_desk("registry_manager").get(reverse("members:laureates")).context["tools"] == []


def test_a_file_tells_how_far_it_is_and_what_comes_next(ours):
    file = walk(make_file(organization=ours.branch), before=Step.CONTACTS_NAMED)
    facts = panel_of(told_of(file, "development_file"), "进度").facts

    assert [(fact.label, fact.value) for fact in facts] == [
        ("申请入党", "2/2步"),
        ("入党积极分子的确定和培养", "2/4步"),
        ("发展对象的确定和考察", "0/5步"),
        ("预备党员的接收", "0/7步"),
        ("预备党员的考察和转正", "0/7步"),
        ("接下来可办", "指定培养联系人"),
    ]


def test_a_file_says_that_a_talk_is_overdue(ours):
    file = make_file(organization=ours.branch)
    facts = {fact.label: fact.value for fact in panel_of(told_of(file, "development_file"), "进度").facts}

    assert (facts["接下来可办"], facts["逾期"]) == ("党组织派人谈话", "申请满一个月尚未谈话")


def test_a_closed_file_presses_for_nothing(ours):
    file = developing.stop(make_file(organization=ours.branch), on=DAY, by=None, why="本人撤回")
    facts = panel_of(told_of(file, "development_file"), "进度").facts

    assert [fact.label for fact in facts][-1] == "预备党员的考察和转正"


def test_a_person_shows_honours_posts_and_the_way_into_the_party(ours):
    member = make_member(stage="群众")
    make_file(member=member, organization=ours.branch)
    Honour.objects.create(member=member, kind="other", title="技术能手", year=2025)
    told = at_desk("registry_manager").get(reverse("members:member", args=[member.pk])).context["told"]

    assert {"荣誉", "发展党员档案"} <= {panel.heading for panel in told.panels}
