"""改正 — cells are put right where they stand, one by one or all alike, and judged again at once."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.core import clock
from apps.rosters.models import Upload
from tests.factories import an_id_number, make_organization, make_user

pytestmark = pytest.mark.django_db
HEADING = "姓名\t身份证号\t所在党支部\t性别\t手机号"
NUMBER = an_id_number(date(1985, 7, 1))
ROWS = (
    f"陆明远\t{NUMBER}\t甲支部\t难\t1990000000",
    f"沈雨\t{an_id_number(date(1990, 3, 1))}\t甲支部\t难\t19900000002",
    f"顾成\t{an_id_number(date(1978, 9, 1))}\t甲支部\t难\t",
)


@pytest.fixture(autouse=True)
def branch():
    with clock.set_to(date(2026, 11, 22)):
        yield make_organization("甲支部")


@pytest.fixture
def manager():
    client = Client()
    client.force_login(make_user("registry_manager"))
    return client


def handed_in(client, *rows):
    data = "\n".join((HEADING, *rows)).encode()
    said = {"as_of": "2026-11-22", "files": SimpleUploadedFile("名册.tsv", data)}
    client.post(reverse("rosters:hand_in", args=["member"]), said)
    return Upload.objects.latest("pk")


def page(name, upload):
    return reverse(f"rosters:{name}", args=[upload.pk])


def shown(client, upload, **query):
    return client.get(page("review", upload), query)


def refused(client, upload):
    return shown(client, upload).context["counts"]["refused"]


def test_a_faulty_cell_is_a_box_that_says_what_is_wrong(manager):
    upload = handed_in(manager, *ROWS)
    html = shown(manager, upload).content.decode()
    (box,) = re.findall(r'<input name="fix-0-2-sex"[^>]*>', html)
    assert 'value="难"' in box
    assert 'aria-label="第2行性别：“难”不在' in box


def test_a_corrected_cell_is_judged_again(manager):
    upload = handed_in(manager, *ROWS)
    assert refused(manager, upload) == 3
    manager.post(page("repair", upload), {"fix-0-3-sex": "男"})
    assert refused(manager, upload) == 2


def test_one_correction_may_go_for_all_rows_that_say_the_same(manager):
    upload = handed_in(manager, *ROWS)
    manager.post(page("repair", upload), {"fix-0-2-sex": "男", "alike": "1"})
    assert refused(manager, upload) == 1
    manager.post(page("repair", upload), {"fix-0-2-mobile": "19900000001"})
    assert refused(manager, upload) == 0


def test_a_box_left_as_it_was_changes_nothing(manager):
    upload = handed_in(manager, *ROWS)
    manager.post(page("repair", upload), {"fix-0-2-sex": "难", "fix-0-2-mobile": ""})
    upload.refresh_from_db()
    assert upload.corrections is None


@pytest.mark.parametrize(
    "name", ["fix-0-1-sex", "fix-0-99-sex", "fix-7-2-sex", "fix-0-2-remark", "fix-0-2-pk"]
)
def test_what_is_no_cell_of_the_sheet_is_left_alone(manager, name):
    upload = handed_in(manager, *ROWS)
    manager.post(page("repair", upload), {name: "男"})
    upload.refresh_from_db()
    assert upload.corrections is None


def test_corrections_are_kept_sealed_and_leave_no_trace_in_history(manager):
    upload = handed_in(manager, *ROWS)
    manager.post(page("repair", upload), {"fix-0-2-mobile": "19900000077"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT corrections FROM rosters_upload WHERE id = %s", [upload.pk])
        stored = bytes(cursor.fetchone()[0])
    upload.refresh_from_db()
    assert (b"19900000077" in stored, b"19900000077" in upload.corrections) == (False, True)
    assert "corrections" not in {field.name for field in upload.events.model._meta.fields}


def test_a_number_of_a_person_is_never_in_a_box(manager):
    upload = handed_in(manager, ROWS[0].replace(NUMBER, NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")))
    html = shown(manager, upload, row="0-2").content.decode()
    assert re.findall(r'<input name="fix-0-2-id_number" value="([^"]*)" placeholder="3\*{16}', html) == [""]
    assert NUMBER[:17] not in html


def test_a_row_opens_as_boxes_by_its_number(manager):
    upload = handed_in(manager, *ROWS)
    html = shown(manager, upload, row="0-3").content.decode()
    opened = re.findall(r'name="fix-0-3-(\w+)"', html)
    assert opened == ["name", "id_number", "branch", "sex", "mobile"]


def test_corrections_may_be_taken_back(manager):
    upload = handed_in(manager, *ROWS)
    manager.post(page("repair", upload), {"fix-0-2-sex": "男", "alike": "1"})
    manager.post(page("repair", upload), {"withdraw": "1"})
    assert refused(manager, upload) == 3


def test_the_clerk_is_led_back_to_the_row_and_nowhere_else(manager):
    upload = handed_in(manager, *ROWS)
    said = {"fix-0-2-sex": "男", "back": "tab=refused&page=2", "at": "0-2"}
    assert (
        manager.post(page("repair", upload), said).url == page("review", upload) + "?tab=refused&page=2#r0-2"
    )
    said |= {"back": "//elsewhere.example/", "at": '"><script>'}
    assert manager.post(page("repair", upload), said).url == page("review", upload)
