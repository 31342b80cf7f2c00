"""登记页 — every list and 360° page: seen by its desk, missing for the neighbour, closed to strangers."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.desk.worlds import at_desk, taken

pytestmark = pytest.mark.django_db

LISTS = {
    "clusters:clusters": "cluster",
    "clusters:enterprises": "enterprise",
    "organizations:organizations": "branch",
    "organizations:tree": "branch",
    "members:members": "member",
}
PAGES = {
    "clusters:cluster": "cluster",
    "clusters:enterprise": "enterprise",
    "organizations:organization": "branch",
    "members:member": "member",
}


@pytest.mark.parametrize(("page", "thing"), LISTS.items())
def test_a_list_shows_what_the_remit_reaches_and_nothing_else(ours, theirs, page, thing):
    shown = at_desk("cluster_secretary", cluster=ours.cluster).get(reverse(page)).content.decode()
    assert (str(getattr(ours, thing)) in shown, str(getattr(theirs, thing)) in shown) == (True, False)


@pytest.mark.parametrize(("page", "thing"), PAGES.items())
def test_a_page_tells_of_its_own_thing(ours, page, thing):
    address = reverse(page, args=[getattr(ours, thing).pk])
    assert at_desk("cluster_secretary", cluster=ours.cluster).get(address).status_code == 200


@pytest.mark.parametrize(("page", "thing"), PAGES.items())
def test_a_neighbours_page_is_missing_like_one_that_never_was(ours, theirs, page, thing):
    client = at_desk("cluster_secretary", cluster=ours.cluster)
    foreign = client.get(reverse(page, args=[getattr(theirs, thing).pk]))
    missing = client.get(reverse(page, args=[0]))
    assert (foreign.status_code, foreign.content) == (404, missing.content)


@pytest.mark.parametrize(("duty", "leads"), [("cluster_secretary", True), ("branch_operator", False)])
def test_a_cluster_leads_to_its_board_whoever_may_see_that(ours, duty, leads):
    client = at_desk(duty, **({"cluster": ours.cluster} if leads else {"organization": ours.branch}))
    page = client.get(reverse("clusters:cluster", args=[ours.cluster.pk])).content.decode()
    assert (f'href="{reverse("chains:cluster", args=[ours.cluster.pk])}"' in page) is leads


@pytest.mark.parametrize(("duty", "leads"), [("cluster_secretary", True), ("branch_operator", False)])
def test_a_form_leads_to_what_it_only_shows_whoever_may_open_that(ours, duty, leads):
    client = at_desk(duty, **({"cluster": ours.cluster} if leads else {"organization": ours.branch}))
    covered = ours.branch.coverages.get()
    page = client.get(reverse("admin:organizations_coverage_change", args=[covered.pk])).content.decode()
    body = reverse("admin:organizations_clusterbody_change", args=[covered.body_id])
    assert (f'href="{body}"' in page, str(covered.body) in page) == (leads, True)


@pytest.mark.parametrize(
    "page", [*LISTS, "organizations:action_branches", "desk:start", "desk:search", "members:register"]
)
def test_a_stranger_is_led_to_the_sign_in_page(page):
    answer = Client().get(reverse(page))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("accounts:login"))


@pytest.mark.parametrize("page", [*LISTS, "organizations:action_branches"])
def test_a_desk_without_the_permission_is_refused(page):
    assert at_desk("system_administrator").get(reverse(page)).status_code == 403


@pytest.mark.parametrize("page", ["clusters:clusters", "clusters:enterprises", "organizations:organizations"])
def test_an_export_holds_the_rows_shown(ours, theirs, page):
    client = at_desk("cluster_secretary", cluster=ours.cluster)
    told, thing = taken(client, reverse(f"{page}_export")), getattr(ours, LISTS[page])
    assert [line.split(",")[0] for line in told if str(thing) in line] == [str(thing)]
    assert "光电" not in str(told)


def test_members_are_not_exported_by_a_desk_that_may_not(ours):
    client = at_desk("cluster_secretary", cluster=ours.cluster)
    assert client.get(reverse("members:members_export"), {"format": "csv"}).status_code == 403


def test_an_export_shows_no_number_in_the_clear(ours):
    client = at_desk("registry_manager")
    told = taken(client, reverse("members:members_export"))
    assert (len(told), ours.member.id_number in str(told)) == (2, False)
