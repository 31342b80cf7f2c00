"""点单: each move changes what it says and refuses the rest; figures say what stood on a day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from apps.core import clock
from apps.core.models import Step
from apps.core.moves import MoveRefused
from apps.core.period import Period
from apps.services.models import Assignment, CalendarDay, Rating, ServiceOrder
from apps.services.workflow import handlers, orders
from tests.factories import (
    make_body,
    make_cluster,
    make_department,
    make_enterprise,
    make_organization,
    make_place,
    remit_to,
)
from tests.factories_services import at, make_order, make_resolved_order

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
TUESDAY = date(2026, 11, 17)
FRIDAY = date(2026, 11, 20)
SUNDAY = date(2026, 11, 22)
NOVEMBER = Period.month(2026, 11)
Status = ServiceOrder.Status


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(SUNDAY):
        yield


def dispatched(**facts):
    return orders.dispatch(make_order(on=MONDAY, **facts), to=make_department(), by=None, at=at(MONDAY, 10))


def accepted(**facts):
    return orders.accept(dispatched(**facts), by=None, at=at(MONDAY, 11))


def parts(order):
    return sorted(order.assignments.values_list("role", "status"))


def test_orders_are_numbered_within_their_year():
    made = [make_order(on=MONDAY), make_order(on=date(2025, 3, 3)), make_order(on=TUESDAY)]
    assert [order.number for order in made] == ["2026-000001", "2025-000001", "2026-000002"]


def test_an_everyday_order_is_due_three_working_days_after_it_was_dispatched():
    assert (dispatched().status, dispatched().due_on) == (Status.DISPATCHED, date(2026, 11, 19))


def test_days_off_do_not_count_toward_the_limit():
    CalendarDay.objects.create(day=date(2026, 11, 18), is_working=False, name="放假")
    assert dispatched().due_on == FRIDAY


def test_the_dispatching_clock_stands_still_over_a_weekend():
    order = make_order(on=FRIDAY)
    assert order.dispatch_by == at(date(2026, 11, 23), 9)


def test_dispatching_hands_the_order_to_one_who_leads_and_to_those_who_help():
    order = orders.dispatch(
        make_order(on=MONDAY), to=make_department(), joint=(make_department(),), by=None, at=at(MONDAY)
    )
    assert parts(order) == [("joint", "waiting"), ("lead", "waiting")]


def test_an_order_is_not_dispatched_twice():
    with pytest.raises(MoveRefused, match="“已派单”的点单不能变更为“已派单”。"):
        orders.dispatch(dispatched(), to=make_department(), by=None)
    assert Assignment.objects.count() == 1


def test_a_department_that_sends_an_order_back_says_why_and_is_out_of_it():
    order = dispatched()
    with pytest.raises(ValidationError, match="退单须写明理由。"):
        orders.send_back(order, by=None, why="")
    order = orders.send_back(order, by=None, why="不属本部门职责")
    assert (order.status, parts(order)) == (Status.RETURNED, [("lead", "refused")])


def test_a_returned_order_goes_to_another_department():
    order = orders.send_back(dispatched(), by=None, why="不属本部门职责")
    order = orders.dispatch(order, to=make_department(), by=None)
    assert parts(order) == [("lead", "refused"), ("lead", "waiting")]


def test_the_leading_handlers_acceptance_is_the_orders():
    part = handlers.accept(dispatched().assignments.get(), by=None)
    assert (part.status, part.order.status) == (Assignment.Status.ACCEPTED, Status.ACCEPTED)


def test_a_helper_that_steps_out_leaves_the_order_where_it_is():
    order = accepted()
    part = handlers.join(order, make_department(), by=None)
    handlers.refuse(part, by=None, why="人手不足")
    order.refresh_from_db()
    assert (order.status, parts(order)) == (Status.ACCEPTED, [("joint", "refused"), ("lead", "accepted")])


def test_an_order_is_resolved_only_after_its_helpers():
    order = accepted()
    part = handlers.join(order, make_department(), by=None)
    with pytest.raises(ValidationError, match="协办尚未办结，不能办结点单。"):
        orders.resolve(order, result="solved", outcome="已对接", by=None)
    handlers.finish(handlers.accept(part, by=None), by=None, outcome="已提供名单")
    assert orders.resolve(order, result="solved", outcome="已对接", by=None).status == Status.RESOLVED


def test_resolving_without_a_result_is_refused():
    with pytest.raises(ValidationError, match="办结须填写办理结果。"):
        orders.resolve(accepted(), result="", outcome="", by=None)


def test_escalation_goes_up_only_and_asks_for_a_new_dispatch():
    order = accepted(level="key")
    with pytest.raises(ValidationError, match="只能升级到更高层级。"):
        orders.escalate(order, level="everyday", by=None, why="办不了")
    order = orders.escalate(order, level="difficult", by=None, why="涉及多个部门")
    assert (order.status, order.level, parts(order)) == (
        Status.PLACED,
        "difficult",
        [("lead", "revoked")],
    )


def test_an_escalated_order_has_the_limit_of_its_new_level():
    order = orders.escalate(accepted(), level="professional", by=None, why="需专业审批")
    order = orders.dispatch(order, to=make_department(), by=None, at=at(MONDAY))
    assert (order.due_on, order.assignments.last().handler) == (date(2026, 11, 30), "department")


def test_days_on_hold_are_added_to_the_limits():
    order = orders.suspend(accepted(), by=None, why="等待企业补充材料", at=at(TUESDAY))
    assert (order.status, order.suspended_on) == (Status.SUSPENDED, TUESDAY)
    order = orders.resume(order, by=None, at=at(FRIDAY))
    assert (order.due_on, order.assignments.get().due_on) == (date(2026, 11, 24), date(2026, 11, 24))


def test_a_dissatisfied_enterprise_has_its_order_handled_again_once():
    order = make_resolved_order(on=MONDAY)
    orders.rate(order, grade="dissatisfied", comment="未解决", by=None)
    order = orders.reopen(ServiceOrder.objects.get(), by=None)
    assert (order.status, order.was_reopened, parts(order)) == (
        Status.HANDLING,
        True,
        [("lead", "accepted")],
    )
    order = orders.resolve(order, result="solved", outcome="已解决", by=None)
    orders.rate(order, grade="dissatisfied", by=None)
    with pytest.raises(MoveRefused, match="点单已重办过一次。"):
        orders.reopen(ServiceOrder.objects.get(), by=None)


def test_a_satisfied_enterprise_has_nothing_handled_again():
    order = make_resolved_order(on=MONDAY)
    orders.rate(order, grade="satisfied", by=None)
    with pytest.raises(MoveRefused, match="评价为不满意的点单才能重办。"):
        orders.reopen(ServiceOrder.objects.get(), by=None)


def test_a_withdrawn_order_lets_its_handlers_go():
    order = orders.withdraw(accepted(), by=None, why="企业自行解决")
    assert (order.status, parts(order)) == (Status.WITHDRAWN, [("lead", "revoked")])


def test_the_steps_tell_the_whole_way():
    order = make_resolved_order(on=MONDAY, resolved=TUESDAY)
    told = Step.objects.of(order).values_list("state", flat=True)
    assert list(told) == ["placed", "dispatched", "accepted", "resolved"]


def test_what_was_resolved_in_a_period_leaves_out_what_is_open_or_was_resolved_before():
    mine = make_resolved_order(on=MONDAY)
    make_resolved_order(on=date(2026, 10, 12))
    accepted()
    assert list(ServiceOrder.objects.resolved_in(NOVEMBER)) == [mine]


def test_an_order_reopened_later_was_still_resolved_when_looked_at_from_before():
    order = make_resolved_order(on=MONDAY, resolved=TUESDAY)
    orders.rate(order, grade="dissatisfied", by=None, at=at(date(2026, 11, 18)))
    orders.reopen(ServiceOrder.objects.get(), by=None, at=at(FRIDAY))
    before = ServiceOrder.objects.resolved_by(TUESDAY).count()
    assert (before, ServiceOrder.objects.resolved_by(FRIDAY).count()) == (1, 0)


def test_what_is_due_by_a_day_counts_only_what_was_taken_on():
    mine = accepted()
    dispatched()
    orders.withdraw(accepted(), by=None, why="企业撤回")
    assert list(ServiceOrder.objects.due_by(SUNDAY)) == [mine]


def test_an_order_resolved_after_its_day_is_not_in_time():
    mine = make_resolved_order(on=MONDAY, resolved=TUESDAY)
    make_resolved_order(on=MONDAY, resolved=FRIDAY)
    assert list(ServiceOrder.objects.resolved_in_time(NOVEMBER)) == [mine]


def test_an_order_dispatched_after_a_working_day_is_late():
    mine = dispatched()
    orders.dispatch(make_order(on=MONDAY), to=make_department(), by=None, at=at(TUESDAY, 10))
    make_order(on=MONDAY)
    assert list(ServiceOrder.objects.dispatched_in_time()) == [mine]


def test_an_open_order_past_its_day_is_overdue():
    mine = accepted()
    make_resolved_order(on=MONDAY)
    assert list(ServiceOrder.objects.overdue(SUNDAY)) == [mine]


def test_of_an_order_rated_twice_the_last_word_counts():
    order = make_resolved_order(on=MONDAY)
    orders.rate(order, grade="dissatisfied", by=None, at=at(TUESDAY))
    order = orders.reopen(ServiceOrder.objects.get(), by=None, at=at(TUESDAY, 10))
    order = orders.resolve(order, result="solved", outcome="已解决", by=None, at=at(TUESDAY, 11))
    orders.rate(order, grade="satisfied", by=None, at=at(FRIDAY))
    ratings = Rating.objects
    assert [list(ratings.last_by(day).values_list("grade", flat=True)) for day in (TUESDAY, FRIDAY)] == [
        ["dissatisfied"],
        ["satisfied"],
    ]


def test_an_order_is_seen_by_the_cluster_it_was_placed_with_and_not_by_the_other():
    mine, other = make_cluster(), make_cluster()
    enterprise = make_enterprise(cluster=mine)
    order = make_order(enterprise, body=make_body(other))
    seen = [list(ServiceOrder.objects.within(remit_to(cluster))) for cluster in (mine, other)]
    assert seen == [[], [order]]


def test_a_department_sees_what_was_handed_to_it_and_nothing_else():
    department = make_department()
    mine = orders.dispatch(make_order(on=MONDAY), to=department, by=None)
    dispatched()
    assert list(ServiceOrder.objects.within(remit_to(department))) == [mine]


def test_an_enterprise_sees_its_own_orders():
    enterprise = make_enterprise()
    mine = make_order(enterprise)
    make_order()
    assert list(ServiceOrder.objects.within(remit_to(enterprise))) == [mine]


def test_an_organisation_sees_the_orders_of_the_enterprises_it_serves():
    enterprise = make_enterprise()
    branch = make_organization(units=(enterprise,))
    mine = make_order(enterprise)
    make_order()
    assert list(ServiceOrder.objects.within(remit_to(branch))) == [mine]


def test_a_place_sees_what_its_enterprises_asked_of_a_cluster_elsewhere():
    town = make_place()
    mine = make_order(make_enterprise(place=town), body=make_body(make_cluster()))
    make_order(body=make_body(make_cluster()))
    assert list(ServiceOrder.objects.within(remit_to(town))) == [mine]
