"""库外副本 — every entry as a line of a file that the database cannot reach.

A line is written before the act commits, and a second one after it has: an entry confirmed there and missing
in the database has been taken away; one that was only prepared belongs to an act that did not happen.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

PREPARED, CONFIRMED = "prepared", "confirmed"
END = 64 * 1024


@dataclass(frozen=True)
class Line:
    """What a line says of an entry."""

    state: str
    number: int
    hash: str


def prepare(entry: Any) -> None:
    """Write an entry down before its act commits. Raises ``OSError`` when that cannot be done."""
    said = {"at": entry.at.isoformat(), "account": entry.account, "action": entry.action}
    _append(entry, PREPARED, said | {"subject": entry.subject, "result": entry.result})


def confirm(entry: Any) -> None:
    """Write down that its act has committed."""
    _append(entry, CONFIRMED, {})


def _append(entry: Any, state: str, more: dict[str, Any]) -> None:
    line = {"state": state, "number": entry.number, "hash": bytes(entry.hash).hex()} | more
    _write(_file_of(entry), json.dumps(line, ensure_ascii=False))


def _file_of(entry: Any) -> Path:
    return Path(settings.AUDIT_DIRECTORY) / f"{entry.at:%Y-%m}.log"


def _write(path: Path, line: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, f"{line}\n".encode())
        os.fsync(file)
    finally:
        os.close(file)


def files() -> list[Path]:
    """One for each month, oldest first."""
    return sorted(Path(settings.AUDIT_DIRECTORY).glob("*.log"))


def lines() -> Iterator[Line]:
    """All that was written, oldest first; a torn last line is passed over."""
    for path in files():
        yield from _read(path.read_bytes())


def last_confirmed() -> int:
    """Number of the last entry confirmed, nought before the first; of a long copy only the end is read."""
    for path in reversed(files()):
        for end in _ends(path):
            if numbers := [line.number for line in _read(end) if line.state == CONFIRMED]:
                return max(numbers)
    return 0


def _ends(path: Path) -> Iterator[bytes]:
    """More and more of the end of a file, at last all of it; the first line of each may be torn."""
    size, length = path.stat().st_size, END
    with path.open("rb") as file:
        while length < size:
            file.seek(-length, os.SEEK_END)
            yield file.read()
            length *= 8
        file.seek(0)
        yield file.read()


def _read(data: bytes) -> Iterator[Line]:
    for text in data.splitlines():
        try:
            said = json.loads(text)
            yield Line(said["state"], said["number"], said["hash"])
        except (ValueError, KeyError):
            continue
