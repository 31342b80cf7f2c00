"""服务链登记页 — what each list and page shows, to whom, and how often it asks."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.core.entry import TONES
from apps.services.workflow import visits
from tests.desk.worlds import at_desk, make_corner
from tests.factories import LONG_AGO
from tests.factories_services import make_visit

pytestmark = pytest.mark.django_db

MAKING = {
    "visits": lambda corner: make_visit(corner.enterprise, visitors=(corner.member,)),
}
PAGES = {"visits": "visit"}


@pytest.fixture
def ours():
    return make_corner("元宇宙")


def asked(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("page", MAKING)
def test_a_list_of_thirty_asks_as_often_as_one_of_three(ours, page):
    client, address = at_desk("registry_manager"), f"{reverse(f'services:{page}')}?per_page=50"
    [MAKING[page](ours) for _ in range(3)]
    few = asked(client, address)
    [MAKING[page](ours) for _ in range(27)]
    assert asked(client, address) == few


def told_of(client, row, page):
    answer = client.get(reverse(f"services:{page}", args=[row.pk]))
    return answer.context["told"]


def test_a_page_tells_facts_badges_parts_and_steps(ours):
    visit = visits.record(
        enterprise=ours.enterprise, planned_on=LONG_AGO, status="planned", visitors=(ours.member,), by=None
    )
    visits.make(visit, by=None, on=date(2026, 3, 1), note="缺装配工")
    told = told_of(at_desk("registry_manager"), visit, "visit")
    enterprise = reverse("clusters:enterprise", args=[ours.enterprise.pk])
    member = reverse("members:member", args=[ours.member.pk])
    assert told.badges == [("走访", ""), ("完成", TONES["done"])]
    assert [(f.label, str(f.value), f.href) for f in told.said] == [
        ("走访企业", "元宇宙有限公司", enterprise),
        ("走访日期", "2026年3月1日", ""),
        ("计划日期", "2020年1月1日", ""),
        ("走访情况", "缺装配工", ""),
    ]
    people, steps = told.side
    assert [(str(row.cells[0].text), row.cells[0].href) for row in people.rows] == [("元宇宙人", member)]
    assert [moment.text for moment in steps.moments] == ["完成", "计划"]


def test_what_an_app_above_says_of_a_thing_stands_on_its_page_when_there_is_any(ours):
    client, address = at_desk("registry_manager"), reverse("clusters:enterprise", args=[ours.enterprise.pk])
    before = [panel.heading for panel in client.get(address).context["told"].panels]
    make_visit(ours.enterprise)
    after = client.get(address).context["told"].panels
    assert [panel.heading for panel in after if panel.heading not in before] == ["走访"]
