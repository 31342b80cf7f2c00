"""备份的各部分 — named streams one after another, compressed; each is told by its length and its digest."""

import gzip
import hashlib
import io
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any, BinaryIO, cast

from clusterreg.backup.faults import BackupFault
from clusterreg.backup.stream import DAMAGED, SealedReader, SealedWriter

PIECE = 4 << 20
LEVEL = 4  # of compression: half the time of the usual, a few per cent more


@dataclass
class Told:
    """What a part came to: length in bytes, lines and digest."""

    length: int = 0
    lines: int = 0
    sha256: str = ""

    def following(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same chunks, counted on their way."""
        digest = hashlib.sha256()
        for chunk in chunks:
            digest.update(chunk)
            self.length += len(chunk)
            self.lines += chunk.count(b"\n")
            yield chunk
        self.sha256 = digest.hexdigest()

    def as_data(self) -> dict[str, Any]:
        """For the list of contents."""
        return asdict(self)


class PartsWriter:
    """Adds parts to an archive."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def add(self, name: str, chunks: Iterable[bytes]) -> Told:
        """Write a part to its end, in pieces, since a piece must say its length first."""
        told = Told()
        for number, piece in enumerate(_pieces(told.following(chunks))):
            entry = tarfile.TarInfo(f"{number:08}/{name}")
            entry.size = len(piece)
            self._tar.addfile(entry, io.BytesIO(piece))
        return told


@contextmanager
def parts_into(file: BinaryIO, key: bytes) -> Iterator[PartsWriter]:
    """A sealed file to add parts to; it is whole when the block has ended."""
    with (
        closing(SealedWriter(file, key)) as sealed,
        gzip.GzipFile(fileobj=cast(BinaryIO, sealed), mode="wb", compresslevel=LEVEL, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        yield PartsWriter(tar)


def parts_of(file: BinaryIO, key: bytes) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Parts in their order; each must be read before the next. Raises ``BackupFault``."""
    sealed = SealedReader(file, key)
    try:
        with gzip.GzipFile(fileobj=cast(BinaryIO, sealed), mode="rb") as packed:
            with tarfile.open(fileobj=packed, mode="r|") as tar:
                yield from _grouped(tar)
            while packed.read(PIECE):
                pass
    except (tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError) as error:
        raise BackupFault(DAMAGED) from error
    sealed.finish()


def _grouped(tar: tarfile.TarFile) -> Iterator[tuple[str, Iterator[bytes]]]:
    def piece(entry: tarfile.TarInfo) -> bytes:
        file = tar.extractfile(entry)
        return file.read() if file else b""

    for name, entries in groupby(tar, key=lambda entry: entry.name.partition("/")[2]):
        yield name, (piece(entry) for entry in entries)


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """At least one, so that an empty part is there too."""
    waiting, sent = bytearray(), False
    for chunk in chunks:
        waiting += chunk
        if len(waiting) >= PIECE:
            yield bytes(waiting)
            waiting.clear()
            sent = True
    if waiting or not sent:
        yield bytes(waiting)
