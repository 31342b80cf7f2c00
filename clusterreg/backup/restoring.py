"""恢复 — a backup back into the database in one transaction: whole, or not at all.

Files are laid down beside first and put in place once the database has them; the directory they wait in says,
until the end, that a restore is not finished.
"""

import json
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from apps.core.audit.recording import record
from apps.core.models import AuditEntry
from clusterreg.backup import files, tables
from clusterreg.backup.faults import BackupFault
from clusterreg.backup.manifest import CONTENTS, NAME, Manifest, applied, is_behind, newest
from clusterreg.backup.parts import Told, parts_of
from clusterreg.backup.stream import DAMAGED
from clusterreg.backup.taking import TABLES
from clusterreg.waiting import wait_while

Parts = Iterator[tuple[str, Iterator[bytes]]]
Say = Callable[[str], None]
HALF_DONE = (
    "恢复没有做完：与数据库断开了，库里可能已经换成备份。请再运行一次 manage.py restore 文件 --replace。"
)
LEAVE_SECONDS = 5
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL
"""


@dataclass
class Seen:
    """What a backup turned out to hold."""

    manifest: Manifest
    told: dict[str, Told]
    sequences: dict[str, int | None]

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(told.lines for name, told in self.told.items() if name.startswith(f"{TABLES}/"))


def unfinished(home: Path) -> Path:
    """Where files of a restore wait; there only while one is not finished."""
    return home / "restoring"


def examine(path: Path) -> Seen:
    """核对备份 — read a file to its end as a restore would; nothing is written. Raises ``BackupFault``."""
    with _parts_in(path) as parts:
        return _receive(_manifest_of(parts), parts, lambda name, chunks: exhaust(chunks))


def restore(path: Path, *, replace: bool = False, say: Say = lambda line: None) -> Seen:
    """恢复 — put a backup in the place of whatever is there.

    Raises ``BackupFault``; then nothing has changed, or it says that the restore has to be done again.
    """
    _check_target(replace=replace)
    tables.forget_replaced()
    staging = unfinished(Path(settings.HOME))
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    try:
        return _put_back(path, staging, say)
    except (OperationalError, InterfaceError) as error:
        if staging.exists():
            raise BackupFault(HALF_DONE) from error
        raise


def _put_back(path: Path, staging: Path, say: Say) -> Seen:
    with _parts_in(path) as parts, transaction.atomic(), _cleared_where_it_breaks(staging):
        seen = _load(parts, staging, say)
    files.put_in_place(staging, f"{timezone.localtime():%Y%m%d-%H%M%S}")
    record(AuditEntry.Action.CONFIGURE, by="", subject=f"恢复 {path.name}", result="完成", rows=seen.rows)
    tables.forget_replaced()
    shutil.rmtree(staging)
    return seen


@contextmanager
def _cleared_where_it_breaks(staging: Path) -> Iterator[None]:
    """Stands inside the transaction: whether one that broke off at its COMMIT is there, nobody knows."""
    try:
        yield
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


@contextmanager
def _parts_in(path: Path) -> Iterator[Parts]:
    if not settings.BACKUP_KEY:
        raise BackupFault("没有备份密钥：请先把原来的密钥文件放回，或设置环境变量 CLUSTERREG_BACKUP_KEY。")
    try:
        file: BinaryIO = path.open("rb")
    except OSError as error:
        raise BackupFault(f"读不了 {path}：{error.strerror}。") from error
    with file:
        yield parts_of(file, settings.BACKUP_KEY)


def _check_target(*, replace: bool) -> None:
    # A service just stopped is a moment in leaving.
    if connected := wait_while(_others, LEAVE_SECONDS):
        raise BackupFault(f"还有{connected}个连接在使用数据库，请先停止服务。")
    if tables.tables() and not replace:
        raise BackupFault("目标库已有数据，没有恢复。确要用备份替换，请加 --replace。")


def _others() -> int:
    """Who else is connected."""
    return int(tables.rows_of(OTHERS)[0][0])


def _load(parts: Parts, staging: Path, say: Say) -> Seen:
    """Inside the one transaction."""
    manifest = _manifest_of(parts)
    say(f"备份作于 {manifest.made_at}。数据表 …")
    is_new = _fit_tables(manifest)
    tables.speak_plainly()
    with tables.being_filled(list(manifest.tables)):
        seen = _receive(manifest, parts, partial(_keep, manifest, staging, say))
        tables.set_sequences(seen.sequences)
        say("核对关联 …")
    if is_new or is_behind():
        call_command("migrate", interactive=False, verbosity=0)
    return seen


def _fit_tables(manifest: Manifest) -> bool:
    """Tables as they were when the backup was made: as they are, or else made anew, which is answered."""
    is_new = applied() != manifest.migrations
    if is_new:
        tables.set_aside()
        tables.run("SET CONSTRAINTS ALL IMMEDIATE")
        MigrationExecutor(connection).migrate(newest(manifest.migrations))
    if {table.name: list(table.columns) for table in tables.tables()} != manifest.tables:
        raise BackupFault("数据表的结构与备份不一致，没有恢复。")
    return is_new


def _manifest_of(parts: Parts) -> Manifest:
    name, chunks = next(parts, ("", iter(())))
    if name != NAME:
        raise BackupFault(DAMAGED)
    manifest = Manifest.read(b"".join(chunks))
    manifest.check_keys()
    manifest.check_version()
    return manifest


def _receive(manifest: Manifest, parts: Parts, keep: Callable[[str, Iterable[bytes]], None]) -> Seen:
    """Everything after the manifest; it must come to what the last part says."""
    told: dict[str, Told] = {}
    contents: dict[str, Any] = {"parts": None, "sequences": {}}
    for name, chunks in parts:
        if name == CONTENTS:
            contents = json.loads(b"".join(chunks))
            continue
        told[name] = Told()
        keep(name, told[name].following(chunks))
    if contents["parts"] != {name: part.as_data() for name, part in told.items()}:
        raise BackupFault(DAMAGED)
    return Seen(manifest, told, contents["sequences"])


def _keep(manifest: Manifest, staging: Path, say: Say, name: str, chunks: Iterable[bytes]) -> None:
    kind, _, rest = name.partition("/")
    if kind != TABLES:
        return files.keep_part(staging, name, chunks)
    columns = tuple(manifest.tables[rest])
    say(f"  {rest}")
    return tables.rows_in(tables.Table(rest, columns, columns), chunks)


def exhaust(chunks: Iterable[bytes]) -> None:
    """Read, and let go."""
    deque(chunks, maxlen=0)
