"""人才链指标 — each read from a few rows."""

from datetime import date

import pytest

from apps.members import workflow as members
from apps.members.models import Honour, Liaison
from tests.chains.reading import DAY, made_of, read, rows
from tests.factories import LONG_AGO, make_cluster, make_enterprise, make_member, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster():
    return make_cluster()


@pytest.fixture
def branch(cluster):
    return make_organization(cluster=cluster)


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
