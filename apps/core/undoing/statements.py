"""语句 — SQL put together from names, so that one statement serves every table."""

from typing import Any, LiteralString

from django.db import connection, models
from psycopg import sql


def run(statement: LiteralString, params: list[Any] | None = None, **parts: sql.Composable) -> int:
    """Run one statement; answers how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(_text(statement, parts), params)
        return int(cursor.rowcount)


def ask(statement: LiteralString, params: list[Any] | None = None, **parts: sql.Composable) -> list[tuple]:
    """Run one query; answers its rows."""
    with connection.cursor() as cursor:
        cursor.execute(_text(statement, parts), params)
        return list(cursor.fetchall())


def table(model: type[models.Model]) -> sql.Identifier:
    """The table of a model."""
    return sql.Identifier(model._meta.db_table)


def column(field: models.Field) -> sql.Identifier:
    """The column of a field."""
    return sql.Identifier(str(field.column))


def listed(columns: list[sql.Identifier], prefix: str = "") -> sql.Composed:
    """``a, b``, or ``t.a, t.b`` with a prefix."""
    named = [sql.SQL(".").join([sql.Identifier(prefix), name]) if prefix else name for name in columns]
    return sql.SQL(", ").join(named)


def number(value: int) -> sql.Literal:
    """A number of ours within a statement."""
    return sql.Literal(value)


def _text(statement: LiteralString, parts: dict[str, sql.Composable]) -> str:
    """As text: history reads what it is about to run."""
    return sql.SQL(statement).format(**parts).as_string(connection.connection)
