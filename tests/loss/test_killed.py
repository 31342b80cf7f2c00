"""A process killed at any statement or moment: all is as before or as after, and the next one ends it."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest

from apps.chains import workflow as periods
from apps.chains.models import Closing, ReportingPeriod
from apps.core import clock
from apps.core.period import Period
from apps.members.models import Member, Movement
from apps.rosters import jobs, workflow
from apps.rosters.models import Checked, Job, Undo, Upload
from apps.rosters.registry import kind_of
from apps.rosters.situation import Plan
from tests.factories import an_id_number, make_cluster, make_member, make_organization, make_place
from tests.loss.killing import Act, kills, measured, standing
from tests.rosters.test_keeping import row
from tests.rosters.test_remit import a_sheet
from tests.shares import LONG

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.gate("杀进程")]
in_the_long_form = pytest.mark.skipif(not LONG, reason="make test-long")
PEOPLE = "甲乙丙"
_numbers = count(1)
QUARTER = Period.quarter(2026, 3)


class Work:
    """An upload and the work on it, done by whoever comes next; a new one once it is done."""

    def __init__(self, task: Job.Task) -> None:
        self.task = task
        self.begin()

    def begin(self) -> None:
        """Three people nobody has heard of."""
        firm = f"试验{next(_numbers)}有限公司"
        said = {"branch": f"中共{firm}支部委员会", "unit": firm}
        people = [row(number=an_id_number(), name=f"张{name}", **said) for name in PEOPLE]
        plan = Plan(create_missing=True)
        self.upload = workflow.receive(
            data=a_sheet(*people), name="名册.xlsx", kind=kind_of("member"), plan=plan, by=None
        )
        if self.task == Job.Task.UNDO:
            jobs.start(self.upload, Job.Task.KEEP, by=None)
        self.before = standing()
        self.ask()

    def ask(self) -> None:
        """As if nobody had begun."""
        Job.objects.filter(upload=self.upload, task=self.task).delete()
        said = {"why": "传错了"} if self.task == Job.Task.UNDO else {}
        Job.objects.create(upload=self.upload, task=self.task, said=said, beat_at=clock.now())

    def do(self) -> None:
        """What a worker does, and what the next one does about what it left."""
        jobs.run_job.func(Job.objects.get(upload=self.upload, task=self.task).pk)

    def finish(self) -> str:
        """The next worker takes over whatever was left; answers what came of it, or why nothing did."""
        job = Job.objects.get(upload=self.upload, task=self.task)
        if job.state == Job.State.RUNNING:
            Job.objects.filter(pk=job.pk).update(beat_at=clock.now() - timedelta(minutes=2))
            jobs.reap()
        self.do()
        job.refresh_from_db()
        return job.message or job.state


def killed_again_and_again(work: Work, is_done: Callable[[], bool], few: int) -> int:
    """After each kill all stands as before, or the work is done; answers how often it was killed."""
    seen = measured(work.do)
    work.begin()
    killed = 0
    for killed, how in enumerate(kills(lambda: work.do(), seen, few), 1):  # noqa: B007
        if is_done():
            assert work.finish() == Job.State.DONE
            work.begin()
        else:
            assert standing() == work.before, how
            work.ask()
    assert work.finish() == Job.State.DONE
    return killed


def test_a_roster_is_kept_whole_or_not_at_all(cases):
    work = Work(Job.Task.KEEP)

    def is_kept():
        uploads = Upload.objects.filter(state=Upload.State.KEPT).count()
        assert (Member.objects.count(), Movement.objects.count()) == (3 * uploads, 3 * uploads)
        return Upload.objects.get(pk=work.upload.pk).state == Upload.State.KEPT

    cases(killed_again_and_again(work, is_kept, few=4))


def test_an_upload_is_undone_whole_or_not_at_all(cases):
    work = Work(Job.Task.UNDO)

    def is_undone():
        done = Undo.objects.filter(upload=work.upload).count()
        assert done in (0, 1)
        return bool(done)

    cases(killed_again_and_again(work, is_undone, few=2))
    assert Member.objects.count() == 0


@in_the_long_form
def test_a_check_is_stored_whole_or_not_at_all(cases):
    work = Work(Job.Task.CHECK)

    def is_stored():
        found = Checked.objects.filter(upload=work.upload)
        assert [checked.pieces.count() for checked in found] == [1] * len(found)
        return bool(found)

    cases(killed_again_and_again(work, is_stored, few=2))
    assert Member.objects.count() == 0


@in_the_long_form
@pytest.mark.usefixtures("few_figures")
def test_a_period_is_closed_whole_or_not_at_all(cases):
    make_member(organization=make_organization(cluster=make_cluster(place=make_place())))
    close: Act = lambda: periods.close(QUARTER, by=None)  # noqa: E731
    seen, killed = measured(close), 0
    reopened()
    before = standing()
    for killed, how in enumerate(kills(close, seen, few=1), 1):  # noqa: B007
        if ReportingPeriod.objects.get().status == ReportingPeriod.Status.CLOSED:
            assert Closing.objects.order_by("-pk").first().figures.exists()
            reopened()
            before = standing()
        assert standing() == before, how
    close()
    cases(killed)


def reopened() -> None:
    """The quarter may be closed once more."""
    periods.reopen(ReportingPeriod.objects.get(), by=None, why="有误")
