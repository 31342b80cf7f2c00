"""走查的小世界 — two neighbourhoods and somebody at every desk of one's own, built once for a module."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from apps.accounts.duties import DutyCode
from apps.accounts.models import User
from apps.core import clock
from apps.core.merging import propose
from tests.factories import make_member, make_takeout, make_undo, make_upload
from tests.world import Rows, make_neighbourhood, user_at

DUTIES = list(DutyCode)
TODAY = date(2026, 11, 22)


@dataclass
class World:
    """One's own rows and the neighbour's; who sits where."""

    own: Rows
    foreign: Rows
    users: dict[DutyCode, User]
    stranger: User


@dataclass
class Desk:
    """A desk's column in the tables, who sits there, and what is its own and the neighbour's."""

    column: int
    client: Client
    user: User
    own: Rows
    foreign: Rows


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Every request of a walk is taken back, so that one world serves all of them."""
    with django_db_blocker.unblock(), clock.set_to(TODAY), transaction.atomic():
        own, foreign = make_neighbourhood("甲"), make_neighbourhood("乙")
        users = {duty: user_at(duty, own) for duty in DUTIES}
        yield World(own, foreign, users, user_at(DutyCode.REGISTRY_MANAGER, foreign, "stranger"))
        transaction.set_rollback(True)


@pytest.fixture
def desk(world: World, request: Any) -> Iterator[Desk]:
    """Somebody signed in, with rows of their own account beside those of the neighbourhood."""
    user = world.users[request.param]
    with transaction.atomic():
        own, foreign = with_account(world.own, user), with_account(world.foreign, world.stranger)
        yield Desk(DUTIES.index(request.param), signed_in(user), user, own, foreign)
        transaction.set_rollback(True)


def with_account(rows: Rows, account: User) -> Rows:
    """The rows of a neighbourhood and those that hang on an account."""
    merge = propose(rows["members.member"], make_member(), why="疑似同一人", by=None)
    upload = make_upload(account)
    of_account = {"accounts.user": account, "accounts.grant": account.grants.get(), "core.merge": merge}
    handed_in = {"rosters.upload": upload, "rosters.undo": make_undo(upload)}
    return rows | of_account | handed_in | {"core.takeout": make_takeout()}


def signed_in(user: User) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(user)
    return client
