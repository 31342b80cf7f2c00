"""导航 — a reader sees the places that exist and that their duties open, and where they are."""

from dataclasses import dataclass, field

import pytest
from django.urls import include, path

from apps.core.navigation import Group, Item, sections


def page(request):
    """Never called: only its address matters here."""
    raise AssertionError


urlpatterns = [
    path("start/", page, name="start"),
    path("members/", page, name="members"),
    path("admin/members/member/", page, name="member_admin"),
    path(
        "chains/",
        include(([path("<str:code>/", page, name="chain"), path("", page, name="overview")], "chains")),
    ),
]

GROUPS = (
    Group("", (Item("工作台", ("start",)),)),
    Group(
        "看板",
        (
            Item("总览", ("chains:overview",)),
            Item("组织", ("chains:chain",), "", ("organization",), "organization"),
        ),
    ),
    Group(
        "登记", (Item("党员", ("members", "member_admin"), "members.view_member"), Item("阵地", ("sites",)))
    ),
)


@dataclass
class Reader:
    """Someone signed in with these permissions."""

    permissions: set[str] = field(default_factory=set)
    is_authenticated: bool = True

    def has_perm(self, permission):
        return permission in self.permissions


@pytest.fixture
def seen(rf, settings):
    """The navigation as (heading, labels, label of where the reader is)."""
    settings.ROOT_URLCONF = __name__

    def look(address, reader):
        request = rf.get(address)
        request.user = reader
        shown = sections(GROUPS, request)
        here = [entry.label for section in shown for entry in section.entries if entry.here]
        return [(section.heading, [entry.label for entry in section.entries]) for section in shown], here

    return look


def test_pages_that_do_not_exist_and_duties_one_lacks_are_absent(seen):
    shown, _ = seen("/start/", Reader())
    assert shown == [("", ["工作台"]), ("看板", ["总览", "组织"])]


def test_a_permission_opens_its_entry(seen):
    shown, _ = seen("/start/", Reader({"members.view_member"}))
    assert shown == [("", ["工作台"]), ("看板", ["总览", "组织"]), ("登记", ["党员"])]


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("/start/", ["工作台"]),
        ("/chains/", ["总览"]),
        ("/chains/organization/rows/", ["组织"]),
        ("/members/3/", ["党员"]),
        ("/admin/members/member/3/change/", ["党员"]),
        ("/elsewhere/", []),
    ],
)
def test_the_longest_matching_entry_lights_up(seen, address, here):
    _, lit = seen(address, Reader({"members.view_member"}))
    assert lit == here


def test_nobody_signed_in_sees_nothing(seen):
    shown, _ = seen("/start/", Reader(is_authenticated=False))
    assert shown == []


def test_a_request_without_user_sees_nothing(rf):
    assert sections(GROUPS, rf.get("/")) == []
