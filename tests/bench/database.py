"""量速度用的数据库 — one of its own on the embedded server, made new for every run."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, connections
from psycopg import sql

from clusterreg import databases, embedded_postgres
from tests.template_database import ensure_template, maintenance

NAME = "bench_import"


@contextmanager
def fresh_database() -> Iterator[None]:
    """An empty register, analysed as any register in use is."""
    assert databases.is_embedded(os.environ), "量速度用内置数据库"
    with embedded_postgres.lease(settings.HOME):
        owner = embedded_postgres.connection(settings.HOME, embedded_postgres.OWNER)
        connections["default"].settings_dict.update(owner)
        template = ensure_template(settings.HOME / "locks" / "template")
        _make(template)
        connection.close()
        connection.settings_dict["NAME"] = NAME
        os.environ["BENCH_DATABASE"] = NAME
        yield
        connection.close()


def _make(template: str) -> None:
    with maintenance() as cursor:
        new = sql.Identifier(NAME)
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(new))
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(new, sql.Identifier(template)))


def settle() -> None:
    """What a server does by itself in a quiet minute, so that no way pays for the one before."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
