"""变更记录 — every write leaves a before and an after, with who, when and why.

Database triggers write it, so bulk writes, raw SQL and COPY are caught like any other.
Inserts and deletes are recorded by statement, updates by row (a statement-level update
trigger turns quadratic on plans made for an empty change).
"""

import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.db.models import Field, Model
from pghistory import runtime
from pghistory.models import Event
from pghistory.trigger import Event as RecordingTrigger

from apps.core.fields import FOLLOWING, EncryptedField
from apps.core.identifiers import mask_persons
from apps.core.sealing import SealBroken

M = TypeVar("M", bound=Model)
SEALED = "（已加密）"
"""What is said of a secret whose key is not at hand."""
ACTIONS = {"insert": "新增", "update": "修改", "delete": "移除"}


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[type[M]], type[M]]:
    """Record every change to rows of a model, but for fields that must leave no trace; a class decorator."""
    return pghistory.track(
        pghistory.InsertEvent(level=pgtrigger.Statement),
        pghistory.UpdateEvent(level=pgtrigger.Row, row="NEW"),
        pghistory.DeleteEvent(level=pgtrigger.Statement),
        exclude=list(exclude),
        append_only=True,
        meta={"default_permissions": ()},
    )


@contextmanager
def because(
    *, by: Model | None = None, why: str = "", upload: int | None = None, **more: Any
) -> Iterator[None]:
    """Say who writes and why for everything written inside the block, and for nothing outside it.

    Reasons are kept for good and in the open: numbers of persons in them are masked.
    Blocks within blocks add to what was said; each that says something new is a context of its own.
    """
    said = {"by": by.pk if by else None, "why": mask_persons(why), "upload": upload} | more
    said = {name: value for name, value in said.items() if value not in (None, "")}
    with pghistory.context():
        outer = runtime._tracker.value
        merged = outer.metadata | said
        if merged != outer.metadata:
            runtime._tracker.value = runtime.Context(uuid.uuid4(), merged)
        _note(runtime._tracker.value)
        try:
            yield
        finally:
            runtime._tracker.value = outer


@contextmanager
def tried() -> Iterator[None]:
    """What is written inside is taken back, and nothing of it recorded.

    Whoever compares versions then sees that nobody has written.
    """
    recording = [t.get_pgid(model) for model, t in pgtrigger.registered() if isinstance(t, RecordingTrigger)]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [f"{{{','.join(recording)}}}"])
        yield
        transaction.set_rollback(True)


_noting: ContextVar[list[uuid.UUID] | None] = ContextVar("noting", default=None)
LABELLED = ("upload", "undo")
"""What is written under the number of an upload or its undo is told there."""


@contextmanager
def noting() -> Iterator[list[uuid.UUID]]:
    """Note the contexts of all that is written inside the block, but for uploads and their undos."""
    noted: list[uuid.UUID] = []
    token = _noting.set(noted)
    try:
        yield noted
    finally:
        _noting.reset(token)


def _note(context: Any) -> None:
    noted = _noting.get()
    if noted is not None and not any(label in context.metadata for label in LABELLED):
        noted.append(context.id)


def version(outside: Collection[str] = ()) -> int | None:
    """A number that moves with every write to a tracked table, but those of the apps ``outside``.

    Nothing while somebody is still writing: what is written then was counted before it can be seen. Sequences
    count outside of transactions, so a write moves the number before it is committed.
    """
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, Event) and model._meta.app_label not in outside
    ]
    with connection.cursor() as cursor:
        cursor.execute(WRITES_COUNTED, [tables])
        (counted,) = cursor.fetchone()
        cursor.execute(SOMEBODY_WRITES, [tables])
        return None if cursor.fetchone() else counted


WRITES_COUNTED = """
    SELECT COALESCE(sum(pg_sequence_last_value(counter.oid::regclass)), 0)::bigint
    FROM pg_class AS counter
    JOIN pg_depend ON pg_depend.objid = counter.oid AND pg_depend.deptype IN ('a', 'i')
    JOIN pg_class AS events ON events.oid = pg_depend.refobjid
    WHERE counter.relkind = 'S' AND events.relname = ANY(%s)
"""
SOMEBODY_WRITES = """
    SELECT 1 FROM pg_locks JOIN pg_class ON pg_class.oid = pg_locks.relation
    WHERE pg_locks.mode = 'RowExclusiveLock' AND pg_locks.pid <> pg_backend_pid()
      AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND pg_class.relname = ANY(%s)
    LIMIT 1
"""


@dataclass(frozen=True)
class Difference:
    """One field before and after, as people read it."""

    field: str
    before: str
    after: str
    name: str = ""


@dataclass(frozen=True)
class Change:
    """One recorded write to one row."""

    action: str
    at: datetime
    by: int | None
    why: str
    upload: int | None
    differences: list[Difference]
    event: int = 0
    what: str = ""
    """Said instead of the differences: an act of which history keeps nothing to compare, or to take back."""


def changes(row: Model, limit: int = 100) -> list[Change]:
    """What was written to ``row``, newest first."""
    events = list(row.events.select_related("pgh_context").order_by("-pgh_id")[: limit + 1])
    return [_change(after, before) for after, before in pairwise([*events, None])][:limit]


def _change(event: Any, before: Any) -> Change:
    said = event.pgh_context.metadata if event.pgh_context else {}
    return Change(
        action=ACTIONS[event.pgh_label],
        at=event.pgh_created_at,
        by=said.get("by"),
        why=said.get("why", ""),
        upload=said.get("upload"),
        differences=[] if event.pgh_label == "delete" else differences(event, before),
        event=event.pgh_id,
        what=said.get("what", ""),
    )


def differences(event: Any, before: Any) -> list[Difference]:
    """What one recorded version says otherwise than an earlier one (or than nothing)."""
    shown = [f for f in event.pgh_tracked_model._meta.concrete_fields if not isinstance(f, FOLLOWING)]
    return [
        Difference(str(field.verbose_name), _said(before, field), _said(event, field), field.name)
        for field in shown
        if not _alike(before, event, field)
    ]


def _stored(event: Any, field: Field) -> Any:
    value = event.__dict__.get(field.attname) if event else None
    return None if value in ("", [], {}) else value


def _alike(before: Any, event: Any, field: Field) -> bool:
    """Whether two versions say the same; a secret sealed anew is the same secret."""
    one, other = _stored(before, field), _stored(event, field)
    if one == other or not isinstance(field, EncryptedField) or None in (one, other):
        return bool(one == other)
    return _opened(before, field) == _opened(event, field) != SEALED


def _opened(event: Any, field: Field) -> str:
    try:
        return str(getattr(event, field.attname))
    except SealBroken:
        return SEALED


def _linked(event: Any, field: Field) -> str:
    """What a version points to, by its name; nothing where that is gone, or not this reader's to see."""
    try:
        return str(getattr(event, field.name) or "")
    except ObjectDoesNotExist:
        return ""


def _said(event: Any, field: Field) -> str:
    value = _stored(event, field)
    if value is None:
        return ""
    if isinstance(field, EncryptedField):
        opened = _opened(event, field)
        return opened if opened == SEALED else field.mask(opened)
    if field.is_relation:
        return _linked(event, field) or f"{field.related_model._meta.verbose_name}{value}"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)
