"""样板库 — a migrated, empty database that every test database is copied from, kept from run to run.

Migrating takes far longer than copying, and every worker of a parallel run needs a database of its own.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

REPOSITORY = Path(__file__).resolve().parents[1]
PREFIX = "template_clusterreg_"


def ensure_template(lock: Path) -> str:
    """Name of the template for the migrations as they are now; made where it is missing."""
    name = PREFIX + fingerprint()
    with locked(lock), maintenance() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{PREFIX}"])
        known = {found for (found,) in cursor.fetchall()}
        for outdated in known - {name}:
            cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(outdated)))
        if name not in known:
            make(name)
    return name


def fingerprint() -> str:
    """What the template depends on, in short: migrations, ours and those of pinned packages, and rights."""
    digest = hashlib.sha256()
    rights = [
        REPOSITORY / name
        for name in (
            "requirements.txt",
            "clusterreg/rights.py",
            "clusterreg/routines.py",
            "clusterreg/fence.py",
            "clusterreg/stretches.py",
        )
    ]
    for path in sorted([*REPOSITORY.glob("apps/*/migrations/*.py"), *rights]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def make(name: str) -> None:
    """Migrate a draft; only a whole one gets the name."""
    draft = sql.Identifier(f"draft_of_{name}")
    with maintenance() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(draft))
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(draft))
    with connected_to(f"draft_of_{name}"):
        call_command("migrate", interactive=False, verbosity=0)
    with maintenance() as cursor:
        cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(draft, sql.Identifier(name)))


@contextmanager
def maintenance() -> Iterator[CursorWrapper]:
    """A cursor outside any database of ours."""
    with connection._nodb_cursor() as cursor:
        yield cursor


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Point the default connection at another database for a while."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time: the workers of a parallel run all ask for the template."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
