"""A worker killed at any statement: the register is as before or as after, and the next worker ends the job.

The worker is forked, so that it can be killed a few dozen times in the time one takes to start.
"""

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from pghistory.models import Event

from apps.core import clock
from apps.members.models import Affiliation, Member, MemberStanding, Movement
from apps.organizations.models import PartyOrganization
from apps.rosters import jobs, workflow
from apps.rosters.models import Checked, Job, Upload
from apps.rosters.registry import kind_of
from apps.rosters.situation import Plan
from tests.factories import an_id_number
from tests.rosters.test_keeping import row
from tests.rosters.test_remit import a_sheet

pytestmark = pytest.mark.django_db(transaction=True)
POINTS = 24
PEOPLE = "甲乙丙"
WRITTEN = (Member, MemberStanding, Affiliation, Movement, PartyOrganization)
HISTORY = [m for m in apps.get_models() if issubclass(m, Event) and m._meta.app_label == "members"]


def handed_in(firm: str) -> Upload:
    branch = f"中共{firm}支部委员会"
    people = [row(number=an_id_number(), name=f"张{name}", branch=branch, unit=firm) for name in PEOPLE]
    plan = Plan(create_missing=True)
    return workflow.receive(
        data=a_sheet(*people), name="名册.xlsx", kind=kind_of("member"), plan=plan, by=None
    )


def forked(job: Job, at: int | None = None) -> int:
    """Do the job in a process of its own, killed before statement `at`.

    Answers how many statements there were, or nothing when it was killed.
    """
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        _work(job, at, tell)
    os.close(tell)
    _, status = os.waitpid(child, 0)
    with os.fdopen(told) as said:
        count = said.read()
    assert status == 0 or os.WTERMSIG(status) == signal.SIGKILL
    return int(count or 0)


def _work(job: Job, at: int | None, tell: int) -> None:
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
            jobs.run_job.func(job.pk)
        os.write(tell, str(count).encode())
        os._exit(0)
    finally:
        os._exit(1 if parents else 2)


def register() -> list[int]:
    """How much stands in every table a roster writes, history with it."""
    wait_until_alone()
    return [model._base_manager.count() for model in (*WRITTEN, *HISTORY)]


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
    raise AssertionError("a session of a killed worker is still there")


def forsaken(job: Job) -> None:
    """As long ago as it takes for the job to be given to the next."""
    Job.objects.filter(pk=job.pk).update(beat_at=clock.now() - timedelta(minutes=2))


def wanted(upload: Upload, task: str) -> Job:
    Job.objects.filter(upload=upload).delete()
    return Job.objects.create(upload=upload, task=task, beat_at=clock.now())


def test_killed_at_any_statement_a_roster_is_kept_whole_or_not_at_all():
    statements = forked(wanted(handed_in("甲有限公司"), Job.Task.KEEP))
    after_one = register()
    upload = handed_in("乙有限公司")
    for at in points(statements):
        assert forked(wanted(upload, Job.Task.KEEP), at) == 0
        upload.refresh_from_db()
        if upload.state == Upload.State.KEPT:
            break
        assert register() == after_one, at
    finish(upload)
    assert (Member.objects.count(), Movement.objects.count()) == (6, 6)


def test_killed_at_any_statement_a_check_is_stored_whole_or_not_at_all():
    upload = handed_in("乙有限公司")
    statements = forked(wanted(handed_in("甲有限公司"), Job.Task.CHECK))
    for at in points(statements):
        assert forked(wanted(upload, Job.Task.CHECK), at) == 0
        wait_until_alone()
        for checked in Checked.objects.filter(upload=upload):
            assert checked.pieces.count() == 1
    assert Member.objects.count() == 0


def points(statements: int) -> list[int]:
    """Spread over all of them, the first and the last among them."""
    return sorted({1 + (statements - 1) * point // (POINTS - 1) for point in range(POINTS)})


def finish(upload: Upload) -> None:
    """The next worker takes over whatever was left."""
    job = Job.objects.get(upload=upload)
    if job.state == Job.State.RUNNING:
        forsaken(job)
        jobs.reap()
    job.refresh_from_db()
    if job.is_open:
        jobs.run_job.func(job.pk)
    job.refresh_from_db()
    upload.refresh_from_db()
    assert (job.state, upload.state) == (Job.State.DONE, Upload.State.KEPT)
