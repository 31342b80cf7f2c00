"""备份中的文件 — stored files, and the audit's copies outside as far as the snapshot's chain reaches."""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from django.conf import settings

from clusterreg.backup.faults import BackupFault
from clusterreg.backup.stream import DAMAGED

FILES, AUDIT = "files", "audit"
BLOCK = 1 << 20


def stored_files() -> Iterator[tuple[str, Iterator[bytes]]]:
    """Names and contents of everything below the directory of files."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(found for found in root.rglob("*") if found.is_file()):
        yield f"{FILES}/{path.relative_to(root).as_posix()}", _contents(path)


def audit_copies(last: int) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The copies outside, up to an entry: later ones are of acts the snapshot does not hold."""
    for path in sorted(Path(settings.AUDIT_DIRECTORY).glob("*.log")):
        yield f"{AUDIT}/{path.name}", _lines_until(path, last)


def keep_part(staging: Path, name: str, chunks: Iterable[bytes]) -> None:
    """Lay a file down below ``staging``, where only we can read it."""
    place = staging.joinpath(*_safe(name).parts)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def put_in_place(staging: Path, stamp: str) -> None:
    """What was laid down takes the place of what is there, which is kept aside. May be done again."""
    files, audit = Path(settings.MEDIA_ROOT), Path(settings.AUDIT_DIRECTORY)
    _set_aside(files, files.with_name(f"{files.name}-replaced-{stamp}"))
    if (staging / FILES).exists():
        shutil.move(staging / FILES, files)
    audit.mkdir(mode=0o700, parents=True, exist_ok=True)
    for former in audit.glob("*.log"):
        _set_aside(former, audit / f"replaced-{stamp}" / former.name)
    for path in sorted((staging / AUDIT).glob("*")):
        shutil.move(path, audit / path.name)


def _set_aside(path: Path, place: Path) -> None:
    if path.exists():
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(path, place)


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or path.parts[0] not in (FILES, AUDIT):
        raise BackupFault(DAMAGED)
    return path


def _contents(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _lines_until(path: Path, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        for line in file:
            try:
                if json.loads(line)["number"] <= last:
                    yield line
            except (ValueError, KeyError):  # torn by a crash; the audit passes it over as well
                continue
