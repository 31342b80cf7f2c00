"""权限走查 — every desk opens what is written down for it; an address nobody wrote down fails."""

from datetime import date

import pytest
from django.urls import reverse

from apps.accounts.duties import DutyCode
from apps.core import clock
from apps.core.merging import propose
from tests.factories import make_member, make_undo, make_upload
from tests.permission_walk import REGISTERS, asked, cell, declared_names, register_names, rights_in
from tests.permissions import PAGES, RIGHTS, TAKEN
from tests.shares import share_of
from tests.world import make_neighbourhood, user_at

pytestmark = pytest.mark.django_db
DUTIES = list(DutyCode)
OPEN_TO_ALL = "accounts:login"


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(date(2026, 11, 22)):
        yield


@pytest.fixture
def desk(client, request):
    """A desk's column in the tables, its own neighbourhood and the neighbour's; the client is signed in."""
    own, foreign = make_neighbourhood("甲"), make_neighbourhood("乙")
    user, stranger = user_at(request.param, own), user_at(DutyCode.REGISTRY_MANAGER, foreign, "stranger")
    for rows, account in ((own, user), (foreign, stranger)):
        merge = propose(rows["members.member"], make_member(), why="疑似同一人", by=None)
        rows |= {"accounts.user": account, "accounts.grant": account.grants.get(), "core.merge": merge}
        upload = make_upload(account)
        rows |= {"rosters.upload": upload, "rosters.undo": make_undo(upload)}
    client.force_login(user)
    return DUTIES.index(request.param), own, foreign


def test_every_address_is_written_down():
    assert sorted(set(declared_names()) - register_names() - set(PAGES)) == []


def test_nothing_is_written_down_that_does_not_exist():
    assert sorted(set(PAGES) - set(declared_names())) == []


def test_every_register_is_written_down():
    assert sorted(RIGHTS) == REGISTERS


@pytest.mark.parametrize("desk", DUTIES, indirect=True)
def test_a_desk_has_the_rights_written_down_in_every_register(client, desk):
    column, own, foreign = desk
    walked = share_of(REGISTERS, column)
    found = {label: rights_in(client, label, own, foreign) for label in walked}
    assert found == {label: RIGHTS[label][column] for label in walked}


@pytest.mark.parametrize("desk", DUTIES, indirect=True)
def test_a_desk_opens_the_pages_written_down(client, desk):
    column, own, foreign = desk
    found = {
        name: [cell(client, method, name, TAKEN[name], own, foreign) for method in ("get", "post")]
        for name in share_of(PAGES, column)
    }
    assert found == {name: [PAGES[name]["get"][column], PAGES[name]["post"][column]] for name in found}


def test_whoever_is_not_signed_in_is_led_to_the_login(client):
    own = make_neighbourhood("甲")
    merge = propose(own["members.member"], make_member(), why="疑似同一人", by=None)
    own |= {"core.merge": merge, "accounts.user": user_at(DutyCode.REGISTRY_MANAGER, own)}
    upload = make_upload()
    own |= {"rosters.upload": upload, "rosters.undo": make_undo(upload)}
    led = {
        name: cell(client, "get", name, TAKEN[name], own, own).replace("=", "+")
        for name in PAGES
        if name != OPEN_TO_ALL
    }
    assert {name: sign for name, sign in led.items() if sign not in ("l", "x")} == {}


@pytest.mark.parametrize("label", REGISTERS)
def test_no_register_opens_to_whoever_is_not_signed_in(client, label):
    name = label.replace(".", "_")
    pages = [reverse(f"admin:{name}_{page}") for page in ("changelist", "add", "export")]
    assert [asked(client, "get", page) for page in pages] == ["l", "l", "l"]
