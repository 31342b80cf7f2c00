"""自己的数据库 — one beside the test database, for what must commit, be dropped, or be made anew."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from psycopg import sql

from tests.template_database import connected_to, ensure_template, maintenance


@contextmanager
def own_database(name: str, *, is_empty: bool = False) -> Iterator[str]:
    """An empty register, or not even tables; the default connection leads there inside."""
    full = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'gw')}"
    # Not by force: that would need the right to end an autovacuum, which leaves by itself when asked.
    drop, new = sql.SQL("DROP DATABASE IF EXISTS {}"), sql.Identifier(full)
    template = "template1" if is_empty else ensure_template(settings.HOME / "locks" / "template")
    with maintenance() as cursor:
        cursor.execute(drop.format(new))
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(new, sql.Identifier(template)))
    try:
        with connected_to(full):
            yield full
    finally:
        with maintenance() as cursor:
            cursor.execute(drop.format(new))
