"""照管 — what has to happen now and then, whatever else the worker is doing."""

import logging
import threading
import time
from collections.abc import Callable
from io import StringIO

from django.core.management import call_command
from django.db import DatabaseError, connection

from apps.core.audit import history
from apps.rosters import jobs

logger = logging.getLogger("clusterreg")
LOOK_SECONDS = 5


def reap() -> None:
    """Jobs whose worker is gone go to the next one."""
    jobs.reap()


def sweep() -> None:
    """Files of rosters are not kept longer than needed, nor is what the queue remembers of jobs done."""
    call_command("sweep_uploads", stdout=StringIO())
    call_command("prune_db_task_results", stdout=StringIO())


def seal_history() -> None:
    """The change history enters the audit chain."""
    history.seal()


CHORES: tuple[tuple[int, Callable[[], None]], ...] = (
    (LOOK_SECONDS, reap),
    (300, seal_history),
    (3600, sweep),
)
"""Every so many seconds, what."""


def look_after() -> None:
    """Do the chores from now on, in a thread that ends with the process."""
    threading.Thread(target=_for_ever, name="upkeep", daemon=True).start()


def _for_ever() -> None:
    due = {do: 0.0 for _, do in CHORES}
    while True:
        for seconds, do in CHORES:
            if time.monotonic() >= due[do]:
                due[do] = time.monotonic() + seconds
                _try(do)
        time.sleep(LOOK_SECONDS)


def _try(do: Callable[[], None]) -> None:
    try:
        do()
    except DatabaseError:
        logger.warning("照管作业连不上数据库，稍后再试。")
        connection.close()
    except Exception:
        logger.exception("a chore failed; it is tried again when it is due")
