"""看板页 — what each shows, to whom, and how often it asks the database."""

import csv
import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.chains.handbook import INDICATORS
from tests.desk.worlds import at_desk, make_corner, taken
from tests.factories import make_enterprise, make_member, make_organization
from tests.factories_activities import make_activity
from tests.shares import turn_of

pytestmark = pytest.mark.django_db

OVERVIEW = reverse("chains:overview")
MEMBERS = reverse("chains:indicator", args=["ORG-03"])
PAGES = [
    OVERVIEW,
    reverse("chains:chain", args=["organization"]),
    reverse("chains:chain", args=["talent"]),
    reverse("chains:handbook"),
    *(reverse("chains:indicator", args=[code]) for code in turn_of(list(INDICATORS), column=0)),
]


@pytest.fixture
def secretary(ours):
    return at_desk("cluster_secretary", cluster=ours.cluster)


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def rows_listed(page):
    return int(re.search(r"共 (\d+) ", page)[1])


def test_every_page_opens(secretary):
    assert {address: secretary.get(address).status_code for address in PAGES} == dict.fromkeys(PAGES, 200)


def test_a_stranger_is_led_to_the_sign_in_page():
    stranger = Client()
    assert {address: stranger.get(address).status_code for address in PAGES} == dict.fromkeys(PAGES, 302)


def test_a_secretary_lands_on_their_own_cluster(ours, theirs, secretary):
    page = text(secretary, OVERVIEW)

    assert "范围：元宇宙产业集群" in page
    assert ("元宇宙有限公司" in page, "光电" in page) == (True, False)


def test_the_headline_says_each_number_with_a_link_to_its_rows(ours, secretary):
    page = text(secretary, f"{OVERVIEW}?period=2026Q4&as_of=2026-11-22")
    headline = re.search(r'<p class="panel headline">(.*?)</p>', page, re.S)[1]

    assert re.sub("<.*?>", "", headline) == (
        "截至2026年11月22日，元宇宙产业集群建立集群党委1个，覆盖链上企业1家、党组织1个、"
        "党员1名（正式党员1名、预备党员0名）；非公企业组织覆盖率100.0%，单独建立党组织1家；"
        "无应建未建企业和到期未换届党组织。"
    )
    assert headline.count("<a ") == 8


@pytest.mark.parametrize(
    "address",
    [
        reverse("chains:cluster", args=[0]),
        f"{OVERVIEW}?scope=cluster:0",
        f"{OVERVIEW}?scope=place:x",
        reverse("chains:chain", args=["nothing"]),
        reverse("chains:indicator", args=["ORG-99"]),
        f"{MEMBERS}?part=nothing",
    ],
)
def test_what_is_not_there_is_missing(secretary, address):
    assert secretary.get(address).status_code == 404


def test_a_neighbours_board_is_missing_like_one_that_never_was(ours, theirs, secretary):
    foreign = secretary.get(reverse("chains:cluster", args=[theirs.cluster.pk]))
    missing = secretary.get(reverse("chains:cluster", args=[0]))

    assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert secretary.get(f"{MEMBERS}?scope=cluster:{theirs.cluster.pk}").status_code == 404
    assert secretary.get(f"{OVERVIEW}?scope=place:{ours.cluster.place.pk}").status_code == 404


def test_the_diagram_counts_leaders_apart_from_their_partners_each_with_its_list(ours, secretary):
    for number, role in enumerate(["leader", "core", "partner", "flagship", "important"]):
        make_enterprise(f"企业{number}", cluster=ours.cluster, chain_role=role)
    page = text(secretary, reverse("chains:cluster", args=[ours.cluster.pk]))
    heads = re.findall(r'href="([^"]*chain_role=[^"]*)">(?:<rect[^>]*></rect>)?<text[^>]*>(\S+ \d+家)', page)

    assert {head: rows_listed(text(secretary, unescape(href))) for href, head in heads} == {
        "链主、链核 2家": 2,
        "伙伴、龙头、重点 3家": 3,
        "配套与平台 1家": 1,
    }


def test_the_rows_that_open_are_those_of_the_reader_alone(ours, theirs, secretary):
    page = text(secretary, f"{MEMBERS}?scope=all")

    assert (rows_listed(page), "元宇宙人" in page, "光电人" in page) == (1, True, False)


def test_an_earlier_day_lists_who_belonged_then(ours, secretary):
    make_member(organization=ours.branch, on=date(2026, 5, 1))

    assert rows_listed(text(secretary, f"{MEMBERS}?as_of=2026-04-30")) == 1
    assert rows_listed(text(secretary, f"{MEMBERS}?period=2026Q1")) == 1
    assert rows_listed(text(secretary, f"{MEMBERS}?period=2026Q2")) == 2


def test_both_sides_of_a_ratio_open_their_rows(ours, secretary):
    make_enterprise(cluster=ours.cluster)
    address = reverse("chains:indicator", args=["ORG-04"])

    assert rows_listed(text(secretary, address)) == 1
    assert rows_listed(text(secretary, f"{address}?side=denominator")) == 2


def test_an_export_holds_exactly_the_rows(ours, theirs):
    [make_member(organization=ours.branch) for _ in range(30)]
    clerk = at_desk("cluster_clerk", cluster=ours.cluster)
    lines = list(csv.reader(taken(clerk, reverse("chains:indicator_export", args=["ORG-03"]))))

    assert (len(lines), lines[0][0]) == (32, "姓名")


def test_who_may_not_export_members_may_not_export_them_from_a_board(ours, secretary):
    assert secretary.get(reverse("chains:indicator_export", args=["ORG-03"])).status_code == 403
    assert (
        secretary.get(reverse("chains:indicator_export", args=["ORG-02"]) + "?format=csv").status_code == 200
    )


def test_a_day_or_period_nobody_can_read_is_today(secretary):
    assert "截至" in text(secretary, f"{OVERVIEW}?period=%E6%9F%90&as_of=x")


@pytest.mark.parametrize("code", ["ORG-02", "ORG-03", "ORG-06"])
def test_an_indicator_asks_as_often_for_many_rows_as_for_few(ours, code):
    client = at_desk("registry_manager")
    asked = []
    for more in (2, 8):
        for _ in range(more):
            enterprise = make_enterprise(cluster=ours.cluster)
            branch = make_organization(cluster=ours.cluster, units=(enterprise,))
            make_member(organization=branch, enterprise=enterprise)
            bare = make_enterprise(cluster=ours.cluster)
            [make_member(organization=branch, enterprise=bare) for _ in range(3)]
        with CaptureQueriesContext(connection) as queries:
            text(client, reverse("chains:indicator", args=[code]) + "?per_page=100")
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_a_board_asks_as_often_for_many_clusters_as_for_few():
    client = at_desk("registry_manager")
    asked = []
    for names in (["甲", "乙", "丙"], [f"第{number}" for number in range(12)]):
        [make_corner(name) for name in names]
        with CaptureQueriesContext(connection) as queries:
            text(client, OVERVIEW)
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_an_activity_names_the_hosts_within_the_remit_only(ours, theirs, secretary):
    beside = make_organization("中共乙支部委员会", cluster=ours.cluster)
    make_activity(ours.branch, beside, theirs.branch, on=date(2026, 11, 1), title="联建")
    page = text(secretary, reverse("chains:indicator", args=["ACT-01"]) + "?period=2026Q4&as_of=2026-11-22")
    named = [name in page for name in ("联建", ours.branch.full_name, theirs.branch.full_name)]
    assert named == [True, True, False]
