"""三张清单: needs find resources and actions; what is not confirmed for 90 days is stale."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from apps.core import clock
from apps.core.moves import MoveRefused
from apps.core.period import Period
from apps.services.models import Action, Need, Resource
from apps.services.workflow import lists
from tests.factories import make_cluster, make_department, make_enterprise, remit_to
from tests.factories_services import make_need, make_resource

pytestmark = pytest.mark.django_db
JUNE, TODAY = date(2026, 6, 1), date(2026, 11, 22)
YEAR = Period.year(2026)


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(TODAY):
        yield


@pytest.fixture
def cluster():
    return make_cluster()


def make_action(cluster, **facts):
    facts = {"title": "金融对接会", "department": make_department()} | facts
    return Action.objects.create(cluster=cluster, opened_on=JUNE, last_confirmed_on=JUNE, **facts)


def test_a_need_is_matched_only_after_it_was_verified(cluster):
    need, resource = make_need(cluster), make_resource(cluster)
    with pytest.raises(MoveRefused, match="“新增”的企业需求不能变更为“匹配”。"):
        lists.match(need, resource, by=None)
    lists.match(lists.verify(need, by=None), resource, by=None)
    assert Need.objects.get().status == Need.Status.MATCHED


def test_a_need_may_find_several_resources(cluster):
    need = lists.verify(make_need(cluster), by=None)
    lists.match(need, make_resource(cluster), by=None)
    need.refresh_from_db()
    lists.match(need, make_resource(cluster), by=None)
    assert need.supplies.count() == 2


def test_a_resource_that_ran_out_is_not_found_for_a_need(cluster):
    need = lists.verify(make_need(cluster), by=None)
    with pytest.raises(MoveRefused, match="该资源当天不在用。"):
        lists.match(need, make_resource(cluster, valid_until=JUNE), by=None)


def test_an_unresolved_need_is_closed_with_a_reason_only(cluster):
    need = make_need(cluster)
    with pytest.raises(ValidationError, match="未解决的需求销号须写明理由。"):
        lists.close(need, by=None)
    need = lists.close(need, by=None, why="企业已撤回")
    assert (need.status, need.closed_on, need.verified_on) == (Need.Status.CLOSED, TODAY, None)


def test_a_closed_row_is_not_confirmed_again(cluster):
    resource = lists.expire(make_resource(cluster), by=None)
    with pytest.raises(MoveRefused, match="已销号，不再核对。"):
        lists.confirm(resource, by=None)


def test_a_verified_need_counts_as_matched_through_a_resource_or_an_action(cluster):
    verified = [lists.verify(make_need(cluster), by=None, on=TODAY) for _ in range(3)]
    lists.match(verified[0], make_resource(cluster), by=None)
    lists.take_up(make_action(cluster), verified[1], by=None)
    confirmed = Need.objects.verified_in(YEAR)
    assert (confirmed.count(), set(confirmed.matched(TODAY))) == (3, set(verified[:2]))


def test_a_row_is_fresh_for_ninety_days_after_it_was_confirmed(cluster):
    row = make_resource(cluster, on=JUNE)
    days = (date(2026, 8, 30), date(2026, 8, 31))
    assert [list(Resource.objects.fresh(day)) for day in days] == [[row], []]


def test_confirming_makes_a_row_fresh_again(cluster):
    row = make_resource(cluster, on=JUNE)
    lists.confirm(row, by=None)
    assert list(Resource.objects.fresh(TODAY)) == [row]


def test_an_action_is_done_on_a_day(cluster):
    action = lists.complete(lists.carry_out(make_action(cluster), by=None), by=None)
    assert (action.status, action.closed_on) == (Action.Status.DONE, TODAY)


def test_a_resource_names_who_gives_it(cluster):
    row = make_resource(cluster)
    row.department = None
    with pytest.raises(ValidationError, match="请选择提供部门或提供党组织。"):
        row.full_clean()


def test_a_neighbours_needs_are_not_seen(cluster):
    mine = make_need(cluster)
    make_need(make_cluster())
    desks = (cluster, mine.enterprise, make_enterprise())
    assert [list(Need.objects.within(remit_to(desk))) for desk in desks] == [[mine], [mine], []]


def test_a_department_sees_the_needs_its_resources_were_found_for(cluster):
    department = make_department()
    need = lists.verify(make_need(cluster), by=None)
    make_need(cluster)
    lists.match(need, make_resource(cluster, department=department), by=None)
    assert list(Need.objects.within(remit_to(department))) == [need]
