"""工作台"""

from datetime import date

import pytest
from django.urls import reverse

from apps.core import clock
from apps.members import workflow as members
from apps.rosters.holding import stretches_of
from apps.rosters.models import Upload
from tests.beyond import out_of_duty
from tests.desk.worlds import at_desk, make_corner, signed_in
from tests.factories import LONG_AGO, make_enterprise, make_member, make_organization, make_user, remit_to

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


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


@pytest.mark.parametrize(
    ("right", "gone"),
    [
        ("core.approve_takeout", "待批导出"),
        ("rosters.view_upload", "导入待核对"),
        ("clusters.view_enterprise", "应建未建"),
        ("organizations.view_partyorganization", "任期届满"),
    ],
)
def test_nothing_waits_for_whoever_may_not_see_it(right, gone):
    manager = make_user("registry_manager")
    kinds = list(waiting_at(manager))
    with out_of_duty(right):
        assert list(waiting_at(manager)) == [kind for kind in kinds if kind != gone]


def test_what_is_about_people_waits_for_whoever_may_see_people():
    manager = make_user("registry_manager")
    with out_of_duty("members.view_member"):
        assert list(waiting_at(manager)) == ["待批导出", "导入待核对", "任期届满"]


def test_alerts_are_counted_where_the_reader_lands(ours):
    theirs = make_corner("光电")
    guest = make_member("预备", theirs.branch, stage="预备党员", joined_on=date(2025, 8, 15))
    members.take_part(guest, organization=ours.branch, kind="cluster", on=LONG_AGO, by=None)
    with clock.set_to(TODAY):
        desks = [at_desk("cluster_secretary", cluster=corner.cluster) for corner in (ours, theirs)]
        alerts = [desk.get(reverse("desk:start")).context["alerts"] for desk in desks]
    assert ["probation_over" in [alert.code for alert, _ in told] for told in alerts] == [False, True]


def test_a_roster_read_but_not_kept_waits_for_its_owner_alone(ours):
    clerk, other = (make_user("cluster_clerk", cluster=ours.cluster) for _ in range(2))
    facts = {"roster": "member", "sha256": "0" * 64, "size": 1, "content": b"x", "counts": {"read": 28}}
    held = stretches_of(remit_to(ours.cluster))
    Upload.objects.create(owner=clerk, file_name="花名册.xlsx", remit=held, **facts)
    tasks = [waiting_at(user)["导入待核对"] for user in (clerk, other)]
    assert ([title for title, _ in tasks[0]], tasks[1]) == (["花名册.xlsx"], [])


def waiting_at(user):
    """What waits for one account, by kind."""
    queues = signed_in(user).get(reverse("desk:start")).context["queues"]
    return {queue.label: [(task.title, task.reason) for task in queue.tasks] for queue in queues}
