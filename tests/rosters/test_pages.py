"""A roster walks through the pages: chosen, handed in, recognised, checked, kept, acknowledged."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.core import clock
from apps.members.models import Member
from apps.rosters import workflow
from apps.rosters.models import Upload
from apps.rosters.reading.refusal import empty
from tests.factories import make_cluster, make_organization, make_user
from tests.rosters.samples import FOLDER

pytestmark = pytest.mark.django_db
PAGES = ("columns", "review", "receipt")


@pytest.fixture
def manager():
    client = Client()
    client.force_login(make_user("registry_manager"))
    return client


def handed_in(client, file="01_layout_a_branch.xls", **said):
    """Hand a sample in; answers its upload."""
    data = (FOLDER / file).read_bytes()
    said = {"as_of": "2026-11-22", "files": SimpleUploadedFile(file, data)} | said
    answer = client.post(reverse("rosters:hand_in", args=["member"]), said)
    assert answer.status_code == 302, answer.context["form"].errors
    return Upload.objects.latest("pk")


def page(name, upload):
    return reverse(f"rosters:{name}", args=[upload.pk])


def mapping_of(client, upload):
    """What the page of columns would send if nothing were changed."""
    html = client.get(page("columns", upload)).content.decode()
    said = dict(re.findall(r'name="(rows-\d+)" value="([^"]*)"', html))
    said |= dict.fromkeys(re.findall(r'name="(read-\d+)" value="1" checked', html), "1")
    for name, options in re.findall(r'<select name="(field-[^"]+)".*?>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        said[name] = chosen.group(1) if chosen else ""
    return said


def test_a_roster_goes_from_choosing_to_the_receipt(manager):
    make_cluster("元宇宙产业集群")
    assert manager.get(reverse("rosters:start")).status_code == 200
    upload = handed_in(manager, cluster="元宇宙产业集群")
    answer = manager.post(page("columns", upload), mapping_of(manager, upload))
    assert answer.url == page("review", upload)
    before = manager.get(page("review", upload))
    assert (before.context["to_keep"], before.context["counts"]["refused"]) == (0, 4)
    manager.post(page("names", upload), {"kind": "branch", "all": "1"})
    ready = manager.get(page("review", upload))
    assert "入库 3 行" in ready.content.decode()
    answer = manager.post(page("keep", upload))
    assert answer.url == page("receipt", upload)
    receipt = manager.get(answer.url).content.decode()
    assert Member.objects.count() == 3
    assert upload.sha256 in receipt
    upload.refresh_from_db()
    assert (upload.state, upload.counts["new"], upload.counts["refused"]) == ("kept", 3, 1)


def test_the_date_is_filled_in_the_way_a_date_box_understands(manager):
    html = manager.get(reverse("rosters:hand_in", args=["member"])).content.decode()
    shown = re.findall(r'<input type="date" name="as_of" value="([^"]*)"', html)
    assert shown == [clock.today().isoformat()]


def test_a_mapping_taken_as_found_is_not_fixed_by_hand(manager):
    upload = handed_in(manager)
    manager.post(page("columns", upload), mapping_of(manager, upload))
    upload.refresh_from_db()
    assert upload.choices["layouts"] == []


def test_a_column_that_the_clerk_leaves_out_is_not_read(manager):
    upload = handed_in(manager)
    said = mapping_of(manager, upload) | {"field-0-J": ""}
    manager.post(page("columns", upload), said)
    rows = manager.get(page("review", upload)).context["page_obj"].object_list
    assert {"mobile" in row.values for row in rows if not row.is_skipped} == {False}


def test_two_columns_cannot_be_one_field(manager):
    upload = handed_in(manager)
    said = mapping_of(manager, upload) | {"field-0-J": "name"}
    answer = manager.post(page("columns", upload), said, follow=True)
    assert "有两列都选作姓名" in answer.content.decode()


def test_no_number_of_a_person_stands_on_any_page(manager):
    upload = handed_in(manager)
    pages = [manager.get(page(name, upload)).content.decode() for name in ("columns", "review")]
    assert [re.findall(r"\d{17}[\dXx]|(?<!\d)199\d{8}(?!\d)", html) for html in pages] == [[], []]


def test_the_file_lies_sealed_in_the_database(manager):
    upload = handed_in(manager)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM rosters_upload WHERE id = %s", [upload.pk])
        stored = bytes(cursor.fetchone()[0])
    data = (FOLDER / "01_layout_a_branch.xls").read_bytes()
    assert (data[:64] in stored, bytes(Upload.objects.get(pk=upload.pk).content) == data) == (False, True)


def test_pasted_cells_are_a_file_too(manager):
    pasted = (FOLDER / "14_pasted.tsv").read_text()
    manager.post(reverse("rosters:hand_in", args=["member"]), {"as_of": "2026-11-22", "pasted": pasted})
    upload = Upload.objects.get()
    assert manager.get(page("review", upload)).context["counts"]["read"] == 12


def test_a_file_that_is_no_roster_is_refused_with_what_to_do(manager):
    data = SimpleUploadedFile("坏.xlsx", b"PK\x03\x04 not a zip at all")
    answer = manager.post(
        reverse("rosters:hand_in", args=["member"]), {"as_of": "2026-11-22", "files": data}, follow=True
    )
    assert Upload.objects.get().state == "unreadable"
    assert "另存为" in answer.content.decode()


def test_an_upload_of_somebody_else_is_missing_like_one_that_never_was(manager):
    upload = handed_in(manager)
    stranger = Client()
    stranger.force_login(make_user("cluster_clerk", cluster=make_cluster()))
    for name in PAGES:
        foreign, missing = (
            stranger.get(page(name, upload)),
            stranger.get(reverse(f"rosters:{name}", args=[0])),
        )
        assert (foreign.status_code, foreign.content) == (404, missing.content)


def test_who_may_not_import_is_kept_out():
    secretary = Client()
    secretary.force_login(make_user("cluster_secretary", cluster=make_cluster()))
    assert secretary.get(reverse("rosters:start")).status_code == 403


def test_a_stranger_is_led_to_the_sign_in_page():
    assert Client().get(reverse("rosters:start")).url.split("?")[0] == reverse("accounts:login")


def test_a_given_up_upload_keeps_no_file(manager):
    upload = handed_in(manager)
    manager.post(page("abandon", upload))
    upload.refresh_from_db()
    assert (upload.state, upload.content) == ("abandoned", None)


def test_a_kept_upload_cannot_be_kept_again(manager):
    upload = handed_in(manager)
    manager.post(page("names", upload), {"kind": "branch", "all": "1"})
    manager.post(page("keep", upload))
    answer = manager.post(page("keep", upload))
    assert (answer.url, Member.objects.count()) == (page("receipt", upload), 3)


def test_the_blank_template_is_a_workbook(manager):
    answer = manager.get(reverse("rosters:template", args=["member"]))
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")


def test_uploads_are_listed(manager):
    upload = handed_in(manager)
    assert upload.file_name in manager.get(reverse("rosters:uploads")).content.decode()


@pytest.mark.parametrize(
    ("duty", "code"), [("registry_manager", "nothing"), ("branch_operator", "enterprise")]
)
def test_a_roster_that_is_none_or_nobody_lets_one_import_is_missing(client, duty, code):
    target = {"organization": make_organization()} if duty == "branch_operator" else {}
    client.force_login(make_user(duty, **target))
    assert client.get(reverse("rosters:hand_in", args=[code])).status_code == 404


def test_a_file_that_can_no_longer_be_read_is_not_given_back(manager, monkeypatch):
    upload = handed_in(manager)
    manager.post(page("columns", upload), mapping_of(manager, upload))
    manager.get(page("review", upload))

    def refused(upload, remit):
        raise empty()

    monkeypatch.setattr(workflow, "give_back", refused)
    assert manager.get(page("returned", upload)).status_code == 404
