"""磁盘已满 — said clearly, nothing half written, and it works again once there is room."""

import errno
import os

import pytest
from django.db import connection
from django.urls import reverse

from apps.clusters.models import Department
from apps.core.audit import outside
from apps.members.models import Member
from apps.rosters import jobs, workflow
from apps.rosters.models import Job, Upload
from apps.rosters.registry import kind_of
from apps.rosters.situation import Plan
from tests.factories import an_id_number, make_user
from tests.loss.cutting import differing, state
from tests.loss.disks import NEEDS, can_be_had, fill, free, small_disk, tables_on, tablespace
from tests.rosters.test_keeping import row
from tests.rosters.test_remit import a_sheet

pytestmark = pytest.mark.gate("磁盘已满")
PEOPLE = 150
of_the_real_kind = pytest.mark.skipif(not can_be_had(), reason=NEEDS)


@pytest.fixture
def disk():
    with small_disk() as place:
        yield place


def a_roster() -> Upload:
    plan = Plan(create_missing=True)
    said = {"branch": "中共甲有限公司支部委员会", "unit": "甲有限公司"}
    rows = [row(number=an_id_number(), name=name_of(n), **said) for n in range(PEOPLE)]
    data = a_sheet(*rows)
    return workflow.receive(data=data, name="名册.xlsx", kind=kind_of("member"), plan=plan, by=None)


def name_of(number: int) -> str:
    """Names that differ, in Chinese characters."""
    return f"张{chr(0x4E00 + 100 + number)}"


def kept(upload: Upload) -> tuple[str, str, int]:
    job = jobs.start(upload, Job.Task.KEEP, by=None)
    return job.state, job.message, Member.objects.count()


@of_the_real_kind
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["data", "temporary"])
def test_a_roster_that_finds_no_room_is_not_kept_and_can_be_kept_later(disk, what):
    upload = a_roster()
    before = state({"members_member", "members_memberevent", "organizations_partyorganization"})
    with tablespace(disk) as name, tables_on(name, *(["members_member"] if what == "data" else [])):
        fill(disk)
        if what == "temporary":
            with connection.cursor() as cursor:
                cursor.execute(f"SET temp_tablespaces = {name}")
        refused = kept(upload)
        assert differing(before, state(before)) == set()
        free(disk)
        again = kept(upload)
        connection.close()
    assert (refused, again) == ((Job.State.FAILED, jobs.FULL, 0), (Job.State.DONE, "", PEOPLE))


@pytest.fixture
def manager(client):
    client.force_login(make_user("registry_manager"))
    client.raise_request_exception = False
    return client


def add(client) -> int:
    """Add a department on its page; answers the status."""
    page = reverse("admin:clusters_department_add")
    form = client.get(page).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields} | {"name": "工信局"}
    answer = client.post(page, sent)
    assert (answer.status_code == 507) == ("磁盘已满" in answer.content.decode())
    return answer.status_code


@of_the_real_kind
@pytest.mark.django_db(transaction=True)
def test_a_page_that_finds_no_room_says_so_and_works_again(disk, manager):
    with tablespace(disk) as name, tables_on(name, "clusters_department"):
        fill(disk)
        refused, during = add(manager), Department.objects.count()
        free(disk)
        again, after = add(manager), Department.objects.count()
        connection.close()
    assert (refused, during, again, after) == (507, 0, 302, 1)


@of_the_real_kind
@pytest.mark.django_db
def test_what_cannot_be_written_into_the_copy_of_the_audit_does_not_happen(disk, manager, settings):
    settings.AUDIT_DIRECTORY = disk
    fill(disk)
    refused, during = add(manager), Department.objects.count()
    free(disk)
    assert (refused, during, add(manager)) == (507, 0, 302)


@pytest.mark.django_db
def test_a_full_disk_is_told_wherever_it_is_met(manager, monkeypatch):
    def full(*said):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(outside, "_write", full)
    assert (add(manager), Department.objects.count()) == (507, 0)
    monkeypatch.undo()
    assert add(manager) == 302
