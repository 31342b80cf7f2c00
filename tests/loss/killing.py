"""杀死 — an act in a process of its own, killed before a statement or at a moment.

The process is forked, so that it can be killed a few dozen times in the time one takes to start.
"""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

from tests.loss.cutting import OF_THE_WORK, State, state
from tests.loss.replay import spread
from tests.shares import LONG

Act = Callable[[], Any]
MOMENTS = 35 if LONG else 1
"""Random moments of each act, besides its statements: three acts make a hundred."""


def forked(act: Act, at: int | None = None, after: float | None = None) -> int:
    """Do it in a process of its own, killed before statement `at`, or `after` so many seconds.

    Answers how many statements there were, or nothing when it was killed.
    """
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        _do(act, at, tell)
    os.close(tell)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(told) as said:
        count = said.read()
    assert status == 0 or os.WTERMSIG(status) == signal.SIGKILL
    wait_until_alone()
    return int(count or 0)


def _do(act: Act, at: int | None, tell: int) -> None:
    """Never returns. The parent's session is left alone: nothing of this process is ever tidied up."""
    parents, connection.connection = connection.connection, None
    count = 0

    def counted(execute: Callable[..., Any], *said: Any) -> Any:
        nonlocal count
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*said)

    try:
        with connection.execute_wrapper(counted):
            act()
        os.write(tell, str(count).encode())
        os._exit(0)
    finally:
        os._exit(1 if parents else 2)


def wait_until_alone() -> None:
    """The server needs a moment to notice that a client is gone."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.05)
    raise AssertionError("a session of a killed process is still there")


def kills(act: Act, measured: tuple[int, float], few: int) -> Iterator[str]:
    """Kill it before every statement (a few of them in the short form), then at random moments."""
    statements, seconds = measured
    for at in spread(statements, None if LONG else few):
        forked(act, at)
        yield f"statement {at}"
    for after in (random.uniform(0, seconds) for _ in range(MOMENTS)):
        forked(act, after=after)
        yield f"after {after:.3f} s"


def measured(act: Act) -> tuple[int, float]:
    """How many statements it takes, and how long."""
    begun = time.monotonic()
    return forked(act), time.monotonic() - begun


def standing() -> State:
    """All tables but those that say how far a job is."""
    return {table: said for table, said in state().items() if table not in OF_THE_WORK}
