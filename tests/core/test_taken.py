"""已被占用 — what a form tells of names and codes that somebody out of sight has."""

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.clusters.models import Cluster
from apps.core.models import AuditEntry
from apps.core.probing import BEYOND, MOST, NAMES_SUBJECT, NAMES_TOO_OFTEN, write_down, write_down_names
from tests.administration import typed
from tests.factories import (
    a_credit_code,
    make_cluster,
    make_enterprise,
    make_organization,
    make_place,
    make_user,
)
from tests.factories_services import make_belt, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.gate("范围外即不存在")]
ORGANIZATION = "organizations_partyorganization"
ENTERPRISE, SITE, BELT = "clusters_enterprise", "sites_site", "sites_demonstrationbelt"
NAME, CODE = "中共乙支部委员会", a_credit_code()
WHOLE = {
    ORGANIZATION: {"full_name": "中共新支部委员会", "type_code": "631", "status": "normal"},
    ENTERPRISE: {"name": "新企业", "status": "operating"},
    SITE: {"status": "open"},
    BELT: {"status": "applied"},
}


@pytest.fixture
def mine():
    return make_cluster("甲集群")


@pytest.fixture
def theirs():
    """Somebody else's branch, and somebody else's firm."""
    other = make_cluster("乙集群")
    make_enterprise(cluster=other, uscc=CODE)
    return make_organization(NAME, cluster=other, code="32-乙")


@pytest.fixture
def clerk(mine, theirs, client):
    client.force_login(make_user("cluster_clerk", "clerk", cluster=mine))
    return client


def answered(client, register, **said):
    """What comes back for a new row."""
    address = reverse(f"admin:{register}_add")
    return client.post(address, typed(client.get(address), **WHOLE[register] | said))


def refused(client, register, **said):
    """What the form says against it."""
    return answered(client, register, **said).context["adminform"].form.errors


def told():
    return AuditEntry.objects.filter(subject=NAMES_SUBJECT)


@pytest.mark.parametrize(
    ("register", "field", "value", "sentence"),
    [
        (ORGANIZATION, "full_name", NAME, "该党组织名称暂不能登记，请联系组织部"),
        (ORGANIZATION, "code", "32-乙", "该党组织编码暂不能登记，请联系组织部"),
        (ENTERPRISE, "uscc", CODE, "该统一社会信用代码暂不能登记，请联系组织部"),
    ],
)
def test_what_somebody_out_of_sight_has_meets_one_neutral_sentence(clerk, register, field, value, sentence):
    assert refused(clerk, register, **{field: value}) == {field: [sentence]}


def test_what_several_fields_say_together_is_refused_as_a_row(theirs, client):
    town = make_place("甲镇")
    make_site("党群中心", place=town)
    mine = make_cluster("甲集群", place=town)
    client.force_login(make_user("cluster_clerk", "clerk", cluster=mine))
    site = {"name": "党群中心", "kind": "point", "place": town.pk, "cluster": mine.pk}
    assert refused(client, SITE, **site)["__all__"] == ["这条记录暂不能登记，请联系组织部"]


def test_a_field_that_alone_tells_rows_apart_is_neutral_too(clerk, mine, theirs):
    make_belt(Cluster.objects.exclude(pk=mine.pk).get(), name="轨交示范带")
    belt = {"name": "轨交示范带", "cluster": mine.pk}
    assert refused(clerk, BELT, **belt) == {"name": ["该示范带名称暂不能登记，请联系组织部"]}


def test_of_what_the_writer_sees_the_form_says_it_plainly(clerk, mine):
    make_organization("中共甲支部委员会", cluster=mine)
    assert refused(clerk, ORGANIZATION, full_name="中共甲支部委员会") == {"full_name": ["已有同名党组织。"]}


def test_what_was_told_is_written_down_without_the_name(clerk):
    refused(clerk, ORGANIZATION, full_name=NAME)
    entry = told().get()
    assert (entry.account, entry.result, entry.detail) == (
        "clerk",
        BEYOND,
        {"rows": 1, "register": "党组织"},
    )


def test_what_is_in_sight_is_not_written_down(clerk, mine):
    make_organization("中共甲支部委员会", cluster=mine)
    refused(clerk, ORGANIZATION, full_name="中共甲支部委员会")
    assert told().count() == 0


@pytest.mark.parametrize("name", [NAME, "中共无支部委员会"])
def test_after_so_many_in_an_hour_no_name_is_answered(clerk, name):
    impatient(MOST)
    assert refused(clerk, ORGANIZATION, full_name=name) == {"__all__": [NAMES_TOO_OFTEN]}


def test_until_then_names_are_answered(clerk):
    impatient(MOST - 1)
    assert "full_name" in refused(clerk, ORGANIZATION, full_name=NAME)


def test_numbers_are_counted_apart_from_names(clerk):
    for _ in range(MOST):
        write_down(1, by=User.objects.get(username="clerk"))
    assert "full_name" in refused(clerk, ORGANIZATION, full_name=NAME)


def test_whoever_asked_too_often_still_changes_the_rest(clerk, mine):
    row = make_organization("中共甲支部委员会", cluster=mine)
    impatient(MOST)
    address = reverse(f"admin:{ORGANIZATION}_change", args=[row.pk])
    clerk.post(address, typed(clerk.get(address), remark="已核对"))
    row.refresh_from_db()
    assert row.remark == "已核对"


def impatient(times):
    """So often names were told already."""
    for _ in range(times):
        write_down_names(1, by=User.objects.get(username="clerk"), register="党组织")
