"""登记后台 — what is outside the remit is missing from every list, form, choice and file."""

import csv
import re
from datetime import date
from io import StringIO

import pytest
from django.urls import reverse

from apps.accounts import workflow
from apps.clusters import workflow as clusters
from apps.clusters.models import Enterprise
from apps.core import clock, proof
from apps.core.history import changes
from tests.administration import typed
from tests.desk.worlds import no_longer_proved
from tests.factories import (
    LONG_AGO,
    a_credit_code,
    make_cluster,
    make_department,
    make_enterprise,
    make_organization,
    make_place,
    make_user,
)

pytestmark = pytest.mark.django_db
ENTERPRISES = "/admin/clusters/enterprise/"


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(date(2026, 11, 22)):
        yield


@pytest.fixture
def cluster():
    return make_cluster("元宇宙")


@pytest.fixture
def neighbour():
    return make_cluster("智能制造")


@pytest.fixture
def clerk(client, cluster):
    client.force_login(make_user("cluster_clerk", cluster=cluster))
    return client


@pytest.fixture
def manager(client):
    client.force_login(make_user("registry_manager"))
    return client


def exported(response):
    return [row[0] for row in csv.reader(StringIO(response.content.decode("utf-8-sig")))][1:]


def test_a_list_holds_only_what_is_within(clerk, cluster, neighbour):
    make_enterprise("甲", cluster=cluster)
    make_enterprise("乙", cluster=neighbour)
    assert [row.name for row in clerk.get(ENTERPRISES).context["cl"].result_list] == ["甲"]


@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_a_neighbours_row_is_missing(clerk, neighbour, page):
    foreign = make_enterprise("乙", cluster=neighbour)
    missing = clerk.get(f"{ENTERPRISES}999999/{page}/")
    answer = clerk.get(f"{ENTERPRISES}{foreign.pk}/{page}/")
    assert (answer.status_code, answer.content) == (missing.status_code, missing.content)


def test_a_neighbours_row_cannot_be_posted_to(clerk, neighbour):
    foreign = make_enterprise("乙", cluster=neighbour)
    assert clerk.post(f"{ENTERPRISES}{foreign.pk}/change/", {"name": "丙"}).status_code == 404


def test_choices_hold_only_what_is_within(clerk, cluster, neighbour):
    row = make_enterprise("甲", cluster=cluster)
    page = clerk.get(f"{ENTERPRISES}{row.pk}/change/").content.decode()
    assert ("元宇宙" in page, "智能制造" in page) == (True, False)


def test_a_choice_outside_the_remit_is_refused_though_posted(clerk, cluster, neighbour):
    row = make_enterprise("甲", cluster=cluster)
    page = f"{ENTERPRISES}{row.pk}/change/"
    clerk.post(page, typed(clerk.get(page), **{"chain_places-0-cluster": neighbour.pk}))
    assert row.chain_places.get().cluster == cluster


def test_filters_offer_only_what_is_within(clerk, cluster, neighbour):
    make_enterprise("甲", cluster=cluster)
    page = clerk.get("/admin/clusters/clusterenterprise/").content.decode()
    assert "智能制造" not in page


def test_suggestions_hold_only_what_is_within(clerk, cluster, neighbour):
    make_enterprise("光电甲", cluster=cluster)
    make_enterprise("光电乙", cluster=neighbour)
    asked = {
        "term": "光电",
        "app_label": "clusters",
        "model_name": "clusterenterprise",
        "field_name": "enterprise",
    }
    answer = clerk.get("/admin/autocomplete/", asked)
    assert [found["text"] for found in answer.json()["results"]] == ["光电甲"]


def test_a_choice_made_by_somebody_with_a_wider_remit_stays_and_is_not_named(client, cluster):
    superior = make_organization("中共昆山市委", "611")
    branch = make_organization("中共甲支部", cluster=cluster, parent=superior)
    client.force_login(make_user("cluster_clerk", cluster=cluster))
    page = f"/admin/organizations/partyorganization/{branch.pk}/change/"
    opened = client.get(page)
    form = opened.context["adminform"].form
    assert str(form["parent"]).count("（职责范围外）") == 1
    client.post(page, typed(opened, short_name="甲"))
    branch.refresh_from_db()
    assert (branch.short_name, branch.placings.get().parent) == ("甲", superior)


def test_an_export_holds_exactly_the_rows_listed(clerk, cluster, neighbour):
    make_enterprise("甲", cluster=cluster, scale="small")
    make_enterprise("乙", cluster=cluster, scale="large")
    make_enterprise("丙", cluster=neighbour, scale="small")
    assert exported(clerk.get(f"{ENTERPRISES}export/?scale__exact=small&format=csv")) == ["甲"]


def test_an_export_needs_its_own_right(client, cluster):
    client.force_login(make_user("cluster_secretary", cluster=cluster))
    assert client.get("/admin/members/member/").status_code == 200
    assert client.get("/admin/members/member/export/?format=csv").status_code == 403


def test_of_two_duties_each_writes_only_where_it_reaches(client, cluster, neighbour):
    user = make_user("cluster_clerk", cluster=cluster)
    workflow.grant(user, "cluster_secretary", cluster=neighbour, by=None, on=date(2026, 1, 1))
    own, foreign = make_enterprise("甲", cluster=cluster), make_enterprise("乙", cluster=neighbour)
    client.force_login(user)
    pages = [client.get(f"{ENTERPRISES}{row.pk}/change/") for row in (own, foreign)]
    assert [page.context["has_change_permission"] for page in pages] == [True, False]


def test_an_overtaken_form_is_refused_and_shows_both_versions(manager):
    row = make_department("工信局")
    page = f"/admin/clusters/department/{row.pk}/change/"
    opened = typed(manager.get(page), name="工业和信息化局")
    type(row).objects.filter(pk=row.pk).update(name="工信和大数据局")
    response = manager.post(page, opened)
    assert "工信和大数据局" in response.content.decode()
    row.refresh_from_db()
    assert row.name == "工信和大数据局"


def test_a_refusal_of_the_database_is_said_in_the_form(manager):
    taken = a_credit_code()
    make_enterprise("甲", uscc=taken)
    row = make_enterprise("乙")
    page = f"{ENTERPRISES}{row.pk}/change/"
    form = manager.post(page, typed(manager.get(page), uscc=taken)).context["adminform"].form
    assert form.errors == {"uscc": ["该统一社会信用代码已登记。"]}


def test_a_change_is_signed_and_readable_in_its_history(manager):
    row = make_department("工信局")
    page = f"/admin/clusters/department/{row.pk}/"
    manager.post(f"{page}change/", typed(manager.get(f"{page}change/"), short_name="工信"))
    shown = manager.get(f"{page}history/").content.decode()
    assert ("测试账号" in shown, "简称" in shown, "<ins>工信</ins>" in shown) == (True, True, True)


def test_the_reason_typed_stands_in_the_history(manager):
    row = make_enterprise("甲", place=make_place())
    page = f"{ENTERPRISES}{row.pk}/change/"
    data = typed(manager.get(page), status="suspended", effective_on="2026-11-01", why="停产检修")
    manager.post(page, data)
    assert changes(row.states.in_force(date(2026, 11, 22)).get())[0].why == "停产检修"


def test_nothing_is_written_by_a_refused_form(clerk):
    clerk.post(f"{ENTERPRISES}add/", typed(clerk.get(f"{ENTERPRISES}add/"), name="新", status="operating"))
    assert Enterprise.objects.count() == 0


def test_whoever_has_not_lately_proved_who_they_are_is_asked_before_a_file(manager):
    manager.get(ENTERPRISES)
    no_longer_proved(manager)
    answer = manager.get(f"{ENTERPRISES}export/?format=csv")
    assert answer["Location"].startswith(reverse(proof.PAGE))


def test_a_file_of_a_list_that_cannot_be_is_missing(manager):
    assert manager.get(f"{ENTERPRISES}export/?format=csv&pk__in=x").status_code == 404


@pytest.mark.parametrize(("duty", "offered"), [("cluster_clerk", True), ("cluster_secretary", False)])
def test_a_file_is_offered_to_whoever_may_take_it(client, cluster, duty, offered):
    client.force_login(make_user(duty, cluster=cluster))
    assert client.get("/admin/members/member/").context["has_export_permission"] is offered


def test_parts_of_a_row_that_the_remit_does_not_reach_are_not_shown_beside_it(clerk, cluster, neighbour):
    firm = make_enterprise("甲", cluster=cluster)
    clusters.join_chain(firm, neighbour, chain_role="leader", on=LONG_AGO, by=None)
    page = clerk.get(f"{ENTERPRISES}{firm.pk}/change/").content.decode()
    shown = re.findall(r'name="(\w+)-INITIAL_FORMS" value="(\d+)"', page)
    assert dict(shown)["chain_places"] == "1"
