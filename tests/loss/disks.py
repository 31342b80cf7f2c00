"""小磁盘 — a disk of a few megabytes for the test's database and files, that can be filled."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from clusterreg import databases
from clusterreg.embedded_postgres.account import server_account
from clusterreg.embedded_postgres.layout import PORT, Layout
from clusterreg.embedded_postgres.server import SUPERUSER

SIZE = "6m"
BALLAST = "ballast"
NEEDS = "装一个小磁盘须以 root 运行，并用内置数据库"


def can_be_had() -> bool:
    """Whether this run may mount a disk and give it to the server."""
    return os.geteuid() == 0 and databases.is_embedded(os.environ)


@contextmanager
def small_disk() -> Iterator[Path]:
    """A disk that the database server may write on."""
    place = Path(tempfile.mkdtemp(prefix="disk", dir="/tmp"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", place], check=True)
    try:
        os.chown(place, server_account().pw_uid, server_account().pw_gid)
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)
        place.rmdir()


def fill(place: Path) -> None:
    """Until nothing more goes onto it."""
    with (place / BALLAST).open("wb") as file, suppress_full():
        while True:
            file.write(bytes(65536))
            file.flush()


def free(place: Path) -> None:
    """Give the room back."""
    (place / BALLAST).unlink()


@contextmanager
def suppress_full() -> Iterator[None]:
    """The one error a full disk makes."""
    try:
        yield
    except OSError:
        return


@contextmanager
def tablespace(place: Path) -> Iterator[str]:
    """The disk as a place for tables of the test's database, and for temporary ones."""
    name, folder = f"small_{os.getpid()}", place / "tables"
    folder.mkdir(mode=0o700)
    os.chown(folder, server_account().pw_uid, server_account().pw_gid)
    with as_superuser("postgres") as server:
        server.execute(f"CREATE TABLESPACE {name} LOCATION '{folder}'".encode())
        server.execute(f"GRANT CREATE ON TABLESPACE {name} TO PUBLIC".encode())
        try:
            yield name
        finally:
            server.execute(f"DROP TABLESPACE {name}".encode())


@contextmanager
def tables_on(name: str, *tables: str) -> Iterator[None]:
    """Some tables of the test's database there, without the room that rows of earlier tests left in them."""
    with as_superuser(connection.settings_dict["NAME"]) as server:
        for table in tables:
            server.execute(sql.SQL("VACUUM FULL {}").format(sql.Identifier(table)))
            server.execute(_moved(table, name))
        try:
            yield
        finally:
            for table in tables:
                server.execute(_moved(table, "pg_default"))


def _moved(table: str, name: str) -> sql.Composed:
    move = sql.SQL("ALTER TABLE {} SET TABLESPACE {}")
    return move.format(sql.Identifier(table), sql.Identifier(name))


def as_superuser(database: str) -> "psycopg.Connection[tuple[object, ...]]":
    """Who may place tables."""
    socket = str(Layout(settings.HOME).socket)
    return psycopg.connect(host=socket, port=PORT, user=SUPERUSER, dbname=database, autocommit=True)
