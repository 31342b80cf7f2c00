"""金丝雀 — a mark of the neighbour's is found in whatever channel it leaks through."""

import io
import zipfile

import openpyxl
import pytest
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.urls import reverse

from apps.accounts.duties import DutyCode
from apps.core import once
from tests.access.canaries import Mark, Marks, days_of
from tests.access.conftest import TODAY, signed_in
from tests.permission_walk import address
from tests.permissions import PAGES, TAKEN

pytestmark = pytest.mark.gate("金丝雀")
SECRET = "㐀"


def workbook():
    book, packed = openpyxl.Workbook(), io.BytesIO()
    book.active["B2"] = f"孙{SECRET}"
    book.save(packed)
    return HttpResponse(packed.getvalue())


def document():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", f"<w:t>{SECRET}</w:t>")
    return HttpResponse(packed.getvalue())


def message():
    response = HttpResponse()
    response.wsgi_request = RequestFactory().get("/")
    response.wsgi_request._messages = [messages.Message(messages.INFO, f"已转出{SECRET}")]
    return response


# Ranges no mark lies in, and rows whose days must follow on one another.
SHAPED = [
    "activities.attendance.hours",
    "activities.meeting.present",
    "activities.suggestion.benefit_amount",
    "chains.scorerule.low",
    "clusters.enterprise.employees_under35",
    "clusters.enterprise.output_value",
    "members.developmentfile.extension_months",
    "members.developmentquota.used",
    "members.developmentstep.present",
    "members.memberstanding.ends_on",
    "members.memberstanding.starts_on",
    "members.movement.letter_valid_days",
    "organizations.partyorganization.code",
    "sites.building.latitude",
    "sites.building.longitude",
    "sites.site.latitude",
    "sites.site.longitude",
]

PLANTED = {
    "网页": lambda: HttpResponse(f"<td>{SECRET}</td>"),
    "JSON": lambda: JsonResponse({"name": SECRET}),
    "xlsx": workbook,
    "docx": document,
    "csv": lambda: HttpResponse(f"\ufeff姓名\r\n{SECRET}\r\n".encode(), content_type="text/csv"),
    "分段": lambda: StreamingHttpResponse([b"<p>", SECRET.encode()]),
    "响应头": lambda: HttpResponse(headers={"X-Said": SECRET}),
    "文件名": lambda: HttpResponse(
        headers={"Content-Disposition": "attachment; filename*=utf-8''%E3%90%80.csv"}
    ),
    "跳转": lambda: HttpResponseRedirect(f"/members/?q={SECRET}"),
    "提示": message,
}


@pytest.mark.parametrize("channel", PLANTED)
def test_a_leak_planted_in_a_channel_is_found(channel):
    marks = Marks()
    marks.made = [Mark("members.member.name", (SECRET,))]
    assert marks.found_in(PLANTED[channel]()) == ["members.member.name"]


@pytest.mark.parametrize("told", ["31005", "31,005", "人数31005人"])
def test_a_number_is_found_however_it_is_written(told):
    marks = Marks()
    marks.made = [Mark("sites.building.area", ("31005", "31,005"), is_number=True)]
    assert marks.found_in(HttpResponse(told)) == ["sites.building.area"]


def test_a_number_within_another_is_none():
    marks = Marks()
    marks.made = [Mark("sites.building.area", ("31005",), is_number=True)]
    assert marks.found_in(HttpResponse("1310052 310058")) == []


@pytest.mark.django_db
def test_a_number_that_a_form_is_to_be_done_once_by_is_none(world, monkeypatch):
    marks = Marks()
    marks.made = [Mark("sites.building.area", ("31005",), is_number=True)]
    monkeypatch.setattr(once, "number", lambda: "e1b31005-4d2a-4c6e-9f31-0d2b31005a7c")
    client = signed_in(world.users[DutyCode.REGISTRY_MANAGER])
    answer = client.get(reverse("members:register"))
    assert (b"31005" in answer.content, marks.found_in(answer)) == (True, [])


@pytest.mark.parametrize("told", ["2026-11-22", "2026.11.22", "2026年11月22日"])
def test_a_day_is_found_however_it_is_written(told):
    marks = Marks()
    marks.made = [Mark("members.member.birth_date", days_of(TODAY))]
    assert marks.found_in(HttpResponse(told)) == ["members.member.birth_date"]


@pytest.mark.django_db
def test_whoever_reaches_the_neighbours_rows_sees_their_marks(world):
    client = signed_in(world.users[DutyCode.REGISTRY_MANAGER])
    pages = ("members:member", "clusters:enterprise", "organizations:organization", "services:visit")
    seen = [world.marks.found_in(client.get(address(page, TAKEN[page], world.foreign))) for page in pages]
    assert (all(seen), len(world.marks.made) > 300, all(page in PAGES for page in pages)) == (
        True,
        True,
        True,
    )


@pytest.mark.django_db
def test_only_what_a_constraint_shapes_bears_no_mark(world):
    assert sorted(world.marks.bare) == SHAPED
