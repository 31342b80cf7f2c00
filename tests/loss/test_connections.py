"""断线 — the connection is lost before the commit or at it: the job finds out which, and works but once."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection

from apps.core import clock
from apps.members.models import Member, Movement
from apps.rosters import jobs, workflow
from apps.rosters.models import Job, Undo, Upload
from apps.rosters.registry import kind_of
from apps.rosters.situation import Plan
from tests.loss.cutting import LOST
from tests.loss.replay import spread
from tests.rosters.test_remit import a_sheet
from tests.rosters.test_undoing import row
from tests.shares import LONG

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.gate("断线")]

OUTCOMES = [("waiting", 0), ("running", 0), ("running", 3), ("done", 3)]
"""What a lost connection may leave: nothing, or all of it, though the job does not know yet."""


@pytest.fixture
def upload():
    plan = Plan(create_missing=True)
    data = a_sheet(row(0, unit="甲有限公司"), row(1), row(2))
    return workflow.receive(data=data, name="名册.xlsx", kind=kind_of("member"), plan=plan, by=None)


def asked(upload: Upload, task: Job.Task, **said: Any) -> Job:
    return Job.objects.create(upload=upload, task=task, said=said, beat_at=clock.now())


def work(job: Job, trouble: AbstractContextManager[None] | None = None) -> str:
    """What a worker does, whatever troubles it; answers what the job says afterwards."""
    try:
        with trouble or nullcontext():
            jobs.run_job.func(job.pk)
    except OperationalError:
        connection.close()
    job.refresh_from_db()
    return job.state


def taken_over(job: Job) -> str:
    """What the next worker does, after nobody has reported for a while."""
    Job.objects.filter(pk=job.pk).update(beat_at=clock.now() - timedelta(minutes=1))
    assert jobs.reap() == 1
    return work(job)


@contextmanager
def answer_lost(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The first commit succeeds, but nobody hears of it."""
    commit = connection._commit

    def lost() -> None:
        monkeypatch.undo()
        commit()
        connection.connection.close()
        raise OperationalError(LOST)

    monkeypatch.setattr(connection, "_commit", lost)
    yield


@contextmanager
def cut_off_before(statement: int) -> Iterator[None]:
    """The server ends the session before a statement of the job's own connection."""
    count = 0

    def counted(execute: Callable[..., Any], *said: Any) -> Any:
        nonlocal count
        count += 1
        if count == statement:
            connection.connection.close()
        return execute(*said)

    with connection.execute_wrapper(counted):
        yield


def test_a_roster_whose_commit_was_not_answered_is_kept_once_and_says_so(upload, monkeypatch):
    job = asked(upload, Job.Task.KEEP)
    with answer_lost(monkeypatch):
        assert work(job) == Job.State.DONE
    assert (Member.objects.count(), Movement.objects.count(), job.message) == (3, 3, "")


def test_an_undo_whose_commit_was_not_answered_is_done_once_and_says_so(upload, monkeypatch):
    jobs.start(upload, Job.Task.KEEP, by=None)
    job = asked(upload, Job.Task.UNDO, why="传错了")
    with answer_lost(monkeypatch):
        assert work(job) == Job.State.DONE
    assert (Member.objects.count(), Undo.objects.count()) == (0, 1)


def test_a_job_cut_off_at_any_statement_is_ended_by_the_next_worker(upload, cases):
    statements = spread(60, 60 if LONG else 2)
    for at in statements:
        job = asked(upload, Job.Task.KEEP)
        state = work(job, cut_off_before(at))
        assert (state, Member.objects.count()) in OUTCOMES, at
        if state != Job.State.DONE:
            Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)
            assert taken_over(job) == Job.State.DONE
        assert (Member.objects.count(), Movement.objects.count()) == (3, 3)
        undone = asked(upload, Job.Task.UNDO, why="再来")
        assert work(undone) == Job.State.DONE
        upload = again(upload)
    cases(len(statements))


def again(upload: Upload) -> Upload:
    """The same file handed in once more."""
    plan = Plan(create_missing=True)
    data = bytes(Upload.objects.get(pk=upload.pk).content)
    return workflow.receive(data=data, name="名册.xlsx", kind=kind_of("member"), plan=plan, by=None)
