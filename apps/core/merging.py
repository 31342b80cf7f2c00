"""合并重复 — two rows for one thing become one, after review, and can be told apart again.

The row given up is kept, marked with what it went into, and leaves every list. Whatever
pointed to it points to the kept row; a row the kept one cannot take (its days overlap) is
set aside whole. All of that is written down, so undoing restores it exactly.
"""

import json
from collections.abc import Iterator
from typing import Any, LiteralString

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ForeignObjectRel
from psycopg.sql import SQL, Identifier

from apps.core.fields import FOLLOWING
from apps.core.history import because
from apps.core.models import Merge

NEVER_FILLED = ("id", "uid", "merged_into", "path")


def propose(kept: models.Model, dropped: models.Model, *, why: str, by: models.Model | None) -> Merge:
    """Ask for a review. Raises ``ValidationError`` for rows that cannot be one."""
    if type(kept) is not type(dropped) or kept.pk == dropped.pk:
        raise ValidationError("请选择两条不同的同类记录。")
    with because(by=by, why=why):
        return Merge.objects.create(model=kept._meta.label_lower, kept=kept.pk, dropped=dropped.pk, why=why)


def preview(merge: Merge) -> list[tuple[str, int]]:
    """What would move, as (Chinese name, how many rows)."""
    _, dropped = merge.pair()
    counts = ((name, rows.count()) for name, _, rows in _pointing_at(dropped))
    return [(name, count) for name, count in counts if count]


def keys_of(row: Any) -> list[int]:
    """Under which keys a thing is on record: its row's, and those of all that went into it."""
    keys = more = [row.pk]
    rows = type(row)._base_manager.order_by("pk")
    while more := list(rows.filter(merged_into__in=more).exclude(pk__in=keys).values_list("pk", flat=True)):
        keys = [*keys, *more]
    return keys


@transaction.atomic
def carry_out(merge: Merge, *, by: models.Model | None) -> Merge:
    """Merge a proposed pair. Raises ``ValidationError`` when it is not waiting for review."""
    merge = _locked(merge, Merge.State.PROPOSED)
    kept, dropped = merge.pair()
    with because(by=by, why=merge.why, merge=merge.pk):
        moved, set_aside = _move(kept, dropped)
        type(dropped)._base_manager.filter(pk=dropped.pk).update(merged_into=kept)
        filled = _fill(kept, dropped)
        merge.record = {"moved": moved, "set_aside": set_aside, "filled": filled}
        merge.state = Merge.State.DONE
        merge.save()
    return merge


@transaction.atomic
def refuse(merge: Merge, *, by: models.Model | None) -> Merge:
    """The pair is not one thing: leave both."""
    merge = _locked(merge, Merge.State.PROPOSED)
    with because(by=by, why=merge.why):
        merge.state = Merge.State.REFUSED
        merge.save()
    return merge


@transaction.atomic
def undo(merge: Merge, *, by: models.Model | None, why: str) -> Merge:
    """Tell a merged pair apart again; rows moved since to elsewhere stay where they are."""
    merge = _locked(merge, Merge.State.DONE)
    kept, dropped = merge.pair()
    with because(by=by, why=why, merge=merge.pk):
        _empty(kept, merge.record["filled"])
        type(dropped)._base_manager.filter(pk=dropped.pk).update(merged_into=None)
        for label, column, keys in merge.record["moved"]:
            rows = apps.get_model(label)._base_manager.filter(pk__in=keys, **{column: kept.pk})
            rows.update(**{column: dropped.pk})
        for label, row in merge.record["set_aside"]:
            _put_back(apps.get_model(label), row)
        merge.state = Merge.State.UNDONE
        merge.save()
    return merge


def _locked(merge: Merge, state: Merge.State) -> Merge:
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.state != state:
        raise ValidationError(f"这项合并“{merge.get_state_display()}”，不能重复办理。")
    return merge


def _pointing_at(row: models.Model) -> Iterator[tuple[str, str, models.QuerySet]]:
    """Every relation to ``row``: its Chinese name, its column and the rows."""
    for relation in row._meta.related_objects:
        if _counts(relation):
            rows = relation.related_model._base_manager.filter(**{relation.field.attname: row.pk})
            yield str(relation.related_model._meta.verbose_name), relation.field.attname, rows


def _counts(relation: ForeignObjectRel) -> bool:
    model = relation.related_model
    is_history = hasattr(model, "pgh_tracked_model")
    return not is_history and relation.field.name != "merged_into"


def _move(kept: models.Model, dropped: models.Model) -> tuple[list, list]:
    moved, set_aside = [], []
    for _, column, rows in _pointing_at(dropped):
        keys = []
        for row in rows.order_by("pk"):
            if _moves(row, column, kept):
                keys.append(row.pk)
            else:
                set_aside.append([row._meta.label_lower, _whole(row)])
                row.delete()
        if keys:
            moved.append([rows.model._meta.label_lower, column, keys])
    return moved, set_aside


def _moves(row: models.Model, column: str, kept: models.Model) -> bool:
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{column: kept.pk})
    except IntegrityError:
        return False
    return True


def _whole(row: models.Model) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(_about("SELECT to_jsonb(t)::text FROM {table} t WHERE id = %s", row), [row.pk])
        return json.loads(cursor.fetchone()[0])


def _put_back(model: type[models.Model], row: dict[str, Any]) -> None:
    insert = "INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)"
    with connection.cursor() as cursor:
        cursor.execute(_about(insert, model), [json.dumps(row)])


def _about(query: LiteralString, model: models.Model | type[models.Model]) -> str:
    """The query with the table's name in it, as text: history reads what it is about to run."""
    return SQL(query).format(table=Identifier(model._meta.db_table)).as_string(None)


def _fill(kept: models.Model, dropped: models.Model) -> list[str]:
    """Let the kept row take what only the other one said; answers the names of the fields filled."""
    filled = [
        field.name
        for field in kept._meta.concrete_fields
        if field.name not in NEVER_FILLED
        and not isinstance(field, FOLLOWING)
        and getattr(kept, field.attname) in (None, "", [])
        and getattr(dropped, field.attname) not in (None, "", [])
    ]
    for name in filled:
        attname = kept._meta.get_field(name).attname
        setattr(kept, attname, getattr(dropped, attname))
    if filled:
        kept.save()
    return filled


def _empty(kept: models.Model, names: list[str]) -> None:
    for name in names:
        field = kept._meta.get_field(name)
        setattr(kept, field.attname, field.get_default() if field.has_default() else _nothing(field))
    if names:
        kept.save()


def _nothing(field: models.Field) -> Any:
    return None if field.null else ""
