"""换密钥 — everything sealed, in the registers, their history and files, sealed anew while others work.

Rows are taken so many at a time, those somebody is writing left for the next round; nobody waits longer than
a batch takes. What is done stands in the rows themselves: after a kill the work goes on where it was.
Only the owner of the tables may: the application may add to history, never change it.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from psycopg import sql

from apps.core import bulk
from apps.core.fields import EncryptedField, EncryptedFileField
from apps.core.sealing import SealBroken, current_head, renewed

TEXTS, FILES = 2_000, 4
"""Rows of a batch; files are large."""
ROUNDS, PAUSE = 120, 1.0
"""How often rows in use elsewhere are asked for again, and after how many seconds."""
HEAD = 40
"""Bytes that hold suite and key id, and are read without the rest of a file."""


@dataclass(frozen=True)
class Store:
    """存放处 — a table, and which of its columns are sealed."""

    model: type[Model]
    columns: tuple[EncryptedField, ...]

    @property
    def table(self) -> str:
        """表名"""
        return str(self.model._meta.db_table)

    @property
    def name(self) -> str:
        """As people call it."""
        tracked = getattr(self.model, "pgh_tracked_model", None)
        return f"{tracked._meta.verbose_name}的变更记录" if tracked else str(self.model._meta.verbose_name)

    @property
    def batch(self) -> int:
        """Rows at a time."""
        return FILES if any(isinstance(column, EncryptedFileField) for column in self.columns) else TEXTS


@dataclass
class Done:
    """结果 — how many rows were sealed anew, and which cannot be opened."""

    renewed: int = 0
    broken: dict[str, set[int]] = field(default_factory=dict)


def stores() -> list[Store]:
    """Every table with sealed columns."""
    found = (
        Store(model, tuple(f for f in model._meta.concrete_fields if isinstance(f, EncryptedField)))
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    )
    return sorted((store for store in found if store.columns), key=lambda store: store.table)


def in_use() -> Counter[str]:
    """Key id → how many values are sealed with it, anywhere."""
    counted: Counter[str] = Counter()
    for store in stores():
        counted.update(_in_use(store))
    return counted


def _in_use(store: Store) -> dict[str, int]:
    heads = sql.SQL(", ").join(
        sql.SQL("substring({} FROM 1 FOR {})").format(sql.Identifier(str(f.column)), sql.Literal(HEAD))
        for f in store.columns
    )
    statement = sql.SQL("""
        SELECT convert_from(substring(head FROM 3 FOR get_byte(head, 1)), 'UTF8'), count(*)
        FROM {}, unnest(ARRAY[{}]) AS head WHERE head IS NOT NULL GROUP BY 1
    """).format(sql.Identifier(store.table), heads)
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.cursor))
        return dict(cursor.fetchall())


def renew(say: Callable[[str], None] = lambda line: None) -> Done:
    """Seal everything with the key in force. Raises ``TimeoutError`` when rows stay in use elsewhere."""
    done = Done()
    for store in stores():
        before = done.renewed
        for _ in range(ROUNDS):
            for rows in _batches(store, done):
                done.renewed += rows
            if _left(store) == len(done.broken.get(store.table, ())):
                break
            time.sleep(PAUSE)
        else:
            raise TimeoutError(store.name)
        if done.renewed > before:
            say(f"{store.name}（{store.table}）{done.renewed - before}行")
    return done


def _batches(store: Store, done: Done) -> Iterator[int]:
    """Once over the table; says of each batch how many rows were renewed."""
    last: Any = 0
    while True:
        with transaction.atomic():
            rows = _taken(store, last)
            if not rows:
                return
            last = rows[-1][0]
            changed, broken = _renewed(store, rows)
            _write(store, changed)
        done.broken.setdefault(store.table, set()).update(broken)
        yield len(changed)


def _taken(store: Store, last: Any) -> list[tuple[Any, ...]]:
    """Rows not yet under the key in force, held for us; those somebody holds are passed over."""
    statement = sql.SQL("""
        SELECT {key}, uid, {columns} FROM {table} WHERE {key} > %s AND ({stale})
        ORDER BY {key} LIMIT {limit} FOR NO KEY UPDATE SKIP LOCKED
    """).format(**_parts(store), limit=sql.Literal(store.batch))
    return _rows(statement, [last])


def _left(store: Store) -> int:
    """How many rows still are under another key."""
    statement = sql.SQL("SELECT count(*) FROM {table} WHERE {stale}").format(**_parts(store))
    return int(_rows(statement, [])[0][0])


def _parts(store: Store) -> dict[str, sql.Composable]:
    head = current_head()
    names = [sql.Identifier(str(column.column)) for column in store.columns]
    stale = (
        sql.SQL("substring({} FROM 1 FOR {}) <> {}").format(name, sql.Literal(len(head)), sql.Literal(head))
        for name in names
    )
    return {
        "table": sql.Identifier(store.table),
        "key": sql.Identifier(_key(store)),
        "columns": sql.SQL(", ").join(names),
        "stale": sql.SQL(" OR ").join(stale),
    }


def _renewed(store: Store, rows: Sequence[tuple[Any, ...]]) -> tuple[list[list[Any]], list[Any]]:
    """Rows as they are to be written, and keys of those that cannot be opened."""
    changed, broken = [], []
    for key, uid, *values in rows:
        try:
            changed.append(
                [
                    key,
                    *(
                        value if value is None else renewed(bytes(value), column.belongs_to(uid))
                        for column, value in zip(store.columns, values, strict=True)
                    ),
                ]
            )
        except SealBroken:
            broken.append(key)
    return changed, broken


def _write(store: Store, rows: Sequence[Sequence[Any]]) -> None:
    """Past the triggers: nothing is said otherwise than before, so there is nothing to record."""
    columns = [_key(store), *(column.attname for column in store.columns)]
    changes = sql.SQL(", ").join(
        sql.SQL("{0} = staged.{0}").format(sql.Identifier(str(column.column))) for column in store.columns
    )
    with bulk.staged_rows(store.model, columns, rows) as (staged, _), bulk.unrecorded(store.model):
        statement = sql.SQL("UPDATE {} AS kept SET {} FROM {} AS staged WHERE kept.{key} = staged.{key}")
        names = sql.Identifier(store.table), changes, staged
        with connection.cursor() as cursor:
            composed = statement.format(*names, key=sql.Identifier(_key(store)))
            cursor.execute(composed.as_string(cursor.cursor))


def _key(store: Store) -> str:
    return str(store.model._meta.pk.column)


def _rows(statement: sql.Composed, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.cursor), values)
        return cursor.fetchall()
