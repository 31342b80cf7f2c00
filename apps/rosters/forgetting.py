"""销毁名册文件 — files that hold a number are found without being read as tables, and destroyed.

A spreadsheet is a ZIP of texts, an old one holds its texts in one byte or two a character: a number that was
written as text stands there as it is. Files are gone through a piece at a time.
"""

import zlib
from collections.abc import Collection, Iterator, Sequence
from io import BytesIO
from typing import IO
from zipfile import BadZipFile, ZipFile

from apps.rosters import storing
from apps.rosters.models import Upload
from apps.rosters.models.upload import UploadQuerySet

PIECE = 1 << 20
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def naming(numbers: Collection[str], uploads: UploadQuerySet) -> Iterator[Upload]:
    """Those of ``uploads`` whose file, or what was put right in it, holds one of the numbers."""
    sought = [number.encode(encoding) for number in numbers for encoding in ENCODINGS]
    for upload in uploads.defer("outcome").iterator(chunk_size=1) if sought else ():
        if any(_found(stream, sought) for stream in _texts(upload)):
            yield upload


def destroy(uploads: Sequence[Upload]) -> None:
    """The files and everything told about their rows; the record of the uploads stays."""
    Upload.objects.filter(pk__in=[upload.pk for upload in uploads]).let_go_of_files()
    for upload in uploads:
        storing.forget(upload)


def _texts(upload: Upload) -> Iterator[IO[bytes]]:
    """The file as it is, its parts unpacked, and what was typed beside it."""
    content, corrections = bytes(upload.content or b""), bytes(upload.corrections or b"")
    yield from map(BytesIO, (content, corrections))
    try:
        with ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                with archive.open(name) as part:
                    yield part
    except BROKEN:
        return


def _found(stream: IO[bytes], sought: Sequence[bytes]) -> bool:
    """Whether one of these stands anywhere, also across two pieces."""
    overlap = max(map(len, sought))
    before = b""
    while piece := stream.read(PIECE):
        window = before + piece
        if any(number in window for number in sought):
            return True
        before = window[-overlap:]
    return False
