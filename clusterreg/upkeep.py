"""照管 — what has to happen now and then, whatever else the worker is doing."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from io import StringIO

from django.core.management import call_command
from django.db import DatabaseError, connection

from apps.chains.seen import Unsettled
from apps.chains.stored import count_ahead, periods_ahead
from apps.core import once, takeouts
from apps.core.audit import history, verifying
from apps.rosters import jobs
from clusterreg.backup import daily

logger = logging.getLogger("clusterreg")
LOOK_SECONDS = 5


def reap() -> None:
    """Jobs whose worker is gone go to the next one."""
    jobs.reap()


def sweep() -> None:
    """Files are not kept longer than needed, nor is what the queue remembers of jobs done."""
    call_command("sweep_uploads", stdout=StringIO())
    takeouts.sweep()
    once.forget()
    call_command("prune_db_task_results", verbosity=0)


def seal_history() -> None:
    """The change history enters the audit chain."""
    history.seal()


def verify_audit() -> None:
    """The audit is verified once a day, whoever else asks for it; what is found stands here too."""
    if verifying.is_due():
        for fault in verifying.verify(by="")[1]:
            logger.error("审计核验：%s", fault)


def count_readings() -> None:
    """Figures of boards are counted ahead; while somebody keeps writing, next time will do."""
    with suppress(Unsettled):
        count_ahead(periods_ahead())


def back_up() -> None:
    """The backup of the day, where the settings name an hour."""
    daily.back_up_when_due()


CHORES: tuple[tuple[int, Callable[[], None]], ...] = (
    (LOOK_SECONDS, reap),
    (300, seal_history),
    (3600, verify_audit),
    (900, count_readings),
    (600, back_up),
    (3600, sweep),
)
"""Every so many seconds, what."""


def look_after() -> None:
    """Do the chores from now on, each in a thread of its own that ends with the process."""
    for seconds, do in CHORES:
        threading.Thread(
            target=_for_ever, args=(seconds, do), name=f"upkeep {do.__name__}", daemon=True
        ).start()


def _for_ever(seconds: int, do: Callable[[], None]) -> None:
    while True:
        _try(do)
        time.sleep(seconds)


def _try(do: Callable[[], None]) -> None:
    try:
        do()
    except DatabaseError:
        logger.warning("照管作业连不上数据库，稍后再试。")
        connection.close()
    except Exception:
        logger.exception("a chore failed; it is tried again when it is due")
