"""查询次数 — a list of thirty rows asks the database as often as a list of three."""

import pytest
from django.urls import reverse

from tests.desk.worlds import asked, at_desk, make_corner
from tests.factories import make_cluster, make_enterprise, make_member, make_organization

pytestmark = pytest.mark.django_db

MAKING = {
    "clusters:clusters": lambda corner: make_cluster(place=corner.cluster.place),
    "clusters:enterprises": lambda corner: make_enterprise(cluster=corner.cluster),
    "organizations:organizations": lambda corner: make_organization(cluster=corner.cluster),
    "organizations:tree": lambda corner: make_organization(cluster=corner.cluster),
    "members:members": lambda corner: make_member(organization=corner.branch, enterprise=corner.enterprise),
}
STORIES = {
    "clusters:cluster": ("cluster", MAKING["organizations:organizations"]),
    "clusters:enterprise": ("enterprise", MAKING["members:members"]),
    "organizations:organization": ("branch", MAKING["members:members"]),
}


@pytest.mark.parametrize("page", MAKING)
def test_a_list_of_thirty_asks_as_often_as_one_of_three(page):
    corner, client = make_corner("元宇宙"), at_desk("registry_manager")
    [MAKING[page](corner) for _ in range(3)]
    few = asked(client, f"{reverse(page)}?per_page=50")
    [MAKING[page](corner) for _ in range(27)]
    assert asked(client, f"{reverse(page)}?per_page=50") == few


@pytest.mark.parametrize("page", STORIES)
def test_a_page_about_thirty_asks_as_often_as_one_about_three(page):
    thing, make = STORIES[page]
    corner, client = make_corner("元宇宙"), at_desk("registry_manager")
    [make(corner) for _ in range(3)]
    address = reverse(page, args=[getattr(corner, thing).pk])
    few = asked(client, address)
    [make(corner) for _ in range(27)]
    assert asked(client, address) == few
