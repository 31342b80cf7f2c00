"""底座登记在后台"""

from datetime import date

import pytest

from apps.clusters.models import Enterprise
from apps.core import clock
from tests.administration import typed
from tests.factories import make_cluster, make_enterprise, make_place, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(date(2026, 11, 22)):
        yield


@pytest.fixture
def manager(client):
    client.force_login(make_user("registry_manager"))
    return client


def test_an_enterprise_is_listed_with_todays_state(manager):
    make_enterprise("昆山某光电有限公司", place=make_place("千灯镇"))
    page = manager.get("/admin/clusters/enterprise/").content.decode()
    assert ("在营" in page, "千灯镇" in page) == (True, True)


def test_a_state_changed_in_the_form_holds_from_its_day_and_the_past_stays(manager):
    row = make_enterprise("昆山某光电有限公司")
    address = f"/admin/clusters/enterprise/{row.pk}/change/"
    data = typed(manager.get(address), status="suspended", effective_on="2026-11-22")
    response = manager.post(address, data)
    assert response.status_code == 302
    assert list(row.states.order_by("starts_on").values_list("status", "starts_on", "ends_on")) == [
        ("operating", date(2020, 1, 1), date(2026, 11, 22)),
        ("suspended", date(2026, 11, 22), None),
    ]


def test_a_backdated_change_without_a_reason_is_refused_beside_the_reason(manager):
    row = make_enterprise()
    address = f"/admin/clusters/enterprise/{row.pk}/change/"
    response = manager.post(
        address, typed(manager.get(address), status="suspended", effective_on="2026-11-01")
    )
    assert response.context["adminform"].form.errors == {"why": ["生效日期早于今天，请填写变更理由。"]}


def test_a_place_in_the_form_is_planted_under_its_parent(manager):
    city = make_place("昆山市")
    manager.post("/admin/clusters/place/add/", {"name": "千灯镇", "kind": "town", "parent": city.pk})
    assert [place.path for place in city.children.all()] == [f"{city.path}{city.children.get().pk}/"]


def test_a_clerk_cannot_save_an_enterprise_out_of_the_cluster(client):
    cluster = make_cluster("元宇宙")
    client.force_login(make_user("cluster_clerk", cluster=cluster))
    data = typed(client.get("/admin/clusters/enterprise/add/"), name="新企业", status="operating")
    response = client.post("/admin/clusters/enterprise/add/", data)
    form = response.context["adminform"].form
    assert form.non_field_errors() == ["保存后将不在您的职责范围内，请补填所属区域、集群或党组织。"]
    assert (form["name"].value(), Enterprise.objects.count()) == ("新企业", 0)


def test_a_clerk_registers_an_enterprise_together_with_its_place_on_the_chain(client):
    cluster = make_cluster("元宇宙")
    client.force_login(make_user("cluster_clerk", cluster=cluster))
    data = typed(client.get("/admin/clusters/enterprise/add/"), name="新企业", status="operating")
    data |= {
        "chain_places-TOTAL_FORMS": 1,
        "chain_places-0-cluster": cluster.pk,
        "chain_places-0-chain_role": "upstream",
        "chain_places-0-starts_on": "2026-11-22",
    }
    client.post("/admin/clusters/enterprise/add/", data)
    assert [row.chain_places.get().cluster for row in Enterprise.objects.all()] == [cluster]


def test_a_phone_is_never_in_the_form_and_an_untouched_mask_keeps_it(manager):
    row = make_enterprise("昆山某光电有限公司", contact_phone="19900000001")
    address = f"/admin/clusters/enterprise/{row.pk}/change/"
    response = manager.get(address)
    assert "19900000001" not in response.content.decode()
    manager.post(address, typed(response, name="昆山某光电股份有限公司"))
    assert [(e.name, e.contact_phone) for e in Enterprise.objects.all()] == [
        ("昆山某光电股份有限公司", "19900000001")
    ]
