"""各处 — everywhere the house leaves bytes; what is packed in a cell is unpacked before it is searched."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, models

from tests.plaintext.canaries import Seeker
from tests.shares import LONG

Found = tuple[int, int]


def of_folder(seeker: Seeker, *folders: Path) -> Found:
    """All files below, read as they are; packed ones also unpacked."""
    read = found = 0
    for path in sorted(path for folder in folders for path in _files(folder)):
        try:
            with path.open("rb") as file:
                is_packed = file.read(2) == b"PK"
                file.seek(0)
                one = seeker.within(file.read()) if is_packed else seeker.hits(file)
        except FileNotFoundError:
            continue  # the server has let go of it
        read, found = read + one[0], found + one[1]
    return read, found


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in ([folder] if folder.is_file() else folder.rglob("*")) if path.is_file())


def of_dump(seeker: Seeker) -> Found:
    """Every table as a dump writes it."""
    read = found = 0
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            with cursor.cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                for row in rows:
                    one = seeker.hits(_Once(bytes(row)))
                    read, found = read + one[0], found + one[1]
    return read, found


class _Once:
    """A stream of one piece."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def read(self, size: int) -> bytes:
        data, self.data = self.data, b""
        return data


def of_packed_cells(seeker: Seeker) -> Found:
    """Bytes in columns as the program wrote them: a workbook kept unsealed would be hidden from a dump."""
    read = found = 0
    for model in apps.get_models():
        columns = [f for f in model._meta.concrete_fields if isinstance(f, models.BinaryField)]
        with connection.cursor() as cursor:
            for column in columns:
                cursor.execute(f'SELECT "{column.column}" FROM "{model._meta.db_table}"')
                for (cell,) in cursor.fetchall():
                    one = seeker.within(bytes(cell or b""))
                    read, found = read + one[0], found + one[1]
    return read, found


def of_sessions(seeker: Seeker) -> Found:
    """What sessions hold, which the database keeps packed."""
    said = [json.dumps(session.get_decoded()).encode() for session in Session.objects.all()]
    counted = [seeker.within(one) for one in said]
    return sum(read for read, _ in counted), sum(found for _, found in counted)


def data_folders() -> list[Path]:
    """The server's files: all in the long form, else those of this database, its write-ahead log and log."""
    root = settings.HOME / "postgres"
    if LONG:
        return [root]
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        (number,) = cursor.fetchone()
    return [root / "data" / "base" / str(number), root / "data" / "pg_wal", root / "server.log"]
