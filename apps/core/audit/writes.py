"""登记变动 — what one request wrote into the registers, as one entry of the audit log.

The change history says what every row said before and after; the entry says who changed which rows, from
where, in which request; it is written with them, or neither is. What has an entry of its own (accounts,
uploads, files taken out) needs no second one.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from apps.core import fence
from apps.core.audit.recording import record
from apps.core.history import ACTIONS, because, noting
from apps.core.models import AuditEntry

OWN_ENTRIES = ("accounts.", "rosters.", "core.takeout", "core.sealingkey")
"""Models whose acts are recorded where they happen."""
SHOWN_KEYS, SHOWN_KINDS = 50, 4
TOUCHED = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relname = ANY(%s) AND pg_stat_get_xact_tuples_inserted(oid) > 0
"""
WRITTEN = "SELECT pgh_label, pgh_obj_id FROM {} WHERE pgh_context_id = ANY(%s) ORDER BY pgh_id"


@dataclass(frozen=True)
class Written:
    """One write: to which row of what, and how."""

    model: type[Model]
    key: int
    label: str


def record_writes(contexts: list[UUID], *, by: Any, why: str = "", **said: Any) -> AuditEntry | None:
    """The entry of everything written under these contexts of history; none where nothing was."""
    found = written(contexts) if contexts else []
    if not found:
        return None
    is_setting = any(getattr(one.model, "is_setting", False) for one in found)
    return record(
        AuditEntry.Action.CONFIGURE if is_setting else AuditEntry.Action.WRITE,
        by=by,
        subject=subject_of(found),
        result="、".join(dict.fromkeys(ACTIONS[one.label] for one in found)),
        changes=keys_of(found),
        why=why,
        **said,
    )


@contextmanager
def recorded(*, by: Any, why: str) -> Iterator[None]:
    """One transaction of a command: what is written inside it and the entry of it, or neither."""
    with transaction.atomic(), noting() as contexts, because(by=by, why=why):
        yield
        record_writes(contexts, by=by, why=why)


@fence.lowered()
def written(contexts: list[UUID]) -> list[Written]:
    """Every write under the contexts, of tables this very transaction has touched."""
    tables, found = _tables(), []
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED, [list(tables)])
        touched = {table for (table,) in cursor.fetchall()}
        for table in filter(touched.__contains__, tables):  # always in the same order
            cursor.execute(WRITTEN.format(table), [contexts])
            found += [Written(tables[table], key, label) for label, key in cursor.fetchall()]
    return found


def _tables() -> dict[str, type[Model]]:
    tracked = [model for model in apps.get_models() if hasattr(model, "pgh_event_model")]
    return {
        model.pgh_event_model._meta.db_table: model
        for model in tracked
        if not model._meta.label_lower.startswith(OWN_ENTRIES)
    }


def subject_of(found: list[Written]) -> str:
    """党员12、组织关系7、职务3等5项"""
    rows = list(dict.fromkeys((one.model, one.key) for one in found))
    named = "、".join(f"{model._meta.verbose_name}{key}" for model, key in rows[:SHOWN_KINDS])
    return named if len(rows) <= SHOWN_KINDS else f"{named}等{len(rows)}项"


def keys_of(found: list[Written]) -> dict[str, list[int]]:
    """Which rows of which model, the first of each."""
    keys: dict[str, list[int]] = defaultdict(list)
    for one in found:
        held = keys[one.model._meta.label_lower]
        if one.key not in held and len(held) < SHOWN_KEYS:
            held.append(one.key)
    return keys
