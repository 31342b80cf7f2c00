"""坏表格上门 — every broken or hostile sample is handed in as a clerk would, and walked through all pages."""

import html
import re
import socket
import threading
import time
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.members.models import Member
from apps.rosters.models import Upload
from apps.rosters.reading import FileRefused, read
from tests.desk.worlds import signed_in
from tests.factories import make_organization, make_user
from tests.rosters.test_malformed import CASES, FOLDER
from tests.rosters.test_pages import mapping_of, page
from tests.shares import LONG

pytestmark = [pytest.mark.django_db, pytest.mark.gate("坏表格")]
EVERY_RUN = ["F05", "X09"]
only_in_long = pytest.mark.skipif(not LONG, reason="make test-long")
PAGES = ("columns", "review", "receipt")
MOST_BYTES, MOST_SECONDS = 1 << 20, 10
LISTENED = 18999
"""Where samples that fetch something would fetch it from."""


@pytest.fixture
def clerk():
    for number in range(1, 9):
        make_organization(f"中共第{number}支部委员会", code=f"JQ{(number - 1) % 12 + 1:02d}-{number:03d}")
    return signed_in(make_user("registry_manager"))


@pytest.fixture
def connections():
    """Whoever connects to the port the samples name."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", LISTENED)) as server:
        server.settimeout(0.05)
        over = threading.Event()

        def listen():
            while not over.is_set():
                try:
                    came.append(server.accept()[1])
                except TimeoutError:
                    continue

        listener = threading.Thread(target=listen)
        listener.start()
        yield came
        over.set()
        listener.join()


def handed_in(clerk, said):
    """The answer to handing it in."""
    data = (FOLDER / said["file"]).read_bytes()
    file = SimpleUploadedFile("x", data, content_type=said["content_type"])
    file._name = said["upload_name"]  # as the browser sent it, past what a browser would clean
    return clerk.post(reverse("rosters:hand_in", args=["member"]), {"as_of": "2026-11-22", "files": file})


def words_in(said):
    """Every text of the file that would be markup if it were shown as it is, and how long reading took."""
    started = time.monotonic()
    try:
        workbook = read((FOLDER / said["file"]).read_bytes(), said["upload_name"])
    except FileRefused:
        workbook = []
    seconds = time.monotonic() - started
    texts = {cell for sheet in workbook for row in sheet.rows for cell in row if isinstance(cell, str)}
    return [text for text in {*texts, said["upload_name"]} if "<" in text], seconds


def walked(clerk, upload):
    """All pages about an upload, as they are shown."""
    if upload.state == Upload.State.WAITING:
        clerk.post(page("columns", upload), mapping_of(clerk, upload))
        clerk.post(page("names", upload), {"kind": "branch", "all": "1"})
    addresses = [page(name, upload) for name in PAGES] + [reverse("rosters:uploads")]
    answers = [clerk.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} <= {200, 302}
    return [answer.content.decode() for answer in answers if answer.status_code == 200]


@pytest.mark.parametrize("case", sorted(CASES) if LONG else EVERY_RUN)
def test_a_sample_is_answered_in_time_shown_inert_and_writes_nothing(clerk, connections, case):
    said = CASES[case]
    words, seconds = words_in(said)
    assert seconds < MOST_SECONDS
    answer = handed_in(clerk, said)
    assert answer.status_code in (200, 302)
    upload = Upload.objects.order_by("pk").last()
    shown = walked(clerk, upload) if upload else [answer.content.decode()]
    assert [len(text) > MOST_BYTES for text in shown] == [False] * len(shown)
    assert [word for word in words for text in shown if word in text] == []
    assert [text for text in shown if "root:x:" in text or "Traceback" in text] == []
    assert (connections, Member.objects.count()) == ([], 0)


def kept(clerk, case):
    """Handed in, checked and kept."""
    handed_in(clerk, CASES[case])
    upload = Upload.objects.latest("pk")
    walked(clerk, upload)
    clerk.post(page("keep", upload))
    upload.refresh_from_db()
    assert upload.state == Upload.State.KEPT
    return upload


def remarks_of(case):
    """What stands in the last column of the sample."""
    (sheet,) = read((FOLDER / CASES[case]["file"]).read_bytes(), CASES[case]["upload_name"])
    return [str(row[-1]) for row in list(sheet.rows)[1:]]


def sheets_of(data):
    """The markup of the sheets of a workbook."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if "sheets/sheet" in name)


@pytest.mark.parametrize("case", ["X01", "X03", "X05", "X07", "X09", "X11", "X13"] if LONG else ["X07"])
def test_hostile_words_are_kept_as_they_were_and_leave_as_text(clerk, case):
    upload = kept(clerk, case)
    assert sorted(m.remark for m in Member.objects.all()) == sorted(remarks_of(case)[:8])
    full = clerk.post(reverse("members:members_roster"), {"full": "on", "purpose": "核对档案"})
    back = clerk.get(page("returned", upload))
    assert [re.findall(r"<f[ >]", sheets_of(answer.content)) for answer in (full, back)] == [[], []]
    assert {answer.headers["Content-Disposition"].partition(";")[0] for answer in (full, back)} == {
        "attachment"
    }


@only_in_long
def test_a_name_cannot_add_a_header_or_leave_its_attribute(clerk):
    for case in ("F01", "F05", "F19"):
        handed_in(clerk, CASES[case])
        upload = Upload.objects.latest("pk")
        walked(clerk, upload)
        answer = clerk.get(page("returned", upload))
        assert [value for _, value in answer.items() if "\n" in value or "\r" in value] == []
        listed = clerk.get(reverse("rosters:uploads")).content.decode()
        assert html.escape(upload.file_name) in listed


@only_in_long
def test_a_control_character_reaches_no_log_line(clerk, caplog):
    handed_in(clerk, CASES["R31"])
    walked(clerk, Upload.objects.latest("pk"))
    assert [line for line in caplog.messages if "\n" in line or "\x1b" in line] == []
