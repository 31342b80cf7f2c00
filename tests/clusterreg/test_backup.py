"""备份与恢复 — what comes back is what was there, byte for byte; anything else is refused whole."""

import io
import json
import os
import shutil
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as present
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from apps.core import clock
from apps.core.audit.recording import record
from apps.core.audit.verifying import faults
from apps.core.models import AuditEntry
from apps.members.models import Member
from clusterreg.backup import daily, files, manifest, restoring, tables
from clusterreg.backup.faults import BackupFault
from clusterreg.backup.manifest import Manifest
from clusterreg.backup.parts import parts_of
from clusterreg.backup.restoring import examine, restore, unfinished
from clusterreg.backup.stream import CHUNK, SealedReader, SealedWriter
from clusterreg.backup.taking import take
from tests.clusterreg.commands import manage
from tests.clusterreg.own_database import own_database
from tests.factories import make_cluster, make_enterprise, make_member, make_organization
from tests.shares import LONG

pytestmark = pytest.mark.gate("备份与恢复")
KEY = bytes(range(64, 96))


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A host: a key of its own, stored files, copies of the audit."""
    home = tmp_path_factory.mktemp("host")
    here = {"HOME": home, "MEDIA_ROOT": home / "files", "AUDIT_DIRECTORY": home / "audit"}
    with override_settings(BACKUP_KEY=KEY, **here):
        yield home


@pytest.fixture(scope="module")
def taken(
    ground: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, Any]]:
    """A register with people, files and an audit, and its backup; the connection stays there."""
    with django_db_blocker.unblock(), own_database("backup_test"):
        people()
        (ground / "files" / "甲").mkdir(parents=True)
        (ground / "files" / "甲" / "报告.bin").write_bytes(os.urandom(5 << 20))
        path = take(ground / "backups").path
        yield {"path": path, "rows": everything(), "files": files_of(ground)}


def people() -> None:
    """A few of them, with their history; somebody is signed in."""
    make_enterprise(cluster=make_cluster())
    for number in range(3):
        make_member(
            organization=make_organization(), name=f"党员\\{number}\t\n", mobile=f"1990000000{number}"
        )
    Session.objects.create(session_key="somebody", session_data="", expire_date=clock.now())
    record(AuditEntry.Action.CONFIGURE, by="sysadmin", subject="参数")


def everything() -> dict[str, list[bytes]]:
    """Every row of every table, as COPY writes it; entries written after a backup aside."""
    with connection.cursor():
        tables.speak_plainly()
    rows = {table.name: list(tables.rows_out(table)) for table in tables.tables()}
    later = {name: rows.pop(name) for name in ("core_auditentry", *tables.LEFT_OUT)}
    return rows | {"core_auditentry": later["core_auditentry"][:1]}


def files_of(home: Path) -> dict[str, bytes]:
    """Every stored file."""
    return {str(path.relative_to(home)): path.read_bytes() for path in (home / "files").rglob("*.bin")}


def spoil() -> None:
    """The register is no longer what was backed up."""
    Member.objects.update(name="错")
    make_member(organization=make_organization())


@pytest.fixture(scope="module")
def restored(taken: dict[str, Any], ground: Path) -> dict[str, Any]:
    """The same host after its register was spoiled and its backup put back."""
    spoil()
    (ground / "files" / "甲" / "报告.bin").write_bytes(b"")
    restore(taken["path"], replace=True)
    return taken


def test_a_restored_register_is_byte_for_byte_what_was_backed_up(
    restored: dict[str, Any], ground: Path
) -> None:
    assert everything() == restored["rows"]
    assert files_of(ground) == restored["files"]
    assert faults() == []


def test_triggers_are_awake_after_a_restore(restored: dict[str, Any]) -> None:
    asleep = "SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'O'"
    assert tables.rows_of(asleep) == [(0,)]


def test_nobody_is_signed_in_after_a_restore(restored: dict[str, Any]) -> None:
    assert Session.objects.count() == 0


def test_a_backup_and_a_restore_are_on_record(restored: dict[str, Any]) -> None:
    said = AuditEntry.objects.order_by("-number").values_list("action", "subject", "result")[0]
    assert said == ("configure", f"恢复 {restored['path'].name}", "完成")


def test_what_a_restore_replaces_is_kept_aside(restored: dict[str, Any], ground: Path) -> None:
    assert len(list(ground.glob("audit/replaced-*/*.log"))) == 1
    assert [path.read_bytes() for path in ground.glob("files-replaced-*/甲/*.bin")] == [b""]


def test_keys_go_on_counting_where_they_stood(restored: dict[str, Any]) -> None:
    last = max(Member.objects.values_list("pk", flat=True))
    assert make_member(organization=make_organization()).pk == last + 1


def test_copies_of_the_audit_reach_as_far_as_the_snapshot(taken: dict[str, Any]) -> None:
    with taken["path"].open("rb") as file:
        kept = {name: b"".join(chunks) for name, chunks in parts_of(file, KEY)}
    numbers = [json.loads(line)["number"] for line in kept[f"audit/{clock.now():%Y-%m}.log"].splitlines()]
    assert set(numbers) == {1}


def test_a_backup_holds_no_key_and_no_name_in_the_clear(taken: dict[str, Any]) -> None:
    data = taken["path"].read_bytes()
    secrets = [KEY, present.INDEX_KEY, *present.DATA_KEYS.values(), b"members_member", "党员".encode()]
    assert [secret in data for secret in secrets] == [False] * len(secrets)
    with taken["path"].open("rb") as file:
        inside = b"".join(b"".join(chunks) for _, chunks in parts_of(file, KEY))
    assert [secret in inside for secret in secrets] == [False, False, False, True, True]


def test_only_its_owner_reads_a_backup(taken: dict[str, Any]) -> None:
    assert taken["path"].stat().st_mode & 0o777 == 0o600


def test_a_register_in_use_is_not_replaced_unasked(taken: dict[str, Any]) -> None:
    with pytest.raises(BackupFault, match="目标库已有数据"):
        restore(taken["path"])


def places(data: bytes) -> list[int]:
    """Where to damage a file: a byte of every part of its head, then all along."""
    return [*range(0, 64, 64 if not LONG else 1), *range(1, len(data), len(data) // (300 if LONG else 12))]


def test_a_damaged_backup_is_refused_wherever_the_damage_is(
    taken: dict[str, Any], tmp_path: Path, cases: Callable[[int], None]
) -> None:
    whole, damaged = taken["path"].read_bytes(), tmp_path / "damaged"
    found = []
    for place in places(whole):
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        found.append(refusal(damaged))
    assert None not in found
    cases(len(found))


@pytest.mark.parametrize("end", [0, 10, 60, 5000, 1_048_600, -1, -16])
def test_a_backup_cut_short_is_refused(taken: dict[str, Any], tmp_path: Path, end: int) -> None:
    cut = tmp_path / "cut"
    cut.write_bytes(taken["path"].read_bytes()[:end])
    assert refusal(cut) is not None


def test_a_backup_with_something_after_it_is_refused(taken: dict[str, Any], tmp_path: Path) -> None:
    longer = tmp_path / "longer"
    longer.write_bytes(taken["path"].read_bytes() + b"\0" * 100)
    assert refusal(longer) is not None


def refusal(path: Path) -> str | None:
    """Why a file is refused; None when it is taken."""
    try:
        examine(path)
    except BackupFault as fault:
        return str(fault)
    return None


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"BACKUP_KEY": bytes(32)}, "备份密钥不对"),
        ({"BACKUP_KEY": b""}, "没有备份密钥"),
        ({"DATA_KEYS": {"1": bytes(32)}}, "须用原来的编号为1的加密密钥"),
        ({"INDEX_KEY": bytes(32)}, "须用原来的索引密钥"),
    ],
)
def test_a_backup_of_a_foreign_installation_is_refused(
    taken: dict[str, Any], settings: Any, other: dict[str, Any], says: str
) -> None:
    spoil()
    before = everything()
    for name, value in other.items():
        setattr(settings, name, value)
    with pytest.raises(BackupFault, match=says):
        restore(taken["path"], replace=True)
    assert everything() == before


def test_a_backup_of_a_newer_version_is_refused(
    taken: dict[str, Any], ground: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = [*manifest.applied(), ("members", "0999_later")]
    monkeypatch.setattr("clusterreg.backup.manifest.applied", lambda: steps)
    newer = take(ground / "newer").path
    monkeypatch.undo()
    with pytest.raises(BackupFault, match=r"备份出自更新的版本（members.0999_later等1步本程序没有）"):
        restore(newer, replace=True)


def test_while_somebody_is_connected_nothing_is_restored(
    taken: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "OTHERS", "SELECT 2")
    monkeypatch.setattr(restoring, "LEAVE_SECONDS", 0)
    with pytest.raises(BackupFault, match="还有2个连接在使用数据库，请先停止服务"):
        restore(taken["path"], replace=True)


def test_a_service_just_stopped_is_given_a_moment_to_leave(
    taken: dict[str, Any], ground: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaving = "SELECT count(*) FROM generate_series(1, %d)"
    looks = iter([leaving % 2, leaving % 1, leaving % 0])
    monkeypatch.setattr(restoring, "LEAVE_SECONDS", 60)
    monkeypatch.setattr(tables, "rows_of", told_in_turn(tables.rows_of, looks))
    restore(taken["path"], replace=True)
    assert (everything(), list(looks)) == (taken["rows"], [])


def told_in_turn(original: Callable[..., Any], looks: Iterator[str]) -> Callable[..., Any]:
    """Who else is connected changes from look to look."""
    return lambda query, *said: original(next(looks) if query is restoring.OTHERS else query, *said)


def test_a_full_disk_leaves_no_half_backup(
    taken: dict[str, Any], ground: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*said: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("clusterreg.backup.taking.os.fsync", full)
    with pytest.raises(BackupFault, match="备份写不到"):
        take(ground / "full")
    assert list((ground / "full").iterdir()) == []


def test_a_backup_that_cannot_be_written_down_is_not_made(
    taken: dict[str, Any], ground: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*said: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("apps.core.audit.outside.prepare", full)
    with pytest.raises(OSError, match="No space left"):
        take(ground / "unrecorded")
    assert list((ground / "unrecorded").iterdir()) == []


KILLS = range(0, 330, 11) if LONG else (200,)


@pytest.mark.parametrize("table", KILLS)
def test_a_restore_killed_at_any_table_leaves_the_old_register(
    taken: dict[str, Any], ground: Path, table: int
) -> None:
    spoil()
    before = everything()
    assert killed(lambda: at_table(table, taken["path"])) == signal.SIGKILL
    assert everything() == before
    assert unfinished(ground).exists()
    restore(taken["path"], replace=True)
    assert (everything(), unfinished(ground).exists()) == (taken["rows"], False)


def test_a_restore_killed_before_its_files_are_in_place_says_so_and_is_done_again(
    taken: dict[str, Any], ground: Path
) -> None:
    spoil()
    assert killed(lambda: before_files(taken["path"])) == signal.SIGKILL
    assert (everything(), unfinished(ground).exists()) == (taken["rows"], True)
    restore(taken["path"], replace=True)
    assert (files_of(ground), unfinished(ground).exists()) == (taken["files"], False)


def test_a_restore_whose_commit_lost_the_connection_says_that_it_must_be_done_again(
    taken: dict[str, Any], ground: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def committed_unheard() -> None:
        connection.connection.commit()
        raise OperationalError("server closed the connection unexpectedly")

    spoil()
    with monkeypatch.context() as lost:
        lost.setattr(connection, "_commit", committed_unheard)
        with pytest.raises(BackupFault, match="再运行一次"):
            restore(taken["path"], replace=True)
    assert (everything(), unfinished(ground).exists()) == (taken["rows"], True)


def killed(do: Callable[[], object]) -> int:
    """Do something in a forked process; by which signal that ended. The parent's session is left alone."""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            do()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def at_table(number: int, path: Path) -> None:
    """Restore, and die at a table."""
    count = iter(range(number))
    original = tables.rows_in

    def rows_in(*said: Any) -> None:
        if next(count, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        original(*said)

    tables.rows_in = rows_in  # type: ignore[assignment]
    restore(path, replace=True)


def before_files(path: Path) -> None:
    """Restore, and die between the database and the files."""
    files.put_in_place = lambda *said: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    restore(path, replace=True)


@pytest.mark.parametrize("suite", ["aes", "sm4"])
@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_a_stream_opens_to_what_was_written_with_either_suite(settings: Any, suite: str, size: int) -> None:
    settings.CIPHER_SUITE = suite
    file, data = io.BytesIO(), os.urandom(size)
    with closing(SealedWriter(file, KEY)) as writer:
        writer.write(data)
    settings.CIPHER_SUITE = "aes"
    file.seek(0)
    assert SealedReader(file, KEY).read() == data


@pytest.mark.skipif(not LONG, reason="make test-long")
def test_an_empty_host_with_the_keys_becomes_the_same_registry(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    assert [manage(old, *said).returncode for said in (["setup"], ["backup", "--to", str(tmp_path)])] == [
        0,
        0,
    ]
    (new / "secrets").mkdir(parents=True, mode=0o700)
    for name in ("keys.json", "backup.key"):
        shutil.copy2(old / "secrets" / name, new / "secrets" / name)
    path = str(next(tmp_path.glob("*.backup")))
    assert [manage(new, "restore", path).returncode, manage(new, "verify_audit").returncode] == [0, 0]
    refused = manage(new, "restore", path)
    assert (refused.returncode, "目标库已有数据" in refused.stderr) == (1, True)


def test_the_last_backup_is_remembered(taken: dict[str, Any], ground: Path) -> None:
    path = take(ground / "again").path
    made = daily.last_backup()
    assert made is not None
    assert timezone.localtime(made).strftime("%Y%m%d-%H%M") == path.stem[11:-2]


def test_the_manifest_reads_back_as_it_was_written() -> None:
    written = Manifest("2026-11-22T00:00:00+08:00", [("members", "0001_initial")], {"1": "a"}, {"t": ["id"]})
    assert Manifest.read(b"".join(written.as_chunks())) == written
