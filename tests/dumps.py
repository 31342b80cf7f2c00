"""底稿 — every row of every register as it stands, to be compared before and after; history aside."""

from typing import Any

from django.apps import apps
from django.db import connection

ASIDE = ("rosters",)


def dump(*aside: str) -> dict[str, list[Any]]:
    """Table → its rows, whole and in the order of their keys; empty tables are left out."""
    models = [m for m in apps.get_models() if hasattr(m, "pgh_event_model")]
    tables = [m._meta.db_table for m in models if m._meta.app_label not in (*ASIDE, *aside)]
    rows = {table: _rows(table) for table in sorted(tables)}
    return {table: found for table, found in rows.items() if found}


def _rows(table: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT to_jsonb(t) FROM "{table}" t ORDER BY id')
        return [row for (row,) in cursor.fetchall()]
