"""What takes acts apart finds the one that could be cut in two."""

import pytest

from apps.rosters import jobs, workflow
from apps.rosters.models import Job
from apps.rosters.registry import kind_of
from apps.rosters.situation import Plan
from tests.factories import make_department
from tests.loss.replay import Replay
from tests.loss.resuming import Jobs
from tests.rosters.test_keeping import row
from tests.rosters.test_remit import a_sheet

pytestmark = pytest.mark.django_db


def faults(act):
    """What is found of an act, cut at all its statements."""
    replay = Replay()
    replay.take_apart("act", act)
    assert replay.points.total()
    return replay.faults


@pytest.fixture
def upload():
    data, plan = a_sheet(row()), Plan(create_missing=True)
    return workflow.receive(data=data, name="名册.xlsx", kind=kind_of("member"), plan=plan, by=None)


def test_an_act_in_two_halves_is_found():
    found = faults(lambda: (make_department("工信局"), make_department("科技局")))
    assert "clusters_department" in found[-1]


def test_a_job_may_be_left_to_the_next_worker(upload):
    assert faults(lambda: jobs.start(upload, Job.Task.KEEP, by=None)) == []


def test_a_job_that_the_next_worker_does_not_end_is_found(upload, monkeypatch):
    monkeypatch.setattr(jobs, "reap", lambda: 0)
    assert faults(lambda: jobs.start(upload, Job.Task.KEEP, by=None))[-1].endswith("rosters_job")


def test_a_job_that_the_next_worker_does_once_more_is_found(upload, monkeypatch):
    def twice(job, remit, progress):
        """Never asks whether it was done."""
        workflow.check_and_store(job.upload, remit=remit, by=job.by, progress=progress)

    monkeypatch.setitem(jobs.WORK, Job.Task.CHECK, twice)
    assert "core_auditentry" in faults(lambda: jobs.start(upload, Job.Task.CHECK, by=None))[-1]


def test_an_act_within_an_act_that_is_taken_apart_is_let_alone():
    replay = Replay()
    replay.take_apart("outer", lambda: replay.rehearse("inner", make_department, ("工信局",), {}))
    assert list(replay.performed) == ["outer"]


def test_jobs_of_before_are_none_of_ours(upload):
    jobs.start(upload, Job.Task.CHECK, by=None)
    assert Jobs().ends() == []
