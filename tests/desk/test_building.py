"""建立情况 on the enterprise pages — derived, with its reason in numbers, the list behind each number."""

from datetime import date

import pytest
from django.urls import reverse

from apps.core import clock
from tests.desk.worlds import at_desk
from tests.factories import make_enterprise, make_member

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def unbuilt(ours):
    """Three full members of another branch work here since 20 April; no organisation stands here."""
    firm = make_enterprise("未建有限公司", cluster=ours.cluster)
    for _ in range(3):
        make_member(organization=ours.branch, enterprise=firm, on=date(2026, 4, 20))
    return firm


def test_an_enterprise_tells_its_state_with_the_reason(ours, unbuilt):
    client = at_desk("cluster_secretary", cluster=ours.cluster)
    with clock.set_to(TODAY):
        shown = client.get(reverse("clusters:enterprise", args=[unbuilt.pk])).content.decode()
    assert "正式党员3人，无党组织，已持续216天，关系未转入" in shown


def test_the_list_of_what_is_due_holds_what_waits_on_the_start_page(ours, unbuilt):
    client = at_desk("cluster_secretary", cluster=ours.cluster)
    with clock.set_to(TODAY):
        queue = client.get(reverse("desk:start")).context["queues"][0]
        rows = client.get(queue.href).context["page_obj"].object_list
    assert ([task.title for task in queue.tasks], rows) == (["未建有限公司"], [unbuilt])


def test_the_list_is_filtered_by_official_state(ours, unbuilt):
    client = at_desk("registry_manager")
    found = client.get(reverse("clusters:enterprises"), {"building": "13"}).context["page_obj"].object_list
    assert found == [ours.enterprise]
