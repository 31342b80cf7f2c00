"""验证 — what the constraints of a table say about rows still to be written, all of them in one statement.

A form asks its constraints one by one; a roster of thousands of rows would wait for minutes.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import CheckConstraint, Model
from django.db.models.sql.query import Query
from psycopg import sql

from apps.core import bulk


def refusals(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> dict[int, list[str]]:
    """Place of a row → the sentences of the check constraints it would break.

    ``rows`` are whole records under attribute names; what they leave out takes the field's default.
    """
    checks = [one for one in model._meta.constraints if isinstance(one, CheckConstraint)]
    if not rows or not checks:
        return {}
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ["id", *(field.attname for field in fields)]
    values = (
        [place, *(row[f.attname] if f.attname in row else f.get_default() for f in fields)]
        for place, row in enumerate(rows)
    )
    with transaction.atomic(), bulk.staged_rows(model, columns, values) as (staged, _):
        answers = _asked(model, checks, staged)
    return {
        place: [
            str(check.violation_error_message) for check, holds in zip(checks, said, strict=True) if not holds
        ]
        for place, *said in answers
    }


def _asked(model: type[Model], checks: Sequence[CheckConstraint], staged: sql.Identifier) -> list[tuple]:
    """(place, holds, holds …) of every row that breaks one; like the database, not known is not broken."""
    compiled = [_condition(model, check) for check in checks]
    holds = [f"COALESCE({text}, true)" for text, _ in compiled]
    parameters = [parameter for _, values in compiled for parameter in values]
    with connection.cursor() as cursor:
        table = staged.as_string(cursor.cursor)
        cursor.execute(
            f"SELECT id, {', '.join(holds)} FROM {table} WHERE NOT ({' AND '.join(holds)}) ORDER BY id",  # nosec B608
            parameters * 2,
        )
        return cursor.fetchall()


def _condition(model: type[Model], check: CheckConstraint) -> tuple[str, Sequence[Any]]:
    query = Query(model=model, alias_cols=False)
    where: Any = check.condition
    return query.build_where(where).as_sql(query.get_compiler(connection=connection), connection)
