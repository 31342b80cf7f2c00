"""权限走查 — every desk opens what is written down for it; an address nobody wrote down fails."""

import pytest
from django.urls import reverse

from apps.accounts.duties import DutyCode
from tests.access.conftest import DUTIES, with_account
from tests.permission_walk import REGISTERS, asked, cell, declared_names, named, register_names, rights_in
from tests.permissions import PAGES, RIGHTS, TAKEN
from tests.shares import share_of

pytestmark = [pytest.mark.django_db, pytest.mark.gate("权限矩阵")]
OPEN_TO_ALL = "accounts:login"
# List, new, export; form, history, deletion and change of one's own row and of the neighbour's.
REQUESTS_OF_A_REGISTER = 11
every_desk = pytest.mark.parametrize("desk", DUTIES, indirect=True)


def test_every_address_is_written_down():
    assert sorted(set(declared_names()) - register_names() - set(PAGES)) == []


def test_nothing_is_written_down_that_does_not_exist():
    assert sorted(set(PAGES) - set(declared_names())) == []


def test_every_register_is_written_down():
    assert sorted(RIGHTS) == REGISTERS


@every_desk
def test_a_desk_has_the_rights_written_down_in_every_register(desk, cases):
    walked = share_of(REGISTERS, desk.column)
    cases(REQUESTS_OF_A_REGISTER * len(walked))
    found = {label: rights_in(desk.client, label, desk.own, desk.foreign) for label in walked}
    assert found == {label: RIGHTS[label][desk.column] for label in walked}


@every_desk
def test_a_desk_opens_the_pages_written_down(desk, cases):
    found = {
        name: [
            cell(desk.client, method, name, TAKEN[name], desk.own, desk.foreign) for method in ("get", "post")
        ]
        for name in share_of(PAGES, desk.column)
    }
    cases(sum(4 if named(TAKEN[name]) else 2 for name in found))
    assert found == {
        name: [PAGES[name]["get"][desk.column], PAGES[name]["post"][desk.column]] for name in found
    }


def test_whoever_is_not_signed_in_is_led_to_the_login(world, client):
    own = with_account(world.own, world.users[DutyCode.REGISTRY_MANAGER])
    led = {
        name: cell(client, "get", name, TAKEN[name], own, own).replace("=", "+")
        for name in PAGES
        if name != OPEN_TO_ALL
    }
    assert {name: sign for name, sign in led.items() if sign not in ("l", "x")} == {}


def test_no_register_opens_to_whoever_is_not_signed_in(world, client):
    names = [
        f"admin:{label.replace('.', '_')}_{page}"
        for label in REGISTERS
        for page in ("changelist", "add", "export")
    ]
    assert {asked(client, "get", reverse(name)) for name in names} == {"l"}
