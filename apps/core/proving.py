"""验证 — what the constraints of a table say about rows still to be written, all of them in a few statements.

A form asks its constraints one by one; a roster of thousands of rows would wait for minutes.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import connection, transaction
from django.db.models import CheckConstraint, F, Model, UniqueConstraint
from django.db.models.sql.query import Query
from psycopg import sql

from apps.core import bulk
from apps.core.dated import SAME_POINT

Pairwise = UniqueConstraint | ExclusionConstraint
Keys = Sequence[int | None]
Places = Sequence[int]
SAME = "="


class Refusal(NamedTuple):
    """拒绝 — in the constraint's sentence; ``other`` is the place of the row it cannot stand beside."""

    sentence: str
    other: int | None = None


Refusals = Iterator[tuple[int, Refusal]]


def refusals(
    model: type[Model], rows: Sequence[Mapping[str, Any]], keys: Keys = ()
) -> dict[int, list[Refusal]]:
    """Place of a row → the constraints it would break: those about itself, and those about two rows.

    ``rows`` are whole records under attribute names; what they leave out takes the field's default. ``keys``
    say which of them are registered already. Of two rows of the file the later is refused.
    """
    found: dict[int, list[Refusal]] = {}
    if not rows:
        return found
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ["id", *(field.attname for field in fields)]
    values = (
        [place, *(row[f.attname] if f.attname in row else f.get_default() for f in fields)]
        for place, row in enumerate(rows)
    )
    owned = list(keys) or [None] * len(rows)
    with transaction.atomic(), bulk.staged_rows(model, columns, values) as (table, _):
        staged = _name(table)
        for ask in (_alone, _beside_registered, _beside_earlier):
            refused = list(found)
            for place, refusal in ask(model, staged, owned, refused):
                found.setdefault(place, []).append(refusal)
    return found


def _alone(model: type[Model], staged: str, owned: Keys, refused: Places) -> Refusals:
    """Check constraints; like the database, not known is not broken."""
    checks = [one for one in model._meta.constraints if isinstance(one, CheckConstraint)]
    if not checks:
        return
    compiled = [_condition(model, check.condition) for check in checks]
    holds = [f"COALESCE({text}, true)" for text, _ in compiled]
    parameters = [parameter for _, values in compiled for parameter in values]
    broken = f"WHERE NOT ({' AND '.join(holds)}) ORDER BY id"
    asked = f"SELECT id, {', '.join(holds)} FROM {staged} {broken}"  # nosec B608
    for place, *said in _rows(asked, parameters * 2):
        for check, is_kept in zip(checks, said, strict=True):
            if not is_kept:
                yield place, Refusal(str(check.violation_error_message))


def _beside_registered(model: type[Model], staged: str, owned: Keys, refused: Places) -> Refusals:
    """Constraints about two rows, against all that is registered but the row itself.

    What another row of the same file changes still counts: the database asks row by row.
    """
    table = _name(sql.Identifier(model._meta.db_table))
    for constraint, sentence in _pairwise(model):
        met, values = _meeting(model, constraint, staged, table)
        beside = "other.id IS DISTINCT FROM (%s::bigint[])[mine.id + 1]"
        asked = f"SELECT DISTINCT mine.id {met} AND {beside}"  # nosec B608
        for (place,) in _rows(asked, [*values, owned]):
            yield place, Refusal(sentence)


def _beside_earlier(model: type[Model], staged: str, owned: Keys, refused: Places) -> Refusals:
    """The same against the rows before that are not refused already."""
    for constraint, sentence in _pairwise(model):
        met, values = _meeting(model, constraint, staged, staged)
        before = "other.id < mine.id AND other.id <> ALL(%s)"
        asked = f"SELECT mine.id, min(other.id) {met} AND {before} GROUP BY 1"
        for place, other in _rows(asked, [*values, refused]):
            yield place, Refusal(sentence, other)


def _pairwise(model: type[Model]) -> Iterator[tuple[Pairwise, str]]:
    """Every constraint about two rows, with its sentence; a field that is unique is one."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, Pairwise):
            yield constraint, str(constraint.violation_error_message)
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            sentence = f"{model._meta.verbose_name}的{field.verbose_name}已经登记。"
            yield UniqueConstraint(fields=[field.name], name=field.name), sentence


def _meeting(model: type[Model], constraint: Pairwise, mine: str, other: str) -> tuple[str, list[Any]]:
    """FROM and WHERE of the pairs that a constraint forbids, with parameters."""
    parts: list[tuple[Any, str]] = (
        [(part, operator) for part, operator in constraint.expressions]
        if isinstance(constraint, ExclusionConstraint)
        else [(part, SAME) for part in (*map(F, constraint.fields), *constraint.expressions)]
    )
    if getattr(constraint, "nulls_distinct", None) is False:
        parts = [(part, "IS NOT DISTINCT FROM") for part, _ in parts]
    texts: list[str] = []
    parameters: list[Any] = []
    for number, (part, _) in enumerate(parts):
        text, values = _expression(model, part)
        texts.append(f"{text} AS part{number}")
        parameters.extend(values)
    condition, values = _condition(model, constraint.condition) if constraint.condition else ("true", ())
    texts.append(f"({condition}) AS applies")
    meets = [
        # Points are compared by their words: there is no hash of a point, and rosters are long.
        f"mine.part{number}::text = other.part{number}::text"
        if operator == SAME_POINT
        else f"mine.part{number} {operator} other.part{number}"
        for number, (_, operator) in enumerate(parts)
    ]
    said, where = ", ".join(texts), " AND ".join([*meets, "mine.applies", "other.applies"])
    pairs = f"FROM (SELECT id, {said} FROM {mine}) AS mine, (SELECT id, {said} FROM {other}) AS other"  # nosec B608
    return f"{pairs} WHERE {where}", [*parameters, *values] * 2


def _expression(model: type[Model], part: Any) -> tuple[str, Sequence[Any]]:
    query = Query(model=model, alias_cols=False)
    resolved = (F(part) if isinstance(part, str) else part).resolve_expression(query)
    return query.get_compiler(connection=connection).compile(resolved)


def _condition(model: type[Model], condition: Any) -> tuple[str, Sequence[Any]]:
    query = Query(model=model, alias_cols=False)
    return query.build_where(condition).as_sql(query.get_compiler(connection=connection), connection)


def _rows(asked: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(asked, parameters)
        return cursor.fetchall()


def _name(table: sql.Identifier) -> str:
    with connection.cursor() as cursor:
        return table.as_string(cursor.cursor)
