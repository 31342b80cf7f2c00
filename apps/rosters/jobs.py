"""作业 — checking and keeping apart from any page: with true progress, and safe to be killed at any moment.

A small file is dealt with at once, a large one by the worker, and so is a small one while another roster is
being kept; all go one way. Nothing of a job is half done:
what it writes into the register, it writes in one transaction. A worker that is killed leaves a job nobody
reports on any more; `reap` gives it to the next one.
"""

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django_tasks import task

from apps.core import clock, outages
from apps.core.audit.recording import address_now, coming_from
from apps.core.identifiers import mask_numbers
from apps.core.remit import Remit
from apps.rosters import holding, keeping, reading, storing, undoing, workflow
from apps.rosters.models import Job, Upload
from apps.rosters.progress import Progress, Superseded
from apps.rosters.pulse import pulse
from apps.rosters.registry import Kind, kind_of

logger = logging.getLogger(__name__)

AT_ONCE_BYTES = 640 * 1024
"""Files up to this size are dealt with while the page waits: about 5,000 rows."""
LOST = timedelta(seconds=60)
"""A job that has waited so long is put into the queue again, in case it fell out of it."""
SHOWN = timedelta(minutes=15)
"""So long the check of a large file is shown, and given back, although somebody has written meanwhile."""
BROKEN = "处理时出错，没有写入任何内容。请重试；仍然不行的，请联系管理员。"
FULL = "磁盘已满，没有写入任何内容。请联系系统管理员清理磁盘，然后重试。"
TOO_OFTEN = "处理进程多次中断，没有写入任何内容。请重试；仍然不行的，请联系管理员。"

Work = Callable[[Job, Remit, Progress], Any]
Reporting = Callable[[Job], AbstractContextManager[Progress]]


def _silently(job: Job) -> AbstractContextManager[Progress]:
    return nullcontext(Progress())


def start(upload: Upload, what: str, *, by: Any, **said: Any) -> Job:
    """开始 — at once for a small file, in the queue for a large one; the same work is not begun twice.

    Raises ``ValidationError`` when other work on the upload is under way.
    """
    try:
        with transaction.atomic():
            job = Job.objects.create(
                upload=upload, task=what, by=by, said=said, address=address_now(), beat_at=clock.now()
            )
            if upload.size > AT_ONCE_BYTES:
                run_job.enqueue(job.pk)
    except IntegrityError as error:
        running = Job.objects.open().filter(upload=upload, task=what, said=said).first()
        if running is None:
            raise ValidationError("这个批次正在处理，请稍候。") from error
        return running
    if upload.size <= AT_ONCE_BYTES:
        perform(job)
    return job


def checking(upload: Upload, *, by: Any, is_answer: bool = False) -> Job | None:
    """The check an upload still needs: made at once for a small file, to be waited for with a large one.

    Nothing where it is at hand; ``is_answer`` says that what was shown is answered.
    """
    if is_at_hand(upload, by=by, is_answer=is_answer):
        return None
    return start(upload, Job.Task.CHECK, by=by)


def is_at_hand(upload: Upload, *, by: Any, is_answer: bool = False) -> bool:
    """Whether the check may be shown: while nobody has written since, that of a large file a while longer.

    Keeping will judge again. What a clerk answers to the check of a large file is taken however old it is.
    """
    is_small = upload.size <= AT_ONCE_BYTES
    remit, lasts = remit_of(by, kind_of(upload.roster)), timedelta(0) if is_small else SHOWN
    return storing.is_checked(upload, remit=remit, is_fresh=is_small or not is_answer, lasts=lasts)


def latest(upload: Upload) -> Job | None:
    """The work under way on an upload, or what came of the last."""
    return Job.objects.filter(upload=upload).first()


@task()
def run_job(key: int) -> None:
    """What the worker calls. A job that is gone, done, or in other hands is left alone."""
    job = Job.objects.filter(pk=key).select_related("upload", "by").first()
    if job:
        with seldom_collecting():
            perform(job, reporting=pulse)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Look for rings of dead objects a thousand times less often: rows make none, and looking is dear."""
    before = gc.get_threshold()
    gc.set_threshold(1_000_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def perform(job: Job, reporting: Reporting = _silently) -> None:
    """Do the work and write down what came of it, unless somebody else does it already."""
    if not _claim(job):
        return
    with coming_from(job.address), reporting(job) as progress:
        _perform(job, progress)


def _perform(job: Job, progress: Progress) -> None:
    try:
        WORK[Job.Task(job.task)](job, remit_of(job.by, kind_of(job.upload.roster)), progress)
    except Superseded:
        return
    except ValidationError as refused:
        _end(job, Job.State.FAILED, progress, "".join(refused.messages))
    except keeping.Occupied:
        _hand_over(job)
    except reading.Busy as busy:
        _end(job, Job.State.FAILED, progress, f"{busy}。")
    except Exception as error:
        _face(error, job, progress)
    else:
        _end(job, Job.State.DONE, progress)


@transaction.atomic
def _hand_over(job: Job) -> None:
    """A page does not wait for other rosters to be kept: the worker does."""
    mine = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=Job.State.RUNNING)
    if mine.update(state=Job.State.WAITING, attempt=F("attempt") - 1, stage="", done=0, total=0):
        run_job.enqueue(job.pk)
    job.refresh_from_db(fields=["state", "attempt", "stage", "done", "total"])


def _face(error: Exception, job: Job, progress: Progress) -> None:
    """What a job that broke off comes to. A connection may have been lost after the commit: that is asked.

    Without a database nothing is decided: nobody reports on the job any more, and the next worker takes it.
    """
    is_away = outages.is_database_away(error)
    if is_away and connection.in_atomic_block:
        raise error
    if is_away and _is_done(job):
        _end(job, Job.State.DONE, progress)
    elif is_away:
        raise error
    else:
        logger.exception("job %s failed", job.pk)
        _end(job, Job.State.FAILED, progress, FULL if outages.is_disk_full(error) else BROKEN)


@transaction.atomic
def _is_done(job: Job) -> bool:
    """Whether an attempt has committed; one that is just committing is waited for."""
    upload = Upload.objects.select_for_update(of=("self",)).without_files().get(pk=job.upload_id)
    if job.task == Job.Task.KEEP:
        return upload.state == Upload.State.KEPT
    return job.task == Job.Task.UNDO and undoing.is_done(job)


def remit_of(by: Any, kind: Kind) -> Remit:
    """Where somebody may import now; a command on the server may everywhere."""
    return by.remit_for(kind.permission) if by else Remit.everything()


def reap() -> int:
    """收回 — give jobs whose worker is gone to the next one; answers how many. Run every few seconds."""
    forsaken = [job for job in Job.objects.forsaken().select_related("upload") if _take_back(job)]
    lost = Job.objects.filter(state=Job.State.WAITING, beat_at__lt=clock.now() - LOST)
    for job in (*forsaken, *lost):
        with transaction.atomic():
            Job.objects.filter(pk=job.pk).update(beat_at=clock.now())
            run_job.enqueue(job.pk)
    return len(forsaken)


def _take_back(job: Job) -> bool:
    """Whether there is anything left to do."""
    mine = Job.objects.forsaken().filter(pk=job.pk, attempt=job.attempt)
    if job.attempt < Job.ATTEMPTS:
        return bool(mine.update(state=Job.State.WAITING, stage="", done=0, total=0))
    mine.update(state=Job.State.FAILED, message=TOO_OFTEN, ended_at=clock.now())
    return False


def _claim(job: Job) -> bool:
    """Whether the job is ours now; each attempt has a number, so that a late one can be told."""
    now = clock.now()
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.WAITING)
    claimed = waiting.update(
        state=Job.State.RUNNING, attempt=F("attempt") + 1, started_at=now, stage_at=now, beat_at=now
    )
    if claimed:
        job.refresh_from_db(fields=["state", "attempt", "started_at", "stage_at", "beat_at"])
    return bool(claimed)


def _end(job: Job, state: str, progress: Progress, message: str = "") -> None:
    job.state, job.message, job.ended_at = state, mask_numbers(message)[:300], clock.now()
    job.stage, job.done, job.total = progress.stage[:20], progress.done, progress.total
    Job.objects.filter(pk=job.pk, attempt=job.attempt, state=Job.State.RUNNING).update(
        state=job.state,
        message=job.message,
        ended_at=job.ended_at,
        stage=job.stage,
        done=job.done,
        total=job.total,
    )


def _check(job: Job, remit: Remit, progress: Progress) -> None:
    """What is at hand, and fresh, is not made and written down again."""
    if job.attempt > 1 and storing.is_checked(job.upload, remit=remit, is_fresh=True):
        return
    workflow.check_and_store(job.upload, remit=remit, by=job.by, progress=progress)


def _keep(job: Job, remit: Remit, progress: Progress) -> None:
    """A job whose worker was killed right after the commit finds its work done.

    Whoever has lost what the file was handed in with writes nothing.
    """
    if job.attempt > 1 and _is_done(job):
        return
    holding.insist(job.upload, remit)
    with transaction.atomic():
        holding.keep_with(job.upload, remit, by=job.by)
        workflow.keep(job.upload, remit=remit, by=job.by, progress=progress, **job.said)


WORK: dict[Job.Task, Work] = {
    Job.Task.CHECK: _check,
    Job.Task.KEEP: _keep,
    Job.Task.UNDO: undoing.perform,
}
"""What each task does."""
