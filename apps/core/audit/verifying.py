"""核验审计 — what does not fit: entries changed, inserted, removed, reordered, cut off; history rewritten."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from apps.core import clock, fence
from apps.core.audit import outside
from apps.core.audit.history import amendments, digest_of, event_models, one_at_a_time
from apps.core.audit.recording import head, record
from apps.core.models import AuditEntry
from apps.core.models.audit_chain import digest

SHOWN = 20
A_DAY = timedelta(days=1)
TABLE = AuditEntry._meta.db_table


@fence.lowered()
@transaction.atomic
def faults() -> list[str]:
    """Everything found, in sentences; empty when nothing has been tampered with. All history is looked at."""
    return [*chain_faults(), *copy_faults(), *history_faults()]


def verify(*, by: Any) -> tuple[int, list[str]]:
    """核验 — how many entries there were and everything found, which is on record itself."""
    number, found = head()[0], faults()
    result = f"发现{len(found)}处问题" if found else "无误"
    record(AuditEntry.Action.VERIFY, by=by, subject=f"共{number}条", result=result, faults=found[:SHOWN])
    return number, found


def last_verification() -> AuditEntry | None:
    """What the log says of the last time it was verified."""
    return AuditEntry.objects.filter(action=AuditEntry.Action.VERIFY).order_by("-number").first()


def is_due() -> bool:
    """Whether nobody has verified for a day."""
    last = last_verification()
    return last is None or last.at < clock.now() - A_DAY


def chain_faults() -> Iterator[str]:
    """Inside the chain: numbers without gaps, each hash its own, each linked to the one before."""
    again = digest("entry.", "entry.previous")
    with connection.cursor() as cursor:
        cursor.execute(f"""
            SELECT number, last, hash <> again, previous IS DISTINCT FROM coalesce(before, ''::bytea) FROM (
                SELECT entry.number, entry.hash, entry.previous, {again} AS again,
                       lag(entry.number, 1, 0::bigint) OVER (ORDER BY entry.number) AS last,
                       lag(entry.hash) OVER (ORDER BY entry.number) AS before
                FROM {TABLE} entry
            ) linked
            WHERE hash <> again OR number <> last + 1 OR previous IS DISTINCT FROM coalesce(before, ''::bytea)
            ORDER BY number
        """)  # nosec B608
        for number, last, is_changed, is_unlinked in cursor.fetchall():
            if is_changed:
                yield f"第{number}条内容被改过。"
            if number != last + 1:
                yield f"第{last + 1}条到第{number - 1}条缺失。"
            elif is_unlinked and not is_changed:
                yield f"第{number}条与前一条接不上：有记录被改、被插入或调换了次序。"


def copy_faults() -> Iterator[str]:
    """Against the copy outside: what was confirmed there must be here, as it was, and nothing else.

    What is added while the copy is read is not looked for in it.
    """
    until, _ = head()
    written: dict[int, str] = {}
    prepared: set[tuple[int, str]] = set()
    for line in outside.lines():
        prepared.add((line.number, line.hash))
        if line.state == outside.CONFIRMED:
            written[line.number] = line.hash
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number, encode(hash, 'hex') FROM {TABLE} ORDER BY number")  # nosec B608
        here = dict(cursor.fetchall())
    last = max(here, default=0)
    if cut := [number for number in written if number > last]:
        yield f"末尾被截断：库外副本到第{max(cut)}条，库中到第{last}条。"
    for number, told in here.items():
        if number in written and written[number] != told:
            yield f"第{number}条与库外副本不一致。"
        elif number <= until and (number, told) not in prepared:
            yield f"第{number}条不在库外副本中：是后来插入的，或副本不全。"


def history_faults() -> Iterator[str]:
    """The change history against its seals."""
    one_at_a_time()
    models = {model._meta.db_table: model for model in event_models()}
    since = {(part["entry"], part["table"]): part for part in amendments()}
    with connection.cursor() as cursor:
        for entry in AuditEntry.objects.filter(action=AuditEntry.Action.SEAL).order_by("number"):
            for table, part in entry.detail["parts"].items():
                if table not in models:
                    continue
                told = since.get((entry.number, table), part)
                now = digest_of(cursor, models[table], part["from"], part["to"])
                if now["rows"] != told["rows"] or now["digest"] != told["digest"]:
                    tracked: Any = models[table]
                    name = tracked.pgh_tracked_model._meta.verbose_name
                    yield f"“{name}”的变更记录在第{entry.number}条封存之后被改过。"
