"""所见 — what stored readings were counted from: the newest history event of every table, and the program.

Which tables those are is read off the statement that counts. Triggers write an event for every change, so a
reading whose tables have no newer event is what counting again would give, and any other is stale.
"""

import hashlib
import re
import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from pghistory.models import Event

from apps.chains.indicator import Figure
from apps.chains.measuring import pairs_statement, statement
from apps.chains.scope import Scope
from apps.core import clock, fence
from apps.core.period import Period
from apps.core.remit import Reach, Remit

Seen = dict[str, Any]

NAMED_IN_SQL = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)"?')
PATIENCE, PAUSE = 5.0, 0.01  # seconds
PROGRAM = "program"


class Unsettled(Exception):
    """Others kept writing: what is counted now might miss what they are about to commit."""


@cache
def program() -> str:
    """A digest of the code that counts: a new version counts anew."""
    digest = hashlib.sha256()
    for path in sorted(Path(apps.get_app_config("chains").path).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def event_tables() -> dict[str, str]:
    """The history of each table."""
    histories: Any = [m for m in apps.get_models() if issubclass(m, Event) and m._meta.managed]
    return {history.pgh_tracked_model._meta.db_table: history._meta.db_table for history in histories}


@cache
def all_tables() -> frozenset[str]:
    """Every table of ours, those between two others too."""
    return frozenset(model._meta.db_table for model in apps.get_models(include_auto_created=True))


EVERYTHING = Remit.everything()
_named: dict[Hashable, frozenset[str]] = {}


def tables_of(kind: Hashable, remit: Remit, statements: Callable[[], Iterable[str]]) -> frozenset[str]:
    """Every table that statements of a kind read for a remit of this kind; they are made once."""
    key = kind, frozenset(stretch.reach for stretch in remit.stretches)
    if key not in _named:
        _named[key] = all_tables().intersection(NAMED_IN_SQL.findall(" ".join(statements())))
    return _named[key]


def tables_behind(figure: Figure, reach: Reach, remit: Remit = EVERYTHING) -> frozenset[str]:
    """Every table that counting a figure for each target of a reach reads, whatever the period."""
    whole = tables_inside(figure, Scope.everything(remit), remit)
    if reach is Reach.EVERYTHING:
        return whole

    def statements() -> Iterator[str]:
        period = Period.until(clock.today())
        return (pairs_statement(tally.by_target(reach, remit, period))[0] for tally in figure.tallies)

    return whole | tables_of((figure, reach, "each"), remit, statements)


def tables_inside(figure: Figure, scope: Scope, remit: Remit) -> frozenset[str]:
    """Every table that counting a figure in a scope of this kind, for a remit of this kind, reads."""

    def statements() -> Iterator[str]:
        period = Period.until(clock.today())
        rows = (tally.told(tally.inside(scope, remit, period)) for tally in figure.tallies)
        return (statement(told)[0] for told in rows)

    return tables_of((figure, scope.reach), remit, statements)


@fence.lowered()
def newest(tables: Iterable[str]) -> dict[str, int]:
    """The newest event of each table that has a history, whoever asks; one query."""
    known = sorted(set(tables) & event_tables().keys())
    if not known:
        return {}
    each = (f"SELECT '{table}', max(pgh_id) FROM {event_tables()[table]}" for table in known)  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return {table: event or 0 for table, event in cursor.fetchall()}


WRITING = """
SELECT held.transactionid::text FROM pg_locks AS held JOIN pg_stat_activity AS session USING (pid)
WHERE held.locktype = 'transactionid' AND held.mode = 'ExclusiveLock' AND held.granted
AND session.datname = current_database() AND session.pid <> pg_backend_pid() AND session.usesysid IS NOT NULL
"""  # nobody's: the server's own vacuum holds a number while it waits for a table, and writes no event


WRITERS = """
SELECT DISTINCT relation::regclass::text, virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted AND pid <> pg_backend_pid()
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def writers() -> dict[str, set[str]]:
    """Who else is writing to which table: their events may be numbered already and not be seen yet."""
    found: dict[str, set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(WRITERS)
        for table, transaction in cursor.fetchall():
            found[table].add(transaction)
    return found


def settle() -> None:
    """Wait until everybody who is writing now has finished.

    Events are numbered when they are written and seen when they are committed: without waiting, an older
    number could appear after a newer one had been noted. Raises ``Unsettled`` when that takes too long.
    """
    waited_for, until = _writing(), time.monotonic() + PATIENCE
    while waited_for & _writing():
        if time.monotonic() > until:
            raise Unsettled
        time.sleep(PAUSE)


def _writing() -> set[str]:
    """Transactions of others in this database that have written something."""
    with connection.cursor() as cursor:
        cursor.execute(WRITING)
        return {transaction for (transaction,) in cursor.fetchall()}


def is_current(seen: Seen, events: dict[str, int]) -> bool:
    """Whether nothing has been written since to any of the tables."""
    tables = seen.items() - {(PROGRAM, program())}
    return PROGRAM in seen and all(events.get(table) == event for table, event in tables)
