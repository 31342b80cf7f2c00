"""流转: a move is checked, made and written down, or not at all."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from apps.core import clock
from apps.core.models import Step
from apps.core.moves import MoveRefused, insist_on_why, move, stand
from apps.services.models import PlatformState, Visit
from apps.services.workflow import platforms, visits
from tests.factories import LONG_AGO, make_enterprise, make_user
from tests.factories_services import make_platform

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)
Status = Visit.Status


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(DAY):
        yield


def planned():
    return visits.record(enterprise=make_enterprise(), planned_on=DAY, status=Status.PLANNED, by=None)


def test_a_move_changes_what_it_says_and_writes_the_step_down():
    user = make_user()
    visit = visits.call_off(planned(), by=user, why="企业停电")
    steps = Step.objects.of(visit).values_list("was", "state", "by", "why")
    assert (visit.status, list(steps)) == (
        Status.CANCELLED,
        [("", "planned", None, ""), ("planned", "cancelled", user.pk, "企业停电")],
    )


def test_a_step_is_of_the_day_the_clock_says():
    assert [step.at.astimezone().date() for step in Step.objects.of(planned())] == [DAY]


def test_a_move_that_is_not_open_is_refused_and_nothing_is_written():
    visit = visits.call_off(planned(), by=None)
    with pytest.raises(MoveRefused, match="“取消”的走访不能变更为“完成”。"):
        visits.make(visit, by=None)
    assert (Visit.objects.get().status, Step.objects.of(visit).count()) == (Status.CANCELLED, 2)


def test_a_move_asks_the_row_as_it_is_stored_not_as_it_was_read():
    visit = planned()
    visits.call_off(visit, by=None)
    with pytest.raises(MoveRefused):
        visits.make(visit, by=None)


def test_a_move_with_facts_the_row_refuses_is_not_made():
    visit = planned()
    with pytest.raises(ValidationError, match="已完成的走访须填写走访日期。"):
        move(visit, Status.DONE, moves=visits.MOVES, by=None)
    assert Step.objects.of(visit).count() == 1


def test_a_move_that_needs_a_reason_says_so_beside_it():
    with pytest.raises(ValidationError) as refused:
        insist_on_why("  ")
    assert refused.value.message_dict == {"why": ["请填写理由。"]}


def test_a_dated_state_moves_along_its_table_and_keeps_the_past():
    platform = make_platform()
    platforms.change_state(platform, status="stopped", on=DAY, by=None)
    told = platform.states.order_by("starts_on").values_list("status", "starts_on", "ends_on")
    assert list(told) == [("running", LONG_AGO, DAY), ("stopped", DAY, None)]


def test_a_dated_state_refuses_what_its_table_does_not_lead_to():
    platform = make_platform()
    with pytest.raises(MoveRefused, match="“运行”的服务平台不能变更为“筹建”。"):
        platforms.change_state(platform, status=PlatformState.Status.PREPARING, on=DAY, by=None)


def test_a_backdated_state_needs_a_reason():
    with pytest.raises(ValidationError) as refused:
        stand(make_platform(), "stopped", moves=platforms.MOVES, on=date(2026, 1, 1), by=None)
    assert refused.value.message_dict == {"why": ["追溯到以前日期的变更须填写理由。"]}
