"""工作台"""

from datetime import date

import pytest
from django.urls import reverse

from apps.core import clock
from apps.rosters.models import Upload
from tests.desk.worlds import at_desk, make_corner, signed_in
from tests.factories import make_enterprise, make_member, make_organization, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def ours():
    return make_corner("元宇宙")


def waiting(client):
    """What waits, by kind: names with their reasons, and how many rows the list behind it has."""
    with clock.set_to(TODAY):
        queues = client.get(reverse("desk:start")).context["queues"]
        behind = [client.get(queue.href).context["page_obj"].paginator.count for queue in queues]
    return {q.label: ([(t.title, t.reason) for t in q.tasks], n) for q, n in zip(queues, behind, strict=True)}


def test_probation_that_is_over_waits_with_its_reason(ours):
    make_member("预备", ours.branch, stage="预备党员", joined_on=date(2025, 8, 15))
    told = waiting(at_desk("cluster_secretary", cluster=ours.cluster))["预备期届满"]
    assert told == ([("预备", "2026年8月15日届满，已过99天，应及时讨论转正")], 1)


def test_a_term_that_ends_soon_waits_with_its_reason(ours):
    branch = make_organization(cluster=ours.cluster, term_starts_on=date(2023, 12, 2))
    told = waiting(at_desk("cluster_secretary", cluster=ours.cluster))["任期届满"]
    assert told == ([(str(branch), "任期2026年12月2日届满，还有10天")], 1)


def test_a_neighbours_cares_do_not_wait_here(ours):
    theirs = make_corner("光电")
    make_member("预备", theirs.branch, stage="预备党员", joined_on=date(2025, 8, 15))
    make_organization(cluster=theirs.cluster, term_starts_on=date(2020, 1, 1))
    firm = make_enterprise(cluster=theirs.cluster)
    for _ in range(3):
        make_member(enterprise=firm)
    whole = waiting(at_desk("registry_manager"))
    assert [label for label, (tasks, _) in whole.items() if tasks] == ["应建未建", "任期届满", "预备期届满"]
    told = waiting(at_desk("cluster_secretary", cluster=ours.cluster))
    assert list(told.values()) == [([], 0)] * len(told)


def test_a_roster_read_but_not_kept_waits_for_its_owner_alone(ours):
    clerk, other = (make_user("cluster_clerk", cluster=ours.cluster) for _ in range(2))
    facts = {"roster": "member", "sha256": "0" * 64, "size": 1, "content": b"x", "counts": {"read": 28}}
    Upload.objects.create(owner=clerk, file_name="花名册.xlsx", **facts)
    tasks = [waiting_at(user)["导入待核对"] for user in (clerk, other)]
    assert ([title for title, _ in tasks[0]], tasks[1]) == (["花名册.xlsx"], [])


def waiting_at(user):
    """What waits for one account, by kind."""
    queues = signed_in(user).get(reverse("desk:start")).context["queues"]
    return {queue.label: [(task.title, task.reason) for task in queue.tasks] for queue in queues}
