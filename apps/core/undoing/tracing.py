"""追溯 — every row written under one label, as it was before, after and now, staged for one transaction."""

from typing import Any

from django.db.models import Model
from pghistory.models import Context
from psycopg import sql
from psycopg.types.json import Jsonb

from apps.core.undoing.shapes import Shape, Shapes, numbers, parents_first, recorded
from apps.core.undoing.statements import ask, column, listed, number, run, table

STAGE = """
CREATE TEMPORARY TABLE undoing (
    place int, id bigint, act text, before int, after int, later int,
    root int, owner bigint, kept text DEFAULT '', cause int, cause_id bigint
) ON COMMIT DROP
"""
# First and last write under the label, the last one before and the last one after them.
TRACE = """
WITH labelled AS (
    SELECT pgh_obj_id AS id, min(pgh_id) AS first, max(pgh_id) AS last
    FROM {events} JOIN undone_contexts ON undone_contexts.id = pgh_context_id GROUP BY 1
), around AS (
    SELECT labelled.id, first, last,
           max(pgh_id) FILTER (WHERE pgh_id < first) AS before,
           max(pgh_id) FILTER (WHERE pgh_id > last) AS later
    FROM labelled JOIN {events} ON pgh_obj_id = labelled.id GROUP BY 1, 2, 3
), versions AS (
    SELECT a.*, f.pgh_label AS began,
           COALESCE(b.pgh_label <> 'delete', false) AS was_there, w.pgh_label <> 'delete' AS is_there_after,
           t.id IS NOT NULL AS is_there, {owner} AS owner,
           ROW({b}) IS NOT DISTINCT FROM ROW({w}) AS changed_nothing,
           ROW({t}) IS NOT DISTINCT FROM ROW({b}) AS is_as_before,
           ROW({t}) IS NOT DISTINCT FROM ROW({w}) AS is_as_after
    FROM around a
    JOIN {events} f ON f.pgh_id = a.first JOIN {events} w ON w.pgh_id = a.last
    LEFT JOIN {events} b ON b.pgh_id = a.before LEFT JOIN {table} t ON t.id = a.id
)
INSERT INTO undoing (place, id, act, before, after, later, root, owner, kept)
SELECT {place}, id,
       CASE WHEN NOT was_there THEN 'added' WHEN is_there_after THEN 'changed' ELSE 'removed' END,
       before, last, later, {root}, owner,
       CASE WHEN before IS NULL AND began <> 'insert' THEN 'unrecorded'
            WHEN is_there = is_there_after AND (NOT is_there OR is_as_after) THEN '' ELSE 'touched' END
FROM versions
WHERE (was_there OR is_there_after)
  AND NOT (was_there AND is_there_after AND changed_nothing)
  AND NOT (is_there = was_there AND (NOT is_there OR is_as_before))
"""

OWNER = sql.SQL("COALESCE(t.{link}, w.{link}, b.{link})")
LOCK = """
SELECT count(*) FROM (
    SELECT FROM {table} t WHERE t.id IN (
        SELECT pgh_obj_id FROM {events} JOIN undone_contexts ON undone_contexts.id = pgh_context_id
    ) ORDER BY t.id FOR UPDATE
) AS locked
"""


def stage(label: dict[str, Any], sparing: tuple[str, ...], lock: bool) -> Shapes:
    """Fill the staging table ``undoing``; rows that stand as before already are left out of it."""
    contexts = Context.objects.filter(metadata__contains=label)
    run("CREATE TEMPORARY TABLE undone_contexts (id uuid PRIMARY KEY) ON COMMIT DROP")
    run(
        "INSERT INTO undone_contexts SELECT id FROM {contexts} WHERE metadata @> %s",
        [Jsonb(label)],
        contexts=table(contexts.model),
    )
    run("ANALYZE undone_contexts")
    run(STAGE)
    shapes = Shapes([Shape(model) for model in parents_first(_written(recorded(sparing)))])
    for shape in shapes:
        if lock:
            _lock(shape)
        _trace(shape, shapes)
    run("CREATE INDEX ON undoing (place, id)")
    run("ANALYZE undoing")
    return shapes


def _written(models: list[type[Model]]) -> list[type[Model]]:
    """Models with any write under the label, found in one query."""
    each = [
        sql.SQL(
            "SELECT {n} WHERE EXISTS (SELECT FROM {events} WHERE pgh_context_id IN (TABLE undone_contexts))"
        ).format(n=number(n), events=table(model.pgh_event_model))  # type: ignore[attr-defined]
        for n, model in enumerate(models)
    ]
    return [models[n] for (n,) in ask("{any}", any=sql.SQL(" UNION ALL ").join(each))]


def _lock(shape: Shape) -> None:
    """From here on nobody else changes what is about to be taken back, or points to it."""
    ask(LOCK, events=table(shape.events), table=table(shape.model))


def _trace(shape: Shape, shapes: Shapes) -> None:
    columns = [column(f) for f in shape.saying]
    owner = shape.owner
    is_owned = owner and (shape.is_said_to_be_owned or shapes.of(owner.related_model))
    run(
        TRACE,
        events=table(shape.events),
        table=table(shape.model),
        place=number(shape.place),
        root=number(numbers()[owner.related_model]) if owner and is_owned else sql.SQL("NULL"),
        owner=OWNER.format(link=column(owner)) if owner and is_owned else sql.SQL("NULL::bigint"),
        b=listed(columns, "b"),
        w=listed(columns, "w"),
        t=listed(columns, "t"),
    )
