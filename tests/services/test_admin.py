"""服务链登记在后台: orders are numbered, states stay with their workflows, nothing foreign is written."""

from datetime import date

import pytest

from apps.core import clock
from apps.core.models import Step
from apps.services.models import FinanceRecord, ServiceOrder, Visit
from apps.services.workflow import catalogues
from tests.administration import typed
from tests.factories import make_body, make_cluster, make_enterprise, make_user
from tests.factories_services import make_catalogue, make_order, make_product, make_visit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(TODAY):
        yield


@pytest.fixture
def manager(client):
    client.force_login(make_user("registry_manager"))
    return client


def test_an_order_typed_in_is_numbered_and_waits_to_be_dispatched(manager):
    page = "/admin/services/serviceorder/add/"
    facts = {"enterprise": make_enterprise().pk, "category": "finance", "description": "贷款到期"}
    manager.post(page, typed(manager.get(page), **facts))
    order = ServiceOrder.objects.get()
    assert (order.number, order.status, Step.objects.of(order).count()) == ("2026-000001", "placed", 1)


def test_an_order_in_english_letters_is_shown_in_chinese(manager):
    make_order()
    assert "待派单" in manager.get("/admin/services/serviceorder/").content.decode()


def test_a_record_may_be_entered_at_the_state_it_has_reached(manager):
    page = "/admin/services/financerecord/add/"
    facts = {"product": make_product().pk, "enterprise": make_enterprise().pk, "amount": "30"}
    facts |= {"amount_kind": "financing", "status": "paid", "paid_on": "2026-05-06"}
    manager.post(page, typed(manager.get(page), **facts))
    record = FinanceRecord.objects.get()
    told = Step.objects.of(record).values_list("was", "state")
    assert (record.status, list(told)) == ("paid", [("", "paid")])


def test_a_state_typed_into_the_form_of_a_stored_row_is_not_taken(manager):
    visit = make_visit()
    page = f"/admin/services/visit/{visit.pk}/change/"
    manager.post(page, typed(manager.get(page), status="cancelled", note="改了情况"))
    assert list(Visit.objects.values_list("status", "note")) == [("done", "改了情况")]


def test_a_published_catalogue_is_shown_and_not_written(manager):
    row = catalogues.publish(catalogues.submit(make_catalogue(), by=None), by=None)
    page = f"/admin/services/servicecatalogue/{row.pk}/change/"
    answers = (manager.get(page).status_code, manager.post(page, {"title": "改名"}).status_code)
    row.refresh_from_db()
    assert (answers, row.title) == ((200, 403), "党建惠企服务清单")


def test_a_clerk_finds_a_neighbours_order_missing(client):
    mine, other = make_cluster(), make_cluster()
    order = make_order(body=make_body(other))
    client.force_login(make_user("cluster_clerk", cluster=mine))
    assert client.get(f"/admin/services/serviceorder/{order.pk}/change/").status_code == 404


def test_a_clerk_may_not_write_the_platforms_of_the_place(client):
    client.force_login(make_user("cluster_clerk", cluster=make_cluster()))
    assert client.get("/admin/services/serviceplatform/add/").status_code == 403


def test_a_phone_is_masked_in_the_form(manager):
    order = make_order(submitter_phone="19900000001")
    assert (
        "19900000001" not in manager.get(f"/admin/services/serviceorder/{order.pk}/change/").content.decode()
    )
