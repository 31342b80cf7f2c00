"""底稿 — every row of every register (history aside): compared before and after a change, and taken back."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from apps.core.fields import EncryptedField, RowKeyField
from apps.core.tree import Rooted

ASIDE = ("rosters",)


def dump() -> dict[str, list[Any]]:
    """Table → its rows, whole and in the order of their keys; empty tables are left out."""
    rows: dict[str, list[Any]] = {}
    for table, row in _rows():
        rows.setdefault(table, []).append(row)
    return {table: sorted(found, key=itemgetter("id")) for table, found in rows.items()}


def contents() -> Counter[tuple[str, str]]:
    """What the rows say, keys, links and ciphertexts aside: equal however they were written."""
    aside = {model._meta.db_table: _aside(model) for model in _registers()}
    return Counter(
        (table, json.dumps({n: v for n, v in row.items() if n not in aside[table]}, sort_keys=True))
        for table, row in _rows()
    )


@contextmanager
def taken_back() -> Iterator[None]:
    """Nothing of the block stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _registers() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models()
        if hasattr(model, "pgh_event_model") and model._meta.app_label not in ASIDE
    ]


def _aside(model: type[Model]) -> set[str]:
    fields = model._meta.concrete_fields
    aside = (EncryptedField, RowKeyField)
    named = {str(f.column) for f in fields if f.primary_key or f.is_relation or isinstance(f, aside)}
    # Steps name their row by its key, and say when they were taken; a path is made of keys.
    more = {"core.Step": {"key", "at"}}.get(model._meta.label, set())
    return named | more | ({"path"} if issubclass(model, Rooted) else set())


def _rows() -> list[tuple[str, Any]]:
    """Every row of every register, in one query."""
    tables = [model._meta.db_table for model in _registers()]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{t}', to_jsonb({t}) FROM {t}" for t in tables))
        return [(table, json.loads(row)) for table, row in cursor.fetchall()]
