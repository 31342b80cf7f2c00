"""人才链指标 — each read from a few rows."""

from datetime import date

import pytest

from apps.activities.models import Activity, RecruitLine, RecruitResult
from apps.chains.measuring import measure_each
from apps.core.period import Period
from apps.core.remit import Reach
from apps.members import workflow as members
from apps.members.models import DualCultivation, Honour, Laureate, Liaison, TeamRole
from tests.chains.reading import DAY, EVERYTHING, figure, made_of, read, rows
from tests.factories import (
    LONG_AGO,
    make_cluster,
    make_enterprise,
    make_institution,
    make_member,
    make_organization,
)
from tests.factories_activities import (
    make_activity,
    make_agreement,
    make_attendance,
    make_award,
    make_nomination,
    make_quota,
)

pytestmark = pytest.mark.django_db


def test_artisans_are_people_and_add_up_over_the_years(cluster, branch):
    twice, once = make_member(organization=branch), make_member(organization=branch)
    for member, year in ((twice, 2024), (twice, 2026), (once, 2026)):
        Honour.objects.create(member=member, kind=Honour.Kind.ARTISAN, title="党员工匠", year=year)
    Honour.objects.create(member=once, kind=Honour.Kind.MODEL_MEMBER, title="优秀共产党员", year=2026)

    assert read("TAL-01", cluster).value == 2
    assert read("TAL-01", cluster, date(2025, 12, 31)).value == 1
    assert read("TAL-01/year", cluster).value == 2


def test_assistants_are_counted_while_they_are_posted(cluster):
    enterprise = make_enterprise(cluster=cluster)
    for ends_on in (None, DAY, date(2026, 12, 31)):
        Liaison.objects.create(
            member=make_member(),
            enterprise=enterprise,
            kind=Liaison.Kind.ASSISTANT,
            starts_on=date(2026, 9, 1),
            ends_on=ends_on,
        )
    Liaison.objects.create(
        member=make_member(), enterprise=enterprise, kind=Liaison.Kind.EXPERT, starts_on=LONG_AGO
    )

    assert read("TAL-07", cluster).value == 2
    assert read("TAL-07", cluster, date(2026, 8, 31)).value == 0


@pytest.mark.parametrize(
    ("title", "counts"),
    [
        ("高级工程师", True),
        ("正高级经济师", True),
        ("副教授", True),
        ("副研究员", True),
        ("助理研究员", False),
        ("高级技工", False),
        ("高级工", False),
        ("工程师", False),
        ("", False),
    ],
)
def test_a_senior_title_makes_a_key_member(cluster, branch, title, counts):
    make_member(organization=branch, tech_title=title)

    assert made_of("TAL-09", cluster) == (int(counts), 1)


def test_executives_and_technical_leads_are_key_members(cluster, branch):
    enterprise = make_enterprise(cluster=cluster)
    posts = {"executive": "总经理", "technical_lead": "总工", "middle": "部长"}
    people = {rank: make_member(organization=branch) for rank in posts}
    for rank, job_title in posts.items():
        members.employ(
            people[rank], enterprise=enterprise, rank=rank, job_title=job_title, on=LONG_AGO, by=None
        )

    assert set(rows("TAL-09", cluster)) == {people["executive"], people["technical_lead"]}


def test_secretaries_who_are_executives_are_a_share_of_the_secretaries(cluster, branch):
    other = make_organization(cluster=cluster)
    executive, clerk = make_member(organization=branch), make_member(organization=other)
    members.employ(
        executive, enterprise=make_enterprise(), rank="executive", job_title="总经理", on=LONG_AGO, by=None
    )
    members.appoint(executive, organization=branch, post="secretary", on=LONG_AGO, by=None)
    members.appoint(clerk, organization=other, post="secretary", on=LONG_AGO, by=None)

    assert made_of("TAL-09/secretary", cluster) == (1, 2)


def test_shares_of_the_members_are_kept_apart(cluster, branch):
    make_member(organization=branch, born=date(1990, 11, 23), sex="2", education="33")
    make_member(
        organization=branch,
        born=date(1990, 11, 22),
        education="41",
        joined_on=date(2025, 11, 23),
        full_member_on=None,
    )
    make_member(organization=branch, born=date(1980, 1, 1), stage="预备党员", joined_on=date(2025, 11, 22))

    assert made_of("TAL-10", cluster) == (1, 3)
    assert [made_of(f"TAL-10/{key}", cluster) for key in ("young", "college", "women", "new")] == [
        (1, 3),
        (1, 3),
        (1, 3),
        (1, 3),
    ]


def a_course(cluster=None, on=date(2026, 10, 8), **facts):
    return make_activity(on=on, cluster=cluster, kind=Activity.Kind.TRAINING, **facts)


def test_laureates_of_hero_lists_are_told_by_categories(cluster):
    award = make_award(name="群英榜", kind="hero_list", cluster=cluster, status="named", named_on=LONG_AGO)
    firm = make_enterprise(cluster=cluster)
    for category, work in (("enterprise", ""), ("technology", "光机"), ("technology", "算法")):
        nomination = make_nomination(award, category=category, enterprise=firm, work=work)
        Laureate.objects.create(nomination=nomination)
    make_nomination(award, category="application", enterprise=firm, work="未当选")

    assert [read(f"TAL-01/{part}", cluster).text for part in ("hero_list", "hero_kinds")] == ["3个", "2类"]
    assert read("TAL-01/hero_kinds", make_cluster()).value == 0


def test_cultivations_are_told_apart_by_direction(cluster, branch):
    for direction, day in (("to_backbone", DAY), ("to_member", DAY), ("to_member", date(2026, 9, 30))):
        DualCultivation.objects.create(
            member=make_member(organization=branch),
            direction=direction,
            category="skilled",
            listed_on=LONG_AGO,
            status="achieved",
            result_on=day,
        )

    assert read("TAL-02", cluster).text == "2人"
    assert [read(f"TAL-02/{way}", cluster).value for way in ("to_backbone", "to_member")] == [1, 1]
    assert read("TAL-02").value == 2
    assert read("TAL-02", make_cluster()).value == 0


def test_tilted_quotas_grow_over_the_year_before(cluster, branch):
    for year, group, owner, quota in (
        (2025, "chain", {"cluster": cluster}, 60),
        (2025, "high_level", {"organization": branch}, 40),
        (2026, "chain", {"cluster": cluster}, 122),
        (2026, "frontline", {"cluster": cluster}, 500),
    ):
        make_quota(year=year, target_group=group, quota=quota, **owner)

    assert made_of("TAL-03", cluster) == (122, 100)
    assert read("TAL-03", cluster).text == "22.0%"
    assert read("TAL-03/quota", cluster).value == 122
    assert read("TAL-03", cluster, date(2025, 12, 31)).text == "—"


def test_people_on_the_four_teams_are_trained_or_not(cluster, branch):
    trained, untrained, late = (make_member(organization=branch) for _ in range(3))
    for member, team in (
        (trained, "leader"),
        (trained, "worker"),
        (untrained, "worker"),
        (late, "talent"),
    ):
        TeamRole.objects.create(member=member, team=team, starts_on=LONG_AGO)
    make_attendance(a_course(), trained)
    make_attendance(a_course(), untrained, status="absent")
    make_attendance(a_course(on=date(2026, 9, 30)), late)
    make_attendance(make_activity(on=DAY), late)

    assert made_of("TAL-04", cluster) == (1, 3)
    assert made_of("TAL-04/worker", cluster) == (1, 2)
    assert list(rows("TAL-04", cluster)) == [trained]


def test_somebody_from_outside_is_trained_with_the_team_of_an_organization(cluster, branch):
    guest = make_member()
    TeamRole.objects.create(member=guest, team="instructor", organization=branch, starts_on=LONG_AGO)
    make_attendance(a_course(), guest)

    assert made_of("TAL-04", cluster) == (1, 1)
    assert made_of("TAL-04") == (1, 1)


def test_those_who_came_to_what_is_for_talents_are_added_up(cluster):
    facts = {"is_for_talent": True, "headcount": 100, "external_headcount": 20}
    make_activity(on=DAY, cluster=cluster, **facts)
    make_activity(on=date(2026, 9, 30), cluster=cluster, **facts)
    make_activity(on=DAY, cluster=cluster, headcount=7)
    make_activity(on=DAY, cluster=cluster, kind="job_fair", is_for_talent=True, headcount=50)

    assert read("TAL-05", cluster).text == "170人次"
    assert read("TAL-05/events", cluster).text == "1场"
    assert read("TAL-05/ever", cluster).text == "290人次"


def test_an_activity_hosted_by_two_clusters_is_credited_to_each_and_added_once(cluster, branch):
    other = make_cluster()
    hosts = (branch, make_organization(cluster=other))
    make_activity(*hosts, on=DAY, is_for_talent=True, headcount=30)

    assert [read("TAL-05", each).value for each in (cluster, other)] == [30, 30]
    assert read("TAL-05").value == 30


def test_universities_are_counted_once_however_many_agreements_they_signed(cluster, branch):
    university, institute = make_institution(), make_institution(kind="institute")
    make_agreement(branch, university)
    make_agreement(make_organization(), university, institute, cluster=cluster)
    make_agreement(branch, make_institution(), valid_until=date(2026, 1, 1))

    assert read("TAL-06", cluster).text == "1所"
    assert list(rows("TAL-06", cluster)) == [university]
    assert read("TAL-06/contracts", cluster).text == "0项"


def test_lines_provinces_and_cities_are_counted_apart_from_people(cluster):
    first, second = (
        RecruitLine.objects.create(name=f"专线{number}", cluster=cluster, starts_on=LONG_AGO)
        for number in range(2)
    )
    for line, province, city in (
        (first, "云南", "昭通"),
        (first, "云南", "曲靖"),
        (second, "云南", "昭通"),
        (second, "贵州", "铜仁"),
    ):
        line.origins.create(province=province, city=city)
    firm = make_enterprise()
    for day, hired in ((DAY, 30), (date(2026, 9, 30), 5)):
        RecruitResult.objects.create(line=first, enterprise=firm, hired_on=day, hired=hired)
    make_activity(on=DAY, cluster=cluster, kind=Activity.Kind.JOB_FAIR)

    texts = [read(f"TAL-08/{part}", cluster).text for part in ("lines", "provinces", "cities", "fairs")]
    assert read("TAL-08", cluster).text == "30人"
    assert texts == ["2线", "2省", "3地", "1场"]


def test_a_province_is_counted_for_each_cluster_that_recruits_there(cluster):
    other = make_cluster()
    for target in (cluster, other):
        line = RecruitLine.objects.create(name=f"专线{target.pk}", cluster=target, starts_on=LONG_AGO)
        line.origins.create(province="云南", city="昭通")
    each = measure_each(
        [figure("TAL-08/provinces")], Reach.CLUSTER, [cluster.pk, other.pk], EVERYTHING, Period.until(DAY)
    )

    assert [readings[figure("TAL-08/provinces")].value for readings in each.values()] == [1, 1]
    assert read("TAL-08/provinces").value == 1
