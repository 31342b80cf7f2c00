"""封存变更记录 — digests of the change history enter the audit chain: its rows cannot be rewritten unseen.

Only rows that no running transaction can still add to are sealed. Encrypted values are left out of the
digest: new keys encrypt them anew, and their blind indexes stand for them. Where something must be taken out
of history by right, the entry that says so also says what the parts it was taken from come to since.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from pghistory.models import Event

from apps.core.audit.recording import record
from apps.core.fields import EncryptedField
from apps.core.models import AuditEntry

SETTLED = """
    SELECT least(now(), min(xact_start)) - interval '1 second' FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
"""


def event_models() -> list[type[models.Model]]:
    """Every table of history, in a steady order."""
    found = [model for model in apps.get_models() if issubclass(model, Event) and model._meta.managed]
    return sorted(found, key=lambda model: model._meta.db_table)


class Tampered(Exception):
    """History no longer fits its seals; the message says which."""


@transaction.atomic
def seal() -> AuditEntry | None:
    """Add the digests of what was written since the last seal; nothing when nothing was."""
    one_at_a_time()
    sealed = {table: part["to"] for table, part in last_parts().items()}
    with connection.cursor() as cursor:
        cursor.execute(SETTLED)
        until = cursor.fetchone()[0]
        parts = dict(_parts(cursor, sealed, until))
    return record(AuditEntry.Action.SEAL, by="", subject=f"{len(parts)}张表", parts=parts) if parts else None


def last_parts() -> dict[str, dict[str, Any]]:
    """Of each table, the part sealed last."""
    found: dict[str, dict[str, Any]] = {}
    for entry in AuditEntry.objects.filter(action=AuditEntry.Action.SEAL).order_by("number"):
        found.update(entry.detail["parts"])
    return found


@contextmanager
def rewriting(model: type[models.Model], keys: Collection[int]) -> Iterator[list[dict[str, Any]]]:
    """Around a change to sealed history of the rows ``keys``: what is to be written down with it.

    Raises ``Tampered`` when the parts did not fit before: a change by right must not cover another one.
    """
    one_at_a_time()
    written = _written(model, keys)
    amended = [part for part in sealed_parts(model) if _holds(part, written)]
    with connection.cursor() as cursor:
        for part in amended:
            if digest_of(cursor, model, part["from"], part["to"]) != {n: part[n] for n in ("rows", "digest")}:
                raise Tampered(f"变更记录在第{part['entry']}条封存之后被改过")
        yield amended
        for part in amended:
            part |= digest_of(cursor, model, part["from"], part["to"])


def sealed_parts(model: type[models.Model]) -> list[dict[str, Any]]:
    """Every sealed stretch of a history table: its entry, from and to which row, and what it comes to."""
    table = model._meta.db_table
    since = {(part["entry"], part["table"]): part for part in amendments()}
    seals = AuditEntry.objects.filter(action=AuditEntry.Action.SEAL, detail__parts__has_key=table)
    return [
        since.get((entry.number, table))
        or {"entry": entry.number, "table": table} | entry.detail["parts"][table]
        for entry in seals.order_by("number")
    ]


def amendments() -> Iterator[dict[str, Any]]:
    """What later entries say of parts sealed before, oldest first."""
    for entry in AuditEntry.objects.filter(action=AuditEntry.Action.ERASE).order_by("number"):
        yield from entry.detail.get("amended", ())


def _written(model: type[models.Model], keys: Collection[int]) -> list[int]:
    """The rows of a history table about some rows of the register, in their order."""
    events: Any = model._default_manager
    return list(events.filter(pgh_obj_id__in=keys).order_by("pgh_id").values_list("pgh_id", flat=True))


def _holds(part: dict[str, Any], written: list[int]) -> bool:
    """Whether a stretch of history has any of these rows."""
    next_one = bisect_left(written, part["from"])
    return next_one < len(written) and written[next_one] <= part["to"]


def one_at_a_time() -> None:
    """Nobody seals, or verifies, what another one is about to change by right; until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('clusterreg.seal', 0))")


def _parts(cursor: Any, sealed: dict[str, int], until: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for model in event_models():
        table = model._meta.db_table
        first = sealed.get(table, 0) + 1
        cursor.execute(
            f"SELECT max(pgh_id) FROM {table} WHERE pgh_id >= %s AND pgh_created_at < %s",  # nosec B608
            [first, until],
        )
        (last,) = cursor.fetchone()
        if last is not None:
            yield table, {"from": first, "to": last, **digest_of(cursor, model, first, last)}


def digest_of(cursor: Any, model: type[models.Model], first: int, last: int) -> dict[str, Any]:
    """How many rows a stretch of a history table has, and what they come to."""
    columns = ", ".join(
        f'"{field.column}"' for field in model._meta.concrete_fields if not isinstance(field, EncryptedField)
    )
    cursor.execute(
        f"""
        SELECT count(*), encode(sha256(coalesce(string_agg(sha256(convert_to(
            jsonb_build_array({columns})::text, 'UTF8')), ''::bytea ORDER BY pgh_id), ''::bytea)), 'hex')
        FROM {model._meta.db_table} WHERE pgh_id BETWEEN %s AND %s
        """,  # nosec B608
        [first, last],
    )
    count, digest = cursor.fetchone()
    return {"rows": count, "digest": digest}
