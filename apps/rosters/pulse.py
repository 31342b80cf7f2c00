"""脉搏 — says every moment how far a job has come, through a connection of its own.

What the job itself writes is seen by nobody before it is done; and a job that says nothing is taken for dead.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from apps.core import clock
from apps.rosters.models import Job
from apps.rosters.progress import Progress

logger = logging.getLogger(__name__)
SECONDS = 0.5


@contextmanager
def pulse(job: Job) -> Iterator[Progress]:
    """Report on the job while the block runs; the progress learns when the job has gone into other hands."""
    progress, stopped = Progress(), threading.Event()
    reporter = threading.Thread(target=_report, args=(job, progress, stopped), name="pulse", daemon=True)
    reporter.start()
    try:
        yield progress
    finally:
        stopped.set()
        reporter.join()


def _report(job: Job, progress: Progress, stopped: threading.Event) -> None:
    told = -1
    while not stopped.wait(SECONDS):
        try:
            progress.is_superseded = not _say(job, progress, progress.stages != told)
            told = progress.stages
        except DatabaseError:
            # The job itself will notice if the database stays away.
            logger.warning("a report on job %s was lost", job.pk)
            connection.close()
    connection.close()


def _say(job: Job, progress: Progress, is_new_stage: bool) -> bool:
    """Whether the job is still ours."""
    now = clock.now()
    values = {"stage": progress.stage[:20], "done": progress.done, "total": progress.total, "beat_at": now}
    if is_new_stage:
        values["stage_at"] = now
    mine = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=Job.State.RUNNING)
    return bool(mine.update(**values))
