"""走查的小世界 — two neighbourhoods and somebody at every desk of one's own, built once for all walks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model
from pytest_django import DjangoDbBlocker

from apps.accounts.duties import BUSINESS_DUTIES, DutyCode
from apps.accounts.duties import DUTIES as DUTIES_BY_CODE
from apps.accounts.models import User
from apps.core import clock
from apps.core.merging import propose
from apps.core.remit import Reach
from clusterreg.embedded_postgres import APPLICATION
from clusterreg.fence import raise_fence
from tests.access.canaries import Marks, newest_rows
from tests.factories import (
    make_member,
    make_takeout,
    make_undo,
    make_upload,
)
from tests.permission_walk import WatchedClient
from tests.permissions import RIGHTS
from tests.world import Rows, make_neighbourhood, user_at

DUTIES = list(DutyCode)
TODAY = date(2026, 11, 22)


# Desks whose remit ends somewhere.
LIMITED = [code for code in BUSINESS_DUTIES if DUTIES_BY_CODE[code].reach is not Reach.EVERYTHING]


def open_to_all() -> set[str]:
    """Registers that some limited desk may read whole, as written down."""
    columns = [DUTIES.index(code) for code in LIMITED]
    return {label for label, rights in RIGHTS.items() if any(rights[column][0] == "=" for column in columns)}


@dataclass
class World:
    """One's own rows and the neighbour's; who sits where."""

    own: Rows
    foreign: Rows
    marks: Marks
    before: dict[type[Model], int]
    after: dict[type[Model], int]
    """The newest rows from before the neighbour's, and the first from after them."""
    users: dict[DutyCode, User]
    stranger: User


@dataclass
class Desk:
    """A desk's column in the tables, who sits there, and what is its own and the neighbour's."""

    column: int
    client: WatchedClient
    user: User
    own: Rows
    foreign: Rows


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Every request of a walk is taken back, so that one world serves all of them."""
    with django_db_blocker.unblock(), clock.set_to(TODAY), transaction.atomic():
        raise_fence(connection, APPLICATION)
        own, newest = make_neighbourhood("甲"), newest_rows()
        foreign, marks = make_neighbourhood("乙"), Marks()
        after = {model: key + 1 for model, key in newest_rows().items()}
        marks.write(newest, open_to_all())
        users = {duty: user_at(duty, own) for duty in DUTIES}
        stranger = user_at(DutyCode.REGISTRY_MANAGER, foreign, "stranger")
        yield World(own, foreign, marks, newest, after, users, stranger)
        transaction.set_rollback(True)


@pytest.fixture
def desk(world: World, request: Any) -> Iterator[Desk]:
    """Somebody signed in, with rows of their own account; what is asked, the application's role asks."""
    user = world.users[request.param]
    with transaction.atomic():
        own, foreign = with_account(world.own, user), with_account(world.foreign, world.stranger)
        client = signed_in(user)
        client.canaries = world.marks if request.param in LIMITED else None
        with connection.cursor() as cursor:
            cursor.execute(f"DISCARD TEMP; SET LOCAL ROLE {APPLICATION}")
        yield Desk(DUTIES.index(request.param), client, user, own, foreign)
        transaction.set_rollback(True)


@contextmanager
def as_owner() -> Iterator[None]:
    """For a while, what happens is somebody else's doing, somewhere else."""
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP; RESET ROLE")
        yield
        cursor.execute(f"DISCARD TEMP; SET LOCAL ROLE {APPLICATION}")


def with_account(rows: Rows, account: User) -> Rows:
    """The rows of a neighbourhood and those that hang on an account."""
    merge = propose(rows["members.member"], make_member(), why="疑似同一人", by=None)
    upload = make_upload(account)
    of_account = {"accounts.user": account, "accounts.grant": account.grants.get(), "core.merge": merge}
    handed_in = {"rosters.upload": upload, "rosters.undo": make_undo(upload)}
    return rows | of_account | handed_in | {"core.takeout": make_takeout()}


def signed_in(user: User) -> WatchedClient:
    """A browser in which somebody has signed in."""
    client = WatchedClient()
    client.force_login(user)
    return client
