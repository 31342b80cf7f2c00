"""重复提交 — a double click, the back button, F5: one row. Twenty uploads of one file: one that writes."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.clusters.models import Department
from apps.core import once
from apps.core.models import Submission
from apps.members.models import Member
from apps.rosters import jobs, workflow
from apps.rosters.models import Job, Undo, Upload
from tests.factories import make_user
from tests.rosters.test_at_once import at_once, keeping, received
from tests.rosters.test_remit import a_sheet
from tests.rosters.test_undoing import an_upload, row
from tests.shares import LONG

pytestmark = pytest.mark.gate("重复提交")
ADD = "admin:clusters_department_add"


@pytest.fixture
def manager(client):
    client.force_login(make_user("registry_manager"))
    return client


def filled(client, name):
    """The form of a new department as it was opened, with its name written down."""
    form = client.get(reverse(ADD)).context["adminform"].form
    numbered = {once.FIELD: once.number()}
    return {field: form[field].value() or "" for field in form.fields} | numbered | {"name": name}


def names():
    return list(Department.objects.order_by("pk").values_list("name", flat=True))


@pytest.mark.django_db
def test_a_form_sent_twice_is_done_once_and_leads_where_it_led(manager):
    sent = filled(manager, "工信局")
    first, second = (manager.post(reverse(ADD), sent) for _ in range(2))
    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    assert names() == ["工信局"]
    assert once.AGAIN in manager.get(second.url).content.decode()


@pytest.mark.django_db
def test_whoever_goes_back_and_writes_the_next_thing_is_served(manager):
    sent = filled(manager, "工信局")
    manager.post(reverse(ADD), sent)
    manager.post(reverse(ADD), sent | {"name": "科技局"})
    assert names() == ["工信局", "科技局"]


@pytest.mark.django_db
def test_a_file_put_right_is_another_one_though_its_name_and_length_stay(manager):
    sent = {once.FIELD: once.number(), "as_of": "2026-11-22"}
    for data in (b"a,b\n1,2\n", b"a,b\n1,3\n"):
        file = SimpleUploadedFile("名册.csv", data)
        manager.post(reverse("rosters:hand_in", args=["member"]), sent | {"files": file})
    assert Upload.objects.count() == 2


@pytest.mark.django_db
def test_a_form_that_was_refused_may_be_sent_again(manager):
    sent = filled(manager, "")
    assert [manager.post(reverse(ADD), sent).status_code for _ in range(2)] == [200, 200]
    assert Submission.objects.count() == 0


def taking_back(manager):
    """An upload that was kept, and a form, filled in, that undoes it."""
    upload, sent = an_upload(row()), {once.FIELD: once.number(), "why": "传错了"}
    return upload, lambda: manager.post(reverse("rosters:undo", args=[upload.pk]), sent)


@pytest.mark.django_db
def test_what_was_refused_while_other_work_went_on_may_be_sent_again(manager):
    upload, send = taking_back(manager)
    other = Job.objects.create(upload=upload, task=Job.Task.KEEP)
    send()
    other.delete()
    send()
    assert Undo.objects.count() == 1


@pytest.mark.django_db
def test_work_that_failed_may_be_asked_for_again(manager, monkeypatch):
    _, send = taking_back(manager)
    with monkeypatch.context() as broken:
        broken.setitem(jobs.WORK, Job.Task.UNDO, lambda *told: 1 / 0)
        send()
    send()
    assert Undo.objects.count() == 1


@pytest.mark.django_db
def test_another_account_with_the_same_form_is_another_act(manager):
    sent = filled(manager, "工信局")
    manager.post(reverse(ADD), sent)
    other = Client()
    other.force_login(make_user("registry_manager", "another"))
    assert other.post(reverse(ADD), sent).status_code == 200
    assert names() == ["工信局"]


@pytest.mark.django_db
@pytest.mark.parametrize("page", [ADD, "members:register", "rosters:hand_in"])
def test_pages_that_add_number_their_forms(manager, page):
    arguments = ["member"] if page == "rosters:hand_in" else []
    assert f'name="{once.FIELD}"' in manager.get(reverse(page, args=arguments)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_on_one_upload_hand_in_one_file(cases):
    user, data, answers = make_user("registry_manager"), a_sheet(row(0), row(1)), []
    sent = {once.FIELD: once.number(), "as_of": "2026-11-22", "create_missing": "on"}

    def click(client):
        try:
            file = SimpleUploadedFile("名册.xlsx", data)
            answers.append(client.post(reverse("rosters:hand_in", args=["member"]), sent | {"files": file}))
        finally:
            connection.close()

    browser = Client()
    browser.force_login(user)
    threads = []
    for _ in range(20):
        tab = Client()
        tab.cookies = browser.cookies
        threads.append(threading.Thread(target=click, args=(tab,)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cases(len(answers))
    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, reverse("rosters:columns", args=[Upload.objects.get().pk]))
    }


@pytest.mark.django_db(transaction=True)
def test_of_many_uploads_of_one_file_kept_at_once_one_writes(cases):
    uploads = [received() for _ in range(20 if LONG else 4)]
    counts = at_once(*map(keeping, uploads))
    cases(len(uploads))
    assert sorted((count["new"], count["unchanged"]) for count in counts) == (
        [(0, 3)] * (len(uploads) - 1) + [(3, 0)]
    )
    assert Member.objects.count() == 3


@pytest.mark.django_db
def test_what_two_tabs_decide_about_one_upload_is_both_kept():
    upload = received()
    tabs = [Upload.objects.get(pk=upload.pk) for _ in range(2)]
    for number, tab in enumerate(tabs, 2):
        workflow.decide(tab, {("Sheet1", number): "skip"}, by=None)
    decided = workflow.plan_of(Upload.objects.get(pk=upload.pk)).decisions
    assert decided == {("Sheet1", 2): "skip", ("Sheet1", 3): "skip"}
