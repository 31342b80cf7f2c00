"""两项职责 — what one duty may do in its own part of the registry, it may not do in the other's."""

import csv

import pytest
from django.urls import reverse

from apps.accounts import workflow
from tests.desk.worlds import make_corner, signed_in, taken
from tests.factories import LONG_AGO, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    """The cluster one keeps as its clerk."""
    return make_corner("元宇宙")


@pytest.fixture
def watched():
    """The cluster one only looks at, as its secretary."""
    return make_corner("光电")


@pytest.fixture
def desk(kept, watched):
    user = make_user("cluster_clerk", cluster=kept.cluster)
    workflow.grant(user, "cluster_secretary", by=None, on=LONG_AGO, cluster=watched.cluster)
    return signed_in(user)


def found(desk, page, *keys):
    return desk.get(reverse(page, args=keys)).status_code


def test_both_are_seen(desk, kept, watched):
    people = [corner.member.pk for corner in (kept, watched)]
    assert [found(desk, "members:member", key) for key in people] == [200, 200]


@pytest.mark.parametrize(
    ("act", "thing"),
    [
        ("members:transfer", "member"),
        ("members:appoint", "member"),
        ("organizations:move", "branch"),
        ("organizations:dissolve", "branch"),
        ("clusters:enterprise_state", "enterprise"),
    ],
)
def test_an_act_is_found_only_where_the_duty_that_allows_it_reaches(desk, kept, watched, act, thing):
    keys = [getattr(corner, thing).pk for corner in (kept, watched)]
    assert [found(desk, act, key) for key in keys] == [200, 404]


def test_nobody_is_moved_to_where_one_only_looks(desk, kept, watched):
    address = reverse("members:transfer", args=[kept.member.pk])
    form = desk.post(address, {"to": watched.branch.full_name}).context["form"]
    assert form.errors["to"] == [f"在您的职责范围内没有找到“{watched.branch.full_name}”。"]


def test_only_what_one_may_export_is_exported(desk, kept):
    lines = taken(desk, reverse("members:members_export"))
    assert [row[0] for row in csv.reader(lines)][1:] == [kept.member.name]


def test_so_it_is_in_the_administration(desk, kept, watched):
    file = "".join(taken(desk, "/admin/members/member/export/"))
    assert [corner.member.name in file for corner in (kept, watched)] == [True, False]


@pytest.mark.parametrize("kind", ["member", "enterprise", "organization"])
def test_no_merge_is_proposed_where_one_only_looks(desk, kept, watched, kind):
    things = [
        {"member": corner.member, "enterprise": corner.enterprise, "organization": corner.branch}[kind]
        for corner in (kept, watched)
    ]
    address = reverse("desk:propose_merge", args=[kind])
    answers = [desk.get(address, {"kept": thing.pk}).status_code for thing in things]
    assert answers == [200, 404]


def test_parts_are_kept_in_the_administration_only_where_their_duty_reaches(kept, watched):
    user = make_user("cluster_clerk", cluster=kept.cluster)
    workflow.grant(user, "branch_operator", by=None, on=LONG_AGO, organization=watched.branch)
    desk = signed_in(user)
    pages = [f"/admin/organizations/partyorganization/{c.branch.pk}/change/" for c in (kept, watched)]
    shown = [desk.get(page).context["inline_admin_formsets"][0] for page in pages]
    assert [(part.has_add_permission, part.has_change_permission) for part in shown] == [
        (True, True),
        (False, False),
    ]


def test_a_roster_may_be_about_what_one_may_import_for(desk, kept, watched):
    page = desk.get(reverse("rosters:hand_in", args=["member"])).content.decode()
    offered = [f'<option value="{corner.branch.full_name}">' in page for corner in (kept, watched)]
    assert offered == [True, False]
