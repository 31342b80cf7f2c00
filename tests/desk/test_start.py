"""工作台"""

from datetime import date

import pytest
from django.urls import reverse

from apps.core import clock
from apps.members import workflow as members
from apps.rosters.holding import stretches_of
from apps.rosters.models import Upload
from apps.services.workflow import orders
from tests.beyond import out_of_duty
from tests.desk.worlds import at_desk, make_corner, signed_in
from tests.factories import (
    LONG_AGO,
    make_department,
    make_enterprise,
    make_member,
    make_organization,
    make_user,
    remit_to,
)
from tests.factories_services import at, make_order, make_resolved_order

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


def test_an_order_that_nobody_has_waits_for_the_clusters_clerk(ours):
    order = make_order(ours.enterprise, on=date(2026, 11, 16))
    make_resolved_order(enterprise=ours.enterprise)
    told = waiting(at_desk("cluster_clerk", cluster=ours.cluster))["待派单"]
    assert told == ([(str(order), "待派单，应在11月17日09:00前派单，已超时")], 1)


def test_an_order_handed_to_a_department_waits_there_until_it_is_finished(ours):
    department = make_department("工信局")
    order = orders.dispatch(
        make_order(ours.enterprise, on=date(2026, 11, 2)), to=department, by=None, at=at(date(2026, 11, 3))
    )
    make_resolved_order(enterprise=ours.enterprise)
    handed = order.assignments.get()
    told = waiting(at_desk("department_handler", department=department))
    days = (TODAY - handed.due_on).days
    assert told == {
        "待办结": (
            [(str(order), f"主办，待接单，{handed.due_on:%Y年%-m月%-d日}到期，已超期{days}天")],
            1,
        )
    }


def test_what_was_handed_to_a_department_waits_for_whoever_may_see_it():
    handler = make_user("department_handler", department=make_department())
    with out_of_duty("services.view_assignment"):
        assert list(waiting_at(handler)) == []


def test_a_suspended_order_waits_without_a_clock(ours):
    department = make_department("工信局")
    order = orders.dispatch(make_order(ours.enterprise), to=department, by=None, at=at(LONG_AGO))
    order = orders.accept(order, by=None, at=at(LONG_AGO))
    orders.suspend(order, by=None, why="等企业补材料", at=at(LONG_AGO))
    told = waiting(at_desk("department_handler", department=department))["待办结"]
    assert told == ([(str(order), "主办，已接单，挂起，停止计时")], 1)


def test_a_neighbours_cares_do_not_wait_here(ours):
    theirs = make_corner("光电")
    make_member("预备", theirs.branch, stage="预备党员", joined_on=date(2025, 8, 15))
    make_organization(cluster=theirs.cluster, term_starts_on=date(2020, 1, 1))
    firm = make_enterprise(cluster=theirs.cluster)
    for _ in range(3):
        make_member(enterprise=firm)
    make_order(firm)
    whole = waiting(at_desk("registry_manager"))
    assert [label for label, (tasks, _) in whole.items() if tasks] == [
        "待派单",
        "应建未建",
        "任期届满",
        "预备期届满",
    ]
    for duty in ("cluster_secretary", "cluster_clerk"):
        told = waiting(at_desk(duty, cluster=ours.cluster))
        assert list(told.values()) == [([], 0)] * len(told)


@pytest.mark.parametrize(
    ("right", "gone"),
    [
        ("core.approve_takeout", "待批导出"),
        ("rosters.view_upload", "导入待核对"),
        ("services.add_assignment", "待派单"),
        ("services.view_serviceorder", "待派单"),
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
        assert list(waiting_at(manager)) == ["待批导出", "导入待核对", "待派单", "任期届满"]


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
