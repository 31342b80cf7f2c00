"""断开 — the connection breaks before a statement, and every table is compared.

From then on nothing reaches the server; all it does by itself is to take back what was not committed.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection

LOST = "server closed the connection unexpectedly"
TAKEN_BACK = re.compile(r"(ROLLBACK TO|RELEASE) SAVEPOINT \S+$")  # history may have put its own words before
OF_THE_WORK = {"rosters_job", "django_tasks_db_dbtaskresult"}
"""What a worker says meanwhile about how far it is: a job that was cut says so to the next one."""
UNTOUCHED = {"django_session", "django_content_type", "auth_permission"}


class Lost(OperationalError):
    """What Django says of a connection that broke."""


@contextmanager
def counting() -> Iterator[list[str]]:
    """The statements of the block."""
    said: list[str] = []

    def noted(execute: Callable[..., Any], statement: str, *more: Any) -> Any:
        said.append(statement)
        return execute(statement, *more)

    with connection.execute_wrapper(noted):
        yield said


@contextmanager
def cut_before(point: int) -> Iterator[list[str]]:
    """Let the connection break before the statement of this number, counted from one.

    Lists what was not said any more: nothing where there were fewer statements.
    """
    unsaid: list[str] = []
    count = 0

    def counted(execute: Callable[..., Any], statement: str, *more: Any) -> Any:
        nonlocal count
        count += 1
        if count < point or (count > point and TAKEN_BACK.search(statement)):
            return execute(statement, *more)
        unsaid.append(statement)
        raise Lost(LOST)

    with connection.execute_wrapper(counted):
        yield unsaid


State = dict[str, tuple[int, Any]]


def state(tables: Iterable[str] = ()) -> State:
    """What stands in these tables, or in all: how many rows, and a digest of them, in one statement."""
    asked = sorted(tables) or sorted(_lasting() - UNTOUCHED)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(map(_digest, asked)))
        return {table: (count, digest) for table, count, digest in cursor.fetchall()}


def _lasting() -> set[str]:
    """The tables, but those that end with their transaction."""
    return {name for name in connection.introspection.table_names() if not name.startswith("staged_")}


def differing(before: State, after: State) -> set[str]:
    """Tables that do not say the same."""
    return {table for table in before.keys() | after.keys() if before.get(table) != after.get(table)}


def _digest(table: str) -> str:
    digest = "sum(hashtextextended(r::text, 0)::numeric)"
    return f"SELECT '{table}', count(*), {digest} FROM {table} r"
