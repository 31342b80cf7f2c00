"""保留 — which rows stay as they are: those touched since, what points to them, and what they describe.

A person is taken back whole or stays whole: rows that describe one thing (its states, where it belongs, its
movements) go together. Whatever stays keeps what it points to.
"""

from collections.abc import Iterator
from itertools import product

from django.db.models import ForeignKey, Model, TextChoices
from psycopg import sql

from apps.core.models import Merge, Step
from apps.core.undoing.shapes import Shape, Shapes, numbers
from apps.core.undoing.statements import column, number, run, table


class Why(TextChoices):
    """为什么保留"""

    TOUCHED = "touched", "后来有修改"
    POINTED = "pointed", "后来的登记用到它"
    FOLLOWED = "followed", "后来又有登记"
    UNRECORDED = "unrecorded", "没有变更记录"
    HOMELESS = "homeless", "所属的登记已经不在"
    TOGETHER = "together", "同一对象整体保留"
    NEEDED = "needed", "保留的登记用到它"


DIRECT = (Why.TOUCHED, Why.POINTED, Why.FOLLOWED, Why.UNRECORDED, Why.HOMELESS)
"""Reasons of a row's own; the others follow from a neighbour's."""

POINTED = """
UPDATE undoing u SET kept = 'pointed', cause = {cause}, cause_id = x.id
FROM {pointing} x
WHERE u.place = {place} AND u.act = 'added' AND u.kept = '' AND x.{link} = u.id
  AND NOT EXISTS (SELECT FROM undoing o WHERE o.place = {cause} AND o.id = x.id)
"""
NAMED = """
UPDATE undoing u SET kept = 'pointed', cause = {cause}, cause_id = x.id
FROM {pointing} x
WHERE u.place = {place} AND u.act = 'added' AND u.kept = '' AND x.{link} = u.id AND x.model = {model}
  AND NOT EXISTS (SELECT FROM undoing o WHERE o.place = {cause} AND o.id = x.id)
"""
FOLLOWED = """
UPDATE undoing u SET kept = 'followed', cause = {place}, cause_id = x.id, later = e.last
FROM {table} x
JOIN (SELECT pgh_obj_id AS id, max(pgh_id) AS last FROM {events}
      WHERE pgh_id > (SELECT max(after) FROM undoing WHERE place = {place}) GROUP BY 1) e ON e.id = x.id
WHERE u.place = {place} AND u.kept = '' AND u.owner = x.{owner}
  AND NOT EXISTS (SELECT FROM undoing o WHERE o.place = {place} AND o.id = x.id)
"""
HOMELESS = """
UPDATE undoing u SET kept = 'homeless'
FROM {events} b
WHERE u.place = {place} AND u.act IN ('changed', 'removed') AND u.kept = '' AND b.pgh_id = u.before
  AND b.{link} IS NOT NULL AND NOT EXISTS (SELECT FROM {target} t WHERE t.id = b.{link})
  AND NOT EXISTS (
      SELECT FROM undoing p
      WHERE p.place = {parent} AND p.id = b.{link} AND p.act = 'removed' AND p.kept = ''
  )
"""
NEEDED = """
UPDATE undoing u SET kept = 'needed', cause = {place}, cause_id = k.id
FROM undoing k JOIN {table} x ON x.id = k.id
WHERE k.place = {place} AND k.kept <> ''
  AND u.place = {parent} AND u.act = 'added' AND u.kept = '' AND u.id = x.{link}
"""
# Beside one another, below a kept owner, and the owner of a kept part.
TOGETHER = (
    "u.root = k.root AND u.owner = k.owner",
    "u.root = k.place AND u.owner = k.id",
    "u.place = k.root AND u.id = k.owner",
)
TOGETHER_WITH = (
    "UPDATE undoing u SET kept = 'together' FROM undoing k WHERE k.kept <> '' AND u.kept = '' AND {which}"
)


def hold(shapes: Shapes) -> None:
    """Mark every row that stays, with the reason."""
    for shape in shapes:
        _hold_pointed(shape)
        if shape.owner and shape.excludes_others:
            _hold_followed(shape)
    while _hold_homeless(shapes) + _hold_together() + _hold_needed(shapes):
        run("ANALYZE undoing")


def _hold_pointed(shape: Shape) -> None:
    """Rows that others, written by nobody under this label, point to."""
    for model, link in _pointing_at(shape.model):
        run(
            POINTED,
            pointing=table(model),
            link=column(link),
            place=number(shape.place),
            cause=number(numbers()[model]),
        )
    for model, name in ((Merge, "kept"), (Merge, "dropped"), (Step, "key")):
        run(
            NAMED,
            pointing=table(model),
            link=sql.Identifier(name),
            place=number(shape.place),
            model=sql.Literal(shape.model._meta.label_lower),
            cause=number(numbers()[model]),
        )


def _pointing_at(model: type[Model]) -> Iterator[tuple[type[Model], ForeignKey]]:
    for relation in model._meta.related_objects:
        pointing = relation.related_model
        if isinstance(relation.field, ForeignKey) and not hasattr(pointing, "pgh_tracked_model"):
            yield pointing, relation.field


def _hold_followed(shape: Shape) -> None:
    """Where rows of one owner exclude one another, a later one stands in the way of those before it."""
    run(
        FOLLOWED,
        place=number(shape.place),
        table=table(shape.model),
        events=table(shape.events),
        owner=column(shape.owner),  # type: ignore[arg-type]
    )


def _hold_homeless(shapes: Shapes) -> int:
    """Rows that would come back to a parent who is gone."""
    return sum(
        run(
            HOMELESS,
            place=number(shape.place),
            events=table(shape.events),
            link=column(link),
            target=table(link.related_model),
            parent=number(numbers()[link.related_model]),
        )
        for shape in shapes
        for link in shape.links
    )


def _hold_together() -> int:
    return sum(run(TOGETHER_WITH, which=sql.SQL(which)) for which in TOGETHER)


def _hold_needed(shapes: Shapes) -> int:
    """Parents of whatever stays."""
    return sum(
        run(
            NEEDED,
            place=number(child.place),
            table=table(child.model),
            link=column(link),
            parent=number(parent.place),
        )
        for child, parent in product(shapes, shapes)
        for link in child.links
        if link.related_model is parent.model
    )
