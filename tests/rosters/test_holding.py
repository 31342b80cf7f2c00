"""所凭范围: an upload is its owner's for as long as what it was handed in and kept with is still held."""

from datetime import date

import pytest
from django.urls import reverse

from apps.accounts import workflow as accounts
from apps.accounts.models import User
from apps.core import clock
from apps.members.models import Member
from apps.rosters import holding, jobs, workflow
from apps.rosters.intake import look
from apps.rosters.models import Job, Upload
from apps.rosters.registry import kind_of
from apps.rosters.situation import Plan
from tests.desk.worlds import at_desk, make_corner, signed_in
from tests.factories import an_id_number, make_user
from tests.rosters.test_remit import a_row, a_sheet, handed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
WAITING, DONE = ("columns", "review", "returned"), ("receipt", "returned", "undo", "working")


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(TODAY):
        yield


@pytest.fixture
def ours():
    return make_corner("甲")


@pytest.fixture
def theirs():
    return make_corner("乙")


@pytest.fixture
def user(ours):
    return make_user("cluster_clerk", cluster=ours.cluster)


@pytest.fixture
def upload(ours, user):
    """Handed in and looked at."""
    return handed_in(signed_in(user), a_row("某人", an_id_number(), ours.branch.full_name))


def moved(user, corner):
    """A browser of the same account with the same duty elsewhere."""
    for grant in user.grants.all():
        accounts.revoke(grant, on=TODAY, by=None)
    return given(user, corner)


def given(user, corner):
    """A browser of the same account with one more duty."""
    accounts.grant(user, "cluster_clerk", by=None, on=TODAY, cluster=corner.cluster)
    return signed_in(User.objects.get(pk=user.pk))


def kept(user, upload):
    signed_in(user).post(page("keep", upload))
    upload.refresh_from_db()
    assert upload.state == Upload.State.KEPT
    return upload


def page(name, upload):
    return reverse(f"rosters:{name}", args=[upload.pk])


@pytest.mark.parametrize("name", WAITING)
def test_a_waiting_upload_is_missing_after_a_change_of_duty(user, upload, theirs, name):
    clerk = moved(user, theirs)
    lost, missing = clerk.get(page(name, upload)), clerk.get(reverse(f"rosters:{name}", args=[0]))
    assert (lost.status_code, lost.content) == (404, missing.content)


@pytest.mark.parametrize("name", DONE)
def test_a_kept_upload_is_missing_after_a_change_of_duty(user, upload, theirs, name):
    kept(user, upload)
    clerk = moved(user, theirs)
    lost, missing = clerk.get(page(name, upload)), clerk.get(reverse(f"rosters:{name}", args=[0]))
    assert (lost.status_code, lost.content) == (404, missing.content)


def test_what_was_written_about_its_cells_is_not_taken_after_a_change_of_duty(user, upload, theirs):
    assert moved(user, theirs).post(page("repair", upload), {"fix-0-2-name": "别人"}).status_code == 404


@pytest.mark.parametrize("address", ["rosters:start", "rosters:uploads", "desk:start"])
def test_no_list_names_it_after_a_change_of_duty(user, upload, theirs, address):
    before = signed_in(user).get(reverse(address)).content.decode()
    after = moved(user, theirs).get(reverse(address)).content.decode()
    assert [page("review", upload) in shown for shown in (before, after)] == [True, False]


def test_one_more_duty_takes_no_upload_away(user, upload, theirs):
    clerk = given(user, theirs)
    assert [clerk.get(page(name, upload)).status_code for name in WAITING] == [200] * 3


def test_what_was_kept_with_two_duties_is_missing_without_one_of_them(user, upload, theirs):
    given(user, theirs)
    kept(User.objects.get(pk=user.pk), upload)
    accounts.revoke(user.grants.get(cluster=theirs.cluster), on=TODAY, by=None)
    clerk = signed_in(User.objects.get(pk=user.pk))
    assert clerk.get(page("returned", upload)).status_code == 404


def test_a_remit_over_everything_still_sees_the_receipt(user, upload, theirs):
    kept(user, upload)
    moved(user, theirs)
    assert at_desk("registry_manager").get(page("receipt", upload)).status_code == 200


def test_an_upload_nobody_noted_a_remit_for_is_missing(user, upload):
    Upload.objects.update(remit=None)
    assert signed_in(user).get(page("returned", upload)).status_code == 404


def test_a_file_given_back_goes_on_with_no_upload_that_is_missing(user, upload, theirs):
    data = signed_in(user).get(page("returned", upload)).content
    moved(user, theirs)
    user = User.objects.get(pk=user.pk)
    assert look(data, "名册.xlsx", kind_of("member"), Plan(), by=user).earlier is None


def test_keeping_after_a_change_of_duty_fails_and_the_upload_still_waits(user, upload, theirs):
    moved(user, theirs)
    user = User.objects.get(pk=user.pk)
    job = jobs.start(Upload.objects.get(pk=upload.pk), Job.Task.KEEP, by=user)
    upload.refresh_from_db()
    assert (job.state, job.message, upload.state) == (Job.State.FAILED, holding.LOST, Upload.State.WAITING)


def test_keeping_without_any_right_left_writes_nobody_and_fails(user, upload):
    user.grants.update(ends_on=TODAY)
    before = Member.objects.count()
    job = jobs.start(upload, Job.Task.KEEP, by=User.objects.get(pk=user.pk))
    assert (job.message, Member.objects.count()) == (holding.LOST, before)


def test_a_command_on_the_server_keeps_what_it_handed_in(ours):
    data = a_sheet(a_row("某人", an_id_number(), ours.branch.full_name))
    upload = workflow.receive(data=data, name="名册.xlsx", kind=kind_of("member"), plan=Plan(), by=None)
    assert jobs.start(upload, Job.Task.KEEP, by=None).state == Job.State.DONE
