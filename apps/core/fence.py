"""第二道栅栏 — the database keeps rows about people from whoever's remit does not reach them.

Every request tells the database its remit (``raised``); row security of ``clusterreg.fence`` does the rest.
Work that has to look beyond it says so (``lowered``): judging a roster, asking whether a number is taken.
Commands and the worker are the system itself: their connection says that from its beginning.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from apps.core import clock
from apps.core.recalling import recalled
from apps.core.remit import Remit

REMIT, TODAY, ADDED = "clusterreg.remit", "clusterreg.today", "clusterreg.added"
READING = "clusterreg.reading"
SYSTEM, YES = "system", "yes"
SAYING = (
    "SELECT set_config(%s, %s, true), set_config(%s, %s, true), set_config(%s, %s, true),"
    " set_config(%s, '', true)"
)

_raised: ContextVar[bool] = ContextVar("raised", default=False)


@contextmanager
def raised(remit: Remit, *, is_reading: bool = False) -> Iterator[None]:
    """Tell the database whose remit it is, until the transaction around this ends.

    One that only reads is worked out once for each table: nothing it does changes what the remit reaches.
    """
    stretches = Remit.everything().stretches if remit.is_everything else remit.stretches
    said = json.dumps(sorted(([str(stretch.reach), stretch.target] for stretch in stretches), key=str))
    today = clock.today().isoformat()
    told = [REMIT, said, TODAY, today, READING, YES * is_reading, ADDED]
    is_recalled = is_reading and bool(stretches) and not remit.is_everything
    token = _raised.set(not remit.is_everything)
    try:
        with recalled((said, today), SAYING, told) if is_recalled else _said(told):
            yield
    finally:
        _raised.reset(token)


@contextmanager
def _said(told: list[str]) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(SAYING, told)
    yield


@contextmanager
def lowered() -> Iterator[None]:
    """Look beyond the remit for a while; what fails inside is taken back, and the fence stands again."""
    if not _raised.get():
        yield
        return
    token = _raised.set(False)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting(%s), set_config(%s, %s, true)", [REMIT, REMIT, SYSTEM])
            before = cursor.fetchone()[0]
            yield
            cursor.execute("SELECT set_config(%s, %s, true)", [REMIT, before])
    finally:
        _raised.reset(token)
