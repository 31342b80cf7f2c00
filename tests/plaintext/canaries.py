"""金丝雀 — numbers nobody has, and finding them in bytes however these are written."""

import base64
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import IO
from zipfile import BadZipFile, ZipFile

from tests.factories import an_id_number

ID_AREA, PHONE_HEAD = b"329999", b"199000"
PIECE, MARGIN = 4 << 20, 160


@dataclass(frozen=True)
class Canaries:
    """Numbers of one run: others' numbers in the same place are no finding."""

    ids: tuple[str, ...]
    phones: tuple[str, ...]

    @classmethod
    def drawn(cls, count: int = 18) -> "Canaries":
        """So many people."""
        chance = random.SystemRandom()
        born = date(1971, 1, 1).toordinal()
        days = [date.fromordinal(born + chance.randrange(9_000)) for _ in range(count)]
        return cls(
            tuple(an_id_number(day, serial=chance.randrange(480)) for day in days),
            tuple(f"199000{number:05d}" for number in chance.sample(range(100_000), count)),
        )

    @property
    def numbers(self) -> list[bytes]:
        """All of them."""
        return [number.encode() for number in (*self.ids, *self.phones)]


class Seeker:
    """Looks for what all numbers begin with, written in any way; only a whole number is a finding."""

    def __init__(self, canaries: Canaries) -> None:
        self.heads = [form for head in (ID_AREA, PHONE_HEAD) for form in _written(head)]
        self.forms = {form for number in canaries.numbers for form in _written(number)}

    def hits(self, stream: IO[bytes]) -> tuple[int, int]:
        """(bytes read, numbers found), parts of archives included."""
        read = found = 0
        before = b""
        while piece := stream.read(PIECE):
            read += len(piece)
            window = before + piece
            found += self._in(window)
            before = window[-MARGIN:]
        return read, found

    def within(self, data: bytes) -> tuple[int, int]:
        """The same for bytes at hand, unpacked where they are packed."""
        counted = [self.hits(BytesIO(part)) for part in _unpacked(data)]
        return sum(read for read, _ in counted), sum(found for _, found in counted)

    def _in(self, window: bytes) -> int:
        found = 0
        for head in self.heads:
            place = window.find(head)
            while place >= 0:
                near = window[max(place - 4, 0) : place + MARGIN]
                found += any(form in near for form in self.forms)
                place = window.find(head, place + 1)
        return found


def _written(number: bytes) -> Iterator[bytes]:
    """As text in one and in two bytes a character, in hexadecimal digits, in base64 wherever it begins."""
    yield number
    yield b"\x00".join(number[at : at + 1] for at in range(len(number)))
    yield number.hex().encode()
    for shift in range(3):
        coded = base64.b64encode(bytes(shift) + number)
        # Signs at both ends also tell of their neighbours.
        yield coded[(shift * 8 + 5) // 6 : (shift + len(number)) * 8 // 6]


def _unpacked(data: bytes) -> Iterator[bytes]:
    yield data
    if data.startswith(b"PK"):
        try:
            with ZipFile(BytesIO(data)) as archive:
                yield from map(archive.read, archive.namelist())
        except (BadZipFile, zlib.error, ValueError, RuntimeError):
            return
    elif data[:1] == b"\x78":
        try:
            yield zlib.decompress(data)
        except zlib.error:
            return
