"""对象与方法 — what is shared, gone over or nowhere, and every other way to ask for it.

What is shared opens like one's own; what went over to the neighbour is the neighbour's; what is nowhere is
answered like the neighbour's.
"""

from datetime import timedelta

import pytest
from django.db import transaction

from apps.clusters.models import ClusterEnterprise
from apps.members.models import Affiliation
from apps.organizations.models import Coverage
from tests.access.canaries import ONE_TIME
from tests.access.conftest import DUTIES, TODAY, as_owner
from tests.factories import LONG_AGO, make_enterprise, make_member, make_organization
from tests.permission_walk import (
    address,
    asked,
    named,
    of_foreign,
    of_own,
)
from tests.permissions import PAGES, TAKEN
from tests.shares import share_of
from tests.world import Rows, by_label, shared_by

pytestmark = [pytest.mark.django_db, pytest.mark.gate("权限矩阵")]
every_desk = pytest.mark.parametrize("desk", DUTIES, indirect=True)
METHODS = ("get", "post")
FEW = 40
REFUSED = ("put", "patch", "delete", "options", "trace")
MOVING = {"@enterprise", "@partyorganization", "@member"}
PERSONAL = ("Set-Cookie", "Vary", "Expires")
# Whose own firm or branch it is, whatever chain that is on; who asks for any firm or none by its key.
BY_KEY = {"branch_operator", "department_handler", "enterprise_liaison"}


def moved_to(now: Rows, before: Rows) -> Rows:
    """A firm, a branch and a member that were here until yesterday; their dated rows still say so."""
    cluster, place = now["clusters.cluster"], now["clusters.place"]
    firm = make_enterprise("迁出光学有限公司", cluster=cluster, place=place)
    branch = make_organization("中共迁出支部", cluster=cluster, units=(firm,), place=place)
    member = make_member("迁出甲")
    until = {"starts_on": LONG_AGO, "ends_on": TODAY - timedelta(days=1)}
    ClusterEnterprise.objects.create(cluster=before["clusters.cluster"], enterprise=firm, **until)
    Coverage.objects.create(body=before["organizations.clusterbody"], organization=branch, **until)
    former, present = (rows["organizations.partyorganization"] for rows in (before, now))
    Affiliation.objects.create(member=member, organization=former, **until)
    Affiliation.objects.create(member=member, organization=present, starts_on=until["ends_on"])
    return by_label([firm, branch, member])


class Nobody:
    """A row that is nowhere."""

    pk = 999_999_999


NOWHERE = dict.fromkeys(
    {taken.replace("@", "any.") for takes in TAKEN.values() for taken in named(takes)}, Nobody
)


def signs(name, desk):
    return {method: PAGES[name][method][desk.column] for method in METHODS}


def walked(desk, names, rows):
    """What is found by both methods, page by page."""
    return {
        name: {method: asked(desk.client, method, address(name, TAKEN[name], rows)) for method in METHODS}
        for name in names
    }


def told(client, method, page):
    """All of an answer that may not tell the neighbour's row from none: status, headers, every word."""
    with transaction.atomic():
        response = getattr(client, method)(page)
        transaction.set_rollback(True)
    heading = {name: value for name, value in response.headers.items() if name not in PERSONAL}
    return response.status_code, heading, ONE_TIME.sub("", response.content.decode())


@every_desk
def test_the_neighbours_is_answered_word_for_word_like_what_is_nowhere(desk, cases):
    pages = [
        (method, address(name, TAKEN[name], desk.foreign), address(name, TAKEN[name], NOWHERE))
        for name in share_of(PAGES, desk.column, FEW)
        for method in METHODS
        if named(TAKEN[name]) and "=" not in signs(name, desk).values()
    ]
    cases(len(pages))
    differ = [
        (method, foreign)
        for method, foreign, nowhere in pages
        if told(desk.client, method, foreign) != told(desk.client, method, nowhere)
    ]
    assert differ == []


@every_desk
def test_what_is_nowhere_opens_to_nobody(desk, cases):
    names = [name for name in share_of(PAGES, desk.column, FEW) if named(TAKEN[name])]
    found = walked(desk, names, NOWHERE)
    cases(len(METHODS) * len(names))
    assert [name for name, signs in found.items() if "+" in signs.values()] == []


def moving_pages(desk):
    taken = {name: TAKEN[name] for name in share_of(PAGES, desk.column, FEW)}
    return [name for name, takes in taken.items() if len(takes) == 1 and named(takes) & MOVING]


@every_desk
def test_what_went_over_to_the_neighbour_is_the_neighbours(desk, cases):
    names = moving_pages(desk)
    with as_owner():
        moved = moved_to(desk.foreign, desk.own)
    found = walked(desk, names, moved)
    cases(len(METHODS) * len(names))
    assert found == {
        name: {method: of_foreign(sign) for method, sign in signs(name, desk).items()} for name in names
    }


@every_desk
def test_what_is_shared_opens_like_ones_own(desk, cases):
    if DUTIES[desk.column] in BY_KEY:
        return
    names, desk.client.canaries = moving_pages(desk), None  # a shared row may say who shares it
    with as_owner():
        shared = shared_by(desk.own, desk.foreign)
    found = walked(desk, names, shared)
    cases(len(METHODS) * len(names))
    assert found == {
        name: {method: of_own(sign) for method, sign in signs(name, desk).items()} for name in names
    }


@every_desk
def test_only_the_head_of_what_opens_is_told(desk, cases):
    names = share_of(PAGES, desk.column, FEW)
    found = {name: asked(desk.client, "head", address(name, TAKEN[name], desk.own)) for name in names}
    cases(len(names))
    assert found == {name: of_own(signs(name, desk)["get"]) for name in names}


@every_desk
def test_no_page_answers_by_another_method(desk, cases):
    found = {
        (name, method): asked(desk.client, method, address(name, TAKEN[name], desk.own))
        for name in share_of(PAGES, desk.column, FEW)
        for method in REFUSED
    }
    cases(len(found))
    assert {case: sign for case, sign in found.items() if sign != "x"} == {}
