"""成批写入 — many rows at once: COPY into a temporary table, ANALYZE, then one statement.

Never COPY into a table itself: history says who and why only for statements it can see. The temporary table
is analysed first, because a join planned without statistics is a hundred times slower.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Field, Model
from psycopg import sql

BINARY_NAMES = {
    "bigint": "int8",
    "integer": "int4",
    "smallint": "int2",
    "boolean": "bool",
    "timestamp with time zone": "timestamptz",
}


def next_keys(model: type[Model], count: int) -> list[int]:
    """Keys for rows still to be written, so that what points to them can be written with them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows given as values of ``columns`` (attribute names); answers how many.

    Values are stored as given: choices, lengths and encryption are the caller's business.
    """
    with _staged(model, columns, rows) as (staged, count):
        if count:
            names = _names(model, columns)
            _run("INSERT INTO {} ({}) SELECT {} FROM {}", _table(model), names, names, staged)
    return count


def amend(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Update rows by their key, the first of ``columns``; a ``None`` leaves what is stored."""
    with _staged(model, columns, rows) as (staged, count):
        if count:
            key, *others = (_column(model, name) for name in columns)
            changes = sql.SQL(", ").join(
                sql.SQL("{0} = COALESCE(staged.{0}, kept.{0})").format(sql.Identifier(name))
                for name in others
            )
            _run(
                "UPDATE {} AS kept SET {} FROM {} AS staged WHERE kept.{key} = staged.{key}",
                _table(model),
                changes,
                staged,
                key=sql.Identifier(key),
            )
    return count


@contextmanager
def _staged(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Iterator[tuple[sql.Identifier, int]]:
    """A temporary table holding the rows, and how many they are."""
    staged = sql.Identifier(f"staged_{model._meta.db_table}")
    _run(
        "CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA",
        staged,
        _names(model, columns),
        _table(model),
    )
    count = _copy(staged, [_field(model, name) for name in columns], rows)
    _run("ANALYZE {}", staged)
    yield staged, count
    _run("DROP TABLE {}", staged)


def _copy(staged: sql.Identifier, fields: Sequence[Field], rows: Iterable[Sequence[Any]]) -> int:
    count = 0
    with connection.cursor() as cursor:
        statement = sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(staged)
        with cursor.cursor.copy(statement) as copy:
            copy.set_types([_binary_name(field) for field in fields])
            for row in rows:
                copy.write_row(row)
                count += 1
    return count


def _binary_name(field: Field) -> str:
    """The type's name as the driver knows it: varchar(40) is varchar, bigint is int8."""
    written = str(field.db_type(connection)).removesuffix("[]")
    plain = written.partition("(")[0]
    many = "[]" if str(field.db_type(connection)).endswith("[]") else ""
    return BINARY_NAMES.get(plain, plain) + many


def _field(model: type[Model], name: str) -> Field:
    return next(field for field in model._meta.concrete_fields if field.attname == name)


def _column(model: type[Model], name: str) -> str:
    return str(_field(model, name).column)


def _names(model: type[Model], columns: Sequence[str]) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier(_column(model, name)) for name in columns)


def _table(model: type[Model]) -> sql.Identifier:
    return sql.Identifier(model._meta.db_table)


def _run(statement: str, *parts: sql.Composable, **named: sql.Composable) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*parts, **named))
