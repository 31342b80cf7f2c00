"""入库 — good rows into the register, and onto the upload what became of each; within one transaction."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from apps.core import clock, history
from apps.core.refusals import refusal_of
from apps.rosters import storing
from apps.rosters.checking import Check
from apps.rosters.models import Upload
from apps.rosters.outcome import outcomes_of, packed
from apps.rosters.reading.queueing import Busy, is_page
from apps.rosters.registry import Desk
from apps.rosters.report import layouts, refused_rows
from apps.rosters.rows import Row

KEEPING_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('clusterreg.rosters.keeping', 0))"
KEEPING_LOCK_AT_ONCE = KEEPING_LOCK.replace("pg_advisory", "pg_try_advisory")


class Occupied(Busy):
    """A roster is being kept or taken back meanwhile; a page does not wait for that, the worker does."""

    message = "正在入库或撤销另一份名册，请稍后再试"


def write(upload: Upload, found: Check, desk: Desk, begun: float) -> None:
    """``begun`` is when keeping began, by the clock that only goes forward."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="outcomes") as thread:
        outcome = thread.submit(_outcomes, list(found.rows.brought()))
        with settled():
            kept = desk.keep(found)
        upload.outcome = outcome.result()
    upload.state, upload.counts = Upload.State.KEPT, found.counts
    upload.result = kept.as_json() | {
        "refused": refused_rows(found),
        "sheets": layouts(found),
        "seconds": round(time.monotonic() - begun, 1),
    }
    upload.finished_at = clock.now()
    upload.save(update_fields=["state", "counts", "result", "outcome", "finished_at"])
    storing.forget(upload)


@contextmanager
def settled(*models: type[Model]) -> Iterator[None]:
    """What the database checks only at the end of a transaction, it checks here, so that we can say so.

    Raises ``ValidationError`` in the words of the constraints of ``models``; nothing inside is written then.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            yield
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        raise refusal_of(error, *models) from error


@contextmanager
def rehearsed() -> Iterator[None]:
    """试写 — what is written inside is taken back, and leaves no history; meanwhile nobody keeps a roster.

    Raises ``Occupied``, as ``one_after_another`` does.
    """
    with history.tried():
        one_after_another()
        yield


def one_after_another() -> None:
    """Two rosters kept at once end as if one came after the other; until the end of the transaction.

    Raises ``Occupied`` for a page that would have to wait.
    """
    with connection.cursor() as cursor:
        cursor.execute(KEEPING_LOCK_AT_ONCE if is_page() else KEEPING_LOCK)
        if cursor.fetchone()[0] is False:
            raise Occupied(Occupied.message)


def _outcomes(pieces: Sequence[Callable[[], list[Row]]]) -> bytes:
    """Told apart from the database, while it writes."""
    return packed([outcome for piece in pieces for outcome in outcomes_of(piece())])
