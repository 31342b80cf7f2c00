"""程序的账号 — for a while the database is asked by the role the application has in production."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from clusterreg.embedded_postgres import APPLICATION


@contextmanager
def as_application() -> Iterator[None]:
    """Row security holds for this role, which the owner of the tables passes by."""
    with connection.cursor() as cursor:
        cursor.execute(f"DISCARD TEMP; SET LOCAL ROLE {APPLICATION}")
        yield
        cursor.execute("DISCARD TEMP; RESET ROLE")
