"""Jobs: a small file at once, a large one by the worker; one at a time; what a killed worker left is done."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django_tasks_db.models import DBTaskResult

from apps.core import clock
from apps.core.models import AuditEntry
from apps.core.remit import Remit
from apps.members.models import Member
from apps.rosters import jobs, keeping, reading, storing, workflow
from apps.rosters.models import Job, Upload
from apps.rosters.reading import queueing
from apps.rosters.registry import kind_of
from apps.rosters.situation import Plan
from tests.factories import make_cluster, make_user
from tests.rosters.test_keeping import row
from tests.rosters.test_remit import HEADINGS, a_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload():
    data, plan = a_sheet(row()), Plan(create_missing=True)
    return workflow.receive(data=data, name="名册.xlsx", kind=kind_of("member"), plan=plan, by=None)


@pytest.fixture
def everything_is_large(monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE_BYTES", 0)


def work():
    """Do what is in the queue as the worker would, though without a report through another connection."""
    for queued in DBTaskResult.objects.ready():
        jobs.perform(Job.objects.select_related("upload").get(pk=queued.args_kwargs["args"][0]))
        queued.delete()


def silent(job):
    """Whoever does it has not said so for a minute."""
    job.state, job.beat_at, job.attempt = Job.State.RUNNING, clock.now() - timedelta(minutes=1), 1
    job.save()
    return job


def test_a_small_file_is_kept_at_once(upload):
    job = jobs.start(upload, Job.Task.KEEP, by=None)
    assert (job.state, Member.objects.count()) == (Job.State.DONE, 1)


def test_a_large_file_is_kept_by_the_worker(upload, everything_is_large):
    job = jobs.start(upload, Job.Task.KEEP, by=None)
    assert (job.state, Member.objects.count()) == (Job.State.WAITING, 0)
    work()
    job.refresh_from_db()
    assert (job.state, job.percent, Member.objects.count()) == (Job.State.DONE, 100, 1)


@contextmanager
def another_roster_being_kept():
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(f"BEGIN; {keeping.KEEPING_LOCK}")
        yield
    finally:
        other.close()


@pytest.mark.parametrize("code", ["member", "organization"])
def test_a_page_leaves_a_small_file_to_the_worker_while_another_roster_is_kept(code):
    headings = HEADINGS if code == "member" else ("党组织全称", "组织类别", "备注")
    one = row() if code == "member" else ("中共甲支部委员会", "党支部", "")
    plan = Plan(create_missing=True)
    data = a_sheet(one, headings=headings)
    upload = workflow.receive(data=data, name="名册.xlsx", kind=kind_of(code), plan=plan, by=None)
    with another_roster_being_kept(), queueing.for_a_page():
        job = jobs.start(upload, Job.Task.KEEP, by=None)
    assert (job.state, job.attempt, DBTaskResult.objects.count()) == (Job.State.WAITING, 0, 1)
    work()
    job.refresh_from_db()
    upload.refresh_from_db()
    assert (job.state, job.attempt, upload.counts["new"]) == (Job.State.DONE, 1, 1)


def test_so_it_is_with_the_check_of_a_roster_that_is_tried():
    data = a_sheet(("中共甲支部委员会", "党支部", ""), headings=("党组织全称", "组织类别", "备注"))
    upload = workflow.receive(data=data, name="名册.xlsx", kind=kind_of("organization"), plan=Plan(), by=None)
    with another_roster_being_kept(), queueing.for_a_page():
        assert jobs.start(upload, Job.Task.CHECK, by=None).state == Job.State.WAITING


def test_the_same_work_is_not_begun_twice(upload, everything_is_large):
    job = jobs.start(upload, Job.Task.KEEP, by=None)
    assert jobs.start(upload, Job.Task.KEEP, by=None) == job
    assert DBTaskResult.objects.count() == 1


def test_two_kinds_of_work_on_one_file_do_not_go_together(upload, everything_is_large):
    jobs.start(upload, Job.Task.CHECK, by=None)
    with pytest.raises(ValidationError, match="正在处理"):
        jobs.start(upload, Job.Task.KEEP, by=None)


def test_the_same_work_in_another_way_is_not_answered_with_what_is_under_way(upload, everything_is_large):
    jobs.start(upload, Job.Task.KEEP, by=None, whole=False)
    with pytest.raises(ValidationError, match="正在处理"):
        jobs.start(upload, Job.Task.KEEP, by=None, whole=True)


def test_what_a_rule_refuses_is_said_and_nothing_is_kept(upload):
    Upload.objects.update(state=Upload.State.ABANDONED)
    job = jobs.start(upload, Job.Task.KEEP, by=None)
    assert (job.state, job.message) == (Job.State.FAILED, "这个批次已放弃，不能再改。")


def test_what_goes_wrong_is_said_without_inner_words(upload, monkeypatch, caplog):
    def broken(*args, **said):
        raise RuntimeError("secret")

    monkeypatch.setattr(workflow, "keep", broken)
    job = jobs.start(upload, Job.Task.KEEP, by=None)
    assert (job.state, job.message) == (Job.State.FAILED, jobs.BROKEN)
    assert "job" in caplog.text


def test_a_job_that_got_no_turn_says_so(upload, monkeypatch):
    def sent_away(*args, **said):
        raise reading.Busy(reading.Busy.message)

    monkeypatch.setitem(jobs.WORK, Job.Task.KEEP, sent_away)
    job = jobs.start(upload, Job.Task.KEEP, by=None)
    assert (job.state, job.message) == (Job.State.FAILED, f"{reading.Busy.message}。")


def test_what_a_killed_worker_left_is_done_by_the_next(upload, everything_is_large):
    job = silent(jobs.start(upload, Job.Task.KEEP, by=None))
    assert jobs.reap() == 1
    work()
    job.refresh_from_db()
    assert (job.state, job.attempt, Member.objects.count()) == (Job.State.DONE, 2, 1)


def test_a_worker_killed_after_the_commit_leaves_nothing_to_do(upload, everything_is_large):
    job = jobs.start(upload, Job.Task.KEEP, by=None)
    work()
    silent(job)
    jobs.reap()
    work()
    job.refresh_from_db()
    assert (job.state, Member.objects.count()) == (Job.State.DONE, 1)


def test_a_check_stored_by_a_worker_killed_right_after_is_written_down_once(upload, everything_is_large):
    job = jobs.start(upload, Job.Task.CHECK, by=None)
    work()
    silent(job)
    jobs.reap()
    work()
    job.refresh_from_db()
    checks = AuditEntry.objects.filter(result="核对")
    assert (job.state, job.attempt, checks.count()) == (Job.State.DONE, 2, 1)


def test_a_job_that_kills_every_worker_is_given_up(upload, everything_is_large):
    job = silent(jobs.start(upload, Job.Task.KEEP, by=None))
    Job.objects.update(attempt=Job.ATTEMPTS)
    assert jobs.reap() == 0
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, jobs.TOO_OFTEN)


def test_a_job_that_reports_is_left_alone(upload, everything_is_large):
    jobs.start(upload, Job.Task.KEEP, by=None)
    Job.objects.update(state=Job.State.RUNNING, beat_at=clock.now())
    assert jobs.reap() == 0


def test_a_job_that_fell_out_of_the_queue_is_put_back(upload, everything_is_large):
    jobs.start(upload, Job.Task.KEEP, by=None)
    DBTaskResult.objects.all().delete()
    Job.objects.update(beat_at=clock.now() - timedelta(minutes=2))
    jobs.reap()
    work()
    assert Member.objects.count() == 1


def test_all_rows_or_none_writes_none_when_one_is_refused():
    wrong = row(number="329999198507010015", name="李错")
    data, plan = a_sheet(row(), wrong), Plan(create_missing=True)
    upload = workflow.receive(data=data, name="名册.xlsx", kind=kind_of("member"), plan=plan, by=None)
    job = jobs.start(upload, Job.Task.KEEP, by=None, whole=True)
    assert job.message == "有1行不能入库，您选择了全部入库，因此没有写入任何内容。"
    assert Member.objects.count() == 0


def test_rate_and_remaining_time_come_from_what_is_done():
    begun = clock.now()
    job = Job(done=250, total=1000, stage_at=begun, beat_at=begun + timedelta(seconds=5))
    assert (job.percent, job.rate, job.remaining) == (25, 50, 15)


def test_a_job_judges_within_the_remit_of_whoever_asked_for_it():
    clerk = make_user("cluster_clerk", cluster=make_cluster())
    kind = kind_of("member")
    upload = workflow.receive(data=a_sheet(row()), name="名册.xlsx", kind=kind, plan=Plan(), by=clerk)
    jobs.start(upload, Job.Task.CHECK, by=clerk)
    remits = clerk.remit_for(kind.permission), Remit.everything()
    assert [storing.is_checked(upload, remit=remit) for remit in remits] == [True, False]
