"""查找明文 — no number of anybody stands in the clear anywhere; and wherever one is put, it is found."""

import base64
import logging
import os
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.sessions.backends.db import SessionStore

from apps.clusters.models import Enterprise
from apps.core import clock
from apps.core.audit import outside
from apps.rosters.models import Upload
from clusterreg import databases
from tests.factories import make_enterprise
from tests.plaintext import places
from tests.plaintext.canaries import Canaries, Seeker
from tests.plaintext.flows import Walk
from tests.rosters.test_remit import a_sheet
from tests.shares import LONG

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.gate("不留明文")]


@pytest.fixture
def canaries() -> Canaries:
    return Canaries.drawn()


@pytest.fixture
def folders(settings, tmp_path, monkeypatch):
    """Everything the house writes outside its database, below one folder."""
    found = {name: tmp_path / name for name in ("audit", "files", "temp", "logs")}
    for folder in found.values():
        folder.mkdir()
    settings.AUDIT_DIRECTORY, settings.MEDIA_ROOT = found["audit"], found["files"]
    monkeypatch.setattr(tempfile, "tempdir", str(found["temp"]))
    monkeypatch.setenv("TMPDIR", str(found["temp"]))
    handler = logging.FileHandler(found["logs"] / "clusterreg.log")
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    yield found
    logging.getLogger().removeHandler(handler)
    handler.close()


def searched(canaries: Canaries, folders: dict[str, Path], answers: list[bytes]) -> dict[str, places.Found]:
    """Place → bytes searched and numbers found."""
    seeker = Seeker(canaries)
    found = {
        "转储": places.of_dump(seeker),
        "字节列": places.of_packed_cells(seeker),
        "会话": places.of_sessions(seeker),
        "日志": places.of_folder(seeker, folders["logs"]),
        "审计副本": places.of_folder(seeker, folders["audit"]),
        "文件目录": places.of_folder(seeker, folders["files"]),
        "临时目录": places.of_folder(seeker, folders["temp"]),
        "网页应答": seeker.within(b"".join(answers)),
    }
    if databases.is_embedded(os.environ):
        found["数据目录（含WAL）"] = places.of_folder(seeker, *places.data_folders())
    return found


@pytest.fixture
def temporary_files(folders):
    """Every file made for a while during a test, also those deleted since."""
    made: list[str] = []
    watching = [True]

    def watch(event: str, arguments: tuple) -> None:
        if watching and event in ("tempfile.mkstemp", "tempfile.mkdtemp"):
            made.append(str(arguments[0]))

    sys.addaudithook(watch)
    yield made
    watching.clear()


def test_no_number_stands_in_the_clear_anywhere(
    canaries, folders, temporary_files, monkeypatch, capsys, cases
):
    walk = Walk(canaries, monkeypatch)
    walk.all()
    found = searched(canaries, folders, walk.answers)
    if LONG:
        with capsys.disabled():
            sys.stdout.write(table(found))
    cases(sum(read for read, _ in found.values()) >> 20)
    assert {place: hits for place, (_, hits) in found.items() if hits} == {}
    assert temporary_files == []
    assert found["日志"][0] > 500  # the crash did leave a trace


def table(found: dict[str, places.Found]) -> str:
    """What was searched, as people read it."""
    lines = [f"{place}  {read:,} 字节  {hits} 处" for place, (read, hits) in found.items()]
    return "\n".join(["", "查找明文（身份证号、手机号）", *lines])


def in_the_dump(text: str, folders: dict[str, Path]) -> None:
    make_enterprise(text)


def in_a_packed_cell(text: str, folders: dict[str, Path]) -> None:
    upload = Upload.objects.create(roster="member", file_name="", sha256="", size=0)
    field = Upload._meta.get_field("content")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(field, "get_db_prep_save", lambda value, connection: value)
        Upload.objects.filter(pk=upload.pk).update(content=a_sheet((text,)))


def in_a_session(text: str, folders: dict[str, Path]) -> None:
    session = SessionStore()
    session["said"] = text * 20
    session.save()


def in_the_log(text: str, folders: dict[str, Path]) -> None:
    logging.getLogger("clusterreg").warning("refused %s", text)


def in_the_audit(text: str, folders: dict[str, Path]) -> None:
    line = {"account": "", "action": "export", "subject": text, "result": "", "number": 1, "hash": b""}
    outside.prepare(SimpleNamespace(at=clock.now(), **line))


def in_a_file(text: str, folders: dict[str, Path]) -> None:
    with zipfile.ZipFile(folders["files"] / "x.bin", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", text * 9)


def in_a_temporary_file(text: str, folders: dict[str, Path]) -> None:
    Path(tempfile.mkstemp()[1]).write_text(text, encoding="utf-16")


PLANTS: dict[str, Callable[[str, dict[str, Path]], None]] = {
    "转储": in_the_dump,
    "字节列": in_a_packed_cell,
    "会话": in_a_session,
    "日志": in_the_log,
    "审计副本": in_the_audit,
    "文件目录": in_a_file,
    "临时目录": in_a_temporary_file,
}


def test_a_number_put_anywhere_is_found_there(canaries, folders, cases):
    for place, plant in enumerate(PLANTS.values()):
        plant(canaries.ids[place], folders)
    found = searched(canaries, folders, [f"<td>{canaries.phones[0]}".encode()])
    cases(len(found))
    assert [place for place, (_, hits) in found.items() if not hits] == []
    assert Enterprise.objects.exists()


@pytest.mark.parametrize("shift", range(3))
def test_a_number_is_found_however_it_is_written(canaries, shift):
    seeker, number = Seeker(canaries), canaries.ids[0].encode()
    padded = b"x" * shift + number + b"y" * 7
    written = [
        padded,
        padded.decode().encode("utf-16-le"),
        padded.decode().encode("utf-16-be"),
        padded.hex().encode(),
        base64.b64encode(padded),
    ]
    assert [seeker.within(one)[1] > 0 for one in written] == [True] * 5


def test_a_number_across_two_pieces_is_found(canaries, monkeypatch, tmp_path):
    monkeypatch.setattr("tests.plaintext.canaries.PIECE", 200)
    path = tmp_path / "x"
    path.write_bytes(b"-" * 195 + canaries.phones[0].encode() + b"-" * 300)
    assert places.of_folder(Seeker(canaries), path)[1] > 0


def test_numbers_of_others_are_no_finding(canaries):
    assert Seeker(canaries).within(b"329999197101011234 19900000001")[1] == 0
