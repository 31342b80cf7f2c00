"""数据表 — rows out of a snapshot and in again, as COPY writes them; no table is known by name."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from psycopg import sql

LEFT_OUT = ("django_session",)
"""Nobody is signed in after a restore."""
PLAIN = {
    "bytea_output": "hex",
    "client_encoding": "UTF8",
    "datestyle": "ISO, YMD",
    "extra_float_digits": "1",
    "intervalstyle": "iso_8601",
    "timezone": "UTC",
    # Rows hidden from us would be rows lost: rather an error.
    "row_security": "off",
}
TABLES = """
    SELECT kind.relname, array_agg(attribute.attname::text ORDER BY attribute.attnum),
           (SELECT array_agg(key.attname::text ORDER BY place.number)
              FROM pg_index, unnest(indkey::int[]) WITH ORDINALITY AS place(attnum, number)
              JOIN pg_attribute key USING (attnum)
             WHERE indrelid = kind.oid AND indisprimary AND key.attrelid = kind.oid)
      FROM pg_class kind JOIN pg_attribute attribute ON attribute.attrelid = kind.oid
     WHERE kind.relnamespace = 'public'::regnamespace AND kind.relkind = 'r'
       AND attribute.attnum > 0 AND NOT attribute.attisdropped AND attribute.attgenerated = ''
     GROUP BY kind.oid, kind.relname ORDER BY kind.relname
"""
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"

REPLACED, AT_A_TIME = "clusterreg_replaced", 40
REPLACED_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'clusterreg_replaced' ORDER BY 1"


@dataclass(frozen=True)
class Table:
    """A table, what is kept of it, and the order in which its rows are told."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside belongs to one moment; values are written the same way everywhere."""
    with transaction.atomic():
        run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        speak_plainly()
        yield


def speak_plainly() -> None:
    """How values are written must not hang on who asks; until the transaction ends."""
    for name, value in PLAIN.items():
        run("SELECT set_config(%s, %s, true)", name, value)


def tables() -> list[Table]:
    """Every table of the registry that is there."""
    return [Table(name, tuple(columns), tuple(key or columns)) for name, columns, key in rows_of(TABLES)]


def rows_out(table: Table) -> Iterator[bytes]:
    """The rows of a table in the order of their keys, a line each."""
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        _list(table.columns), sql.Identifier(table.name), _list(table.key)
    )
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        yield from map(bytes, copy)


def rows_in(table: Table, chunks: Iterable[bytes]) -> None:
    """Lines as ``rows_out`` gave them."""
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), _list(table.columns))
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for chunk in chunks:
            copy.write(chunk)


def sequences() -> dict[str, int | None]:
    """The last number every sequence gave out; None before its first."""
    return dict(rows_of(SEQUENCES))


def set_sequences(last: dict[str, int | None]) -> None:
    """Count on from there."""
    for name, value in last.items():
        where = sql.Identifier(name).as_string(connection.connection)
        run("SELECT setval(%s::regclass, coalesce(%s, 1), %s)", where, value, value is not None)


@contextmanager
def being_filled(names: list[str]) -> Iterator[None]:
    """Tables are emptied and take rows as they were: triggers sleep, links are checked once all is there."""
    every = [sql.Identifier(name) for name in names]
    run_sql(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(sql.SQL(", ").join(every)))
    run("SET CONSTRAINTS ALL DEFERRED")
    for table in every:
        run_sql(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table))
    yield
    run("SET CONSTRAINTS ALL IMMEDIATE")
    for table in every:
        run_sql(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table))


def set_aside() -> None:
    """Whatever is there makes room, in the transaction that puts something else in its place."""
    run_sql(sql.SQL("ALTER SCHEMA public RENAME TO {}").format(sql.Identifier(REPLACED)))
    run("CREATE SCHEMA public")


def forget_replaced() -> None:
    """Drop what was set aside, a few tables at a time: a server keeps only so many locks."""
    names = [sql.Identifier(REPLACED, name) for (name,) in rows_of(REPLACED_TABLES)]
    for start in range(0, len(names), AT_A_TIME):
        some = sql.SQL(", ").join(names[start : start + AT_A_TIME])
        run_sql(sql.SQL("DROP TABLE {} CASCADE").format(some))
    run_sql(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(REPLACED)))


def rows_of(query: str) -> list[Any]:
    """What a query finds."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def run(statement: str, *parameters: Any) -> None:
    """Carry out a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)


def run_sql(statement: sql.Composed) -> None:
    """Carry out a statement with names in it."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _list(names: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
