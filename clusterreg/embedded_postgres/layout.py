"""内置数据库的文件 — where one home keeps its server, and the passwords of its two roles."""

import contextlib
import hashlib
import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

DATABASE = "clusterreg"
OWNER = "clusterreg_owner"
APPLICATION = "clusterreg_app"
PORT = 5432
LONGEST_SOCKET_PATH = 103  # macOS; Linux allows 107


@dataclass(frozen=True)
class Layout:
    """Paths below one CLUSTERREG_HOME."""

    home: Path

    @property
    def root(self) -> Path:
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def log(self) -> Path:
        return self.root / "server.log"

    @property
    def locks(self) -> Path:
        return self.home / "locks"

    @property
    def secrets(self) -> Path:
        return self.home / "secrets"

    @cached_property
    def socket(self) -> Path:
        """The private directory of the socket: in the home, or beside it when that path would be too long."""
        inside = self.root / "socket"
        if len(os.fsencode(inside / f".s.PGSQL.{PORT}.lock")) <= LONGEST_SOCKET_PATH:
            return inside
        short = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"clusterreg-{short}"

    def passwords(self) -> dict[str, str]:
        """Passwords of the two roles; empty before the first start."""
        try:
            return dict(json.loads((self.secrets / "database.json").read_text()))
        except FileNotFoundError:
            return {}

    def make_passwords(self) -> dict[str, str]:
        """The passwords, written once with mode 0600."""
        if not (self.secrets / "database.json").exists():
            fresh = {role: secrets.token_urlsafe(24) for role in (OWNER, APPLICATION)}
            write_secret(self.secrets / "database.json", json.dumps(fresh, indent=1))
        return self.passwords()


def write_secret(path: Path, text: str) -> None:
    """Write a file only its owner can read, whole or not at all; one that is already there stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = _draft(path, text)
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def replace_secret(path: Path, text: str) -> None:
    """Write such a file anew: whoever reads it meanwhile reads the old one or the new one, whole."""
    os.replace(_draft(path, text), path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _draft(path: Path, text: str) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft


def connection(home: Path, role: str) -> dict[str, Any]:
    """Django connection parameters for a role of the home's own server; starts and writes nothing."""
    layout = Layout(home)
    return {
        "NAME": DATABASE,
        "USER": role,
        "PASSWORD": layout.passwords().get(role, ""),
        "HOST": str(layout.socket),
        "PORT": str(PORT),
        # A stranger's server on a squatted socket could otherwise simply ask for the password.
        "OPTIONS": {"require_auth": "scram-sha-256"},
    }
