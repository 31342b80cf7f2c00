"""做备份 — one snapshot of everything into one sealed file; while it is made, work goes on."""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from apps.core import clock
from apps.core.audit.recording import head, record
from apps.core.models import AuditEntry
from clusterreg.backup import files, tables
from clusterreg.backup.faults import BackupFault
from clusterreg.backup.manifest import CONTENTS, NAME, as_json, manifest_now
from clusterreg.backup.parts import PartsWriter, Told, parts_into

TABLES = "tables"
SUFFIX = ".backup"
SUBJECT = "备份 "


@dataclass(frozen=True)
class Taken:
    """A backup that is whole and on the disk."""

    path: Path
    tables: int
    rows: int
    bytes: int


def take(directory: Path, say: Callable[[str], None] = lambda line: None) -> Taken:
    """备份 — write a new file into a directory; nothing is there by that name until it is whole.

    What cannot be written down in the audit log is not taken out.
    """
    if not settings.BACKUP_KEY:
        raise BackupFault("没有备份密钥，请先运行 manage.py setup，或设置环境变量 CLUSTERREG_BACKUP_KEY。")
    stamp = timezone.localtime(clock.now())
    path = directory / f"clusterreg-{stamp:%Y%m%d-%H%M%S}{SUFFIX}"
    with _draft(path) as file:
        told = _write(file, say)
    taken = Taken(path, len(told), sum(part.lines for part in told.values()), path.stat().st_size)
    try:
        record(
            AuditEntry.Action.EXPORT, by="", subject=f"{SUBJECT}{path.name}", result="完成", rows=taken.rows
        )
    except BaseException:
        path.unlink()
        raise
    return taken


@contextlib.contextmanager
def _draft(path: Path) -> Iterator[Any]:
    """A file only we can read, which gets its name when it is safely on the disk."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".draft-{os.getpid()}")
        try:
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            draft.rename(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise BackupFault(f"备份写不到 {path.parent}：{error.strerror}。") from error


def _write(file: Any, say: Callable[[str], None]) -> dict[str, Told]:
    with parts_into(file, settings.BACKUP_KEY) as parts:
        with tables.snapshot():
            kept = tables.tables()
            parts.add(NAME, manifest_now(kept).as_chunks())
            told = dict(_tables_into(parts, kept, say))
            number, _ = head()
            others = dict(_into(parts, files.audit_copies(number)))
            sequences = tables.sequences()
        others |= dict(_into(parts, files.stored_files()))
        everything = {name: part.as_data() for name, part in (told | others).items()}
        parts.add(CONTENTS, [as_json({"parts": everything, "sequences": sequences})])
    return told


def _tables_into(
    parts: PartsWriter, kept: list[tables.Table], say: Callable[[str], None]
) -> Iterator[tuple[str, Told]]:
    for table in kept:
        rows = iter(()) if table.name in tables.LEFT_OUT else tables.rows_out(table)
        told = parts.add(f"{TABLES}/{table.name}", rows)
        if told.lines:
            say(f"  {table.name} {told.lines}行")
        yield f"{TABLES}/{table.name}", told


def _into(parts: PartsWriter, found: Iterable[tuple[str, Iterator[bytes]]]) -> Iterator[tuple[str, Told]]:
    for name, chunks in found:
        yield name, parts.add(name, chunks)
