"""密钥 — what signs, encrypts and indexes; from the environment, else from the home's own file.

Data is sealed with the first of several data keys and opened with any of them: ``2:…,1:…``. A key without a
number is ``1``. Whoever serves follows the home's file, so that a new key needs no restart.
"""

import base64
import json
import logging
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from clusterreg.embedded_postgres.layout import replace_secret, write_secret

SIGNING, DATA, INDEX = "CLUSTERREG_SECRET_KEY", "CLUSTERREG_DATA_KEY", "CLUSTERREG_INDEX_KEY"
NAMES = (SIGNING, DATA, INDEX)
BACKUP = "CLUSTERREG_BACKUP_KEY"
LENGTH = 32
FIRST = "1"
logger = logging.getLogger("clusterreg")
LOOK_SECONDS = 1.0
"""How long it may take until everybody who serves has seen a new key."""


class KeyFault(Exception):
    """A key that cannot be used; the message is for people."""


def keys_file(home: Path) -> Path:
    """Where a home keeps the keys nobody named in the environment."""
    return home / "secrets" / "keys.json"


def make_keys(home: Path) -> None:
    """Write the home's own keys once; an existing file is never touched, it opens the data."""
    if keys_file(home).exists() or all(os.environ.get(name) for name in NAMES):
        return
    write_secret(keys_file(home), json.dumps({name: fresh() for name in NAMES}, indent=1))


def fresh() -> str:
    """A new key as text."""
    return base64.b64encode(secrets.token_bytes(LENGTH)).decode()


def read_keys(home: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Every key that is known, by name; empty text where `setup` has not run yet."""
    try:
        own = json.loads(keys_file(home).read_text())
    except FileNotFoundError:
        own = {}
    return {name: environment.get(name) or own.get(name, "") for name in NAMES}


def key_bytes(name: str, text: str) -> bytes:
    """The 32 bytes of a base64 key; no bytes where there is no key yet."""
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise KeyFault(f"{name} 不是有效的 Base64 文本。") from error
    if key and len(key) != LENGTH:
        raise KeyFault(f"{name} 须为 {LENGTH} 字节密钥的 Base64 文本，现为 {len(key)} 字节。")
    return key


def texts_by_id(text: str) -> dict[str, str]:
    """Data keys as text, by their ids, the one that seals first."""
    parted = [part.rpartition(":") for part in text.split(",")]
    by_id = {number.strip() or FIRST: key.strip() for number, _, key in parted}
    if len(by_id) < len(parted):
        raise KeyFault(f"{DATA} 中有编号相同的密钥。")
    return by_id


def data_keys(text: str) -> dict[str, bytes]:
    """The same as bytes."""
    return {key_id: key_bytes(DATA, key) for key_id, key in texts_by_id(text).items()}


def write_data_keys(home: Path, texts: Mapping[str, str]) -> None:
    """Put other data keys into the home's file; the rest of it stays."""
    kept = json.loads(keys_file(home).read_text())
    kept[DATA] = ",".join(f"{key_id}:{text}" for key_id, text in texts.items())
    replace_secret(keys_file(home), json.dumps(kept, indent=1))


class DataKeys(Mapping[str, bytes]):
    """数据密钥 — id → key, the one that seals first; the home's file is looked at again once a second."""

    def __init__(self, home: Path, environment: Mapping[str, str]) -> None:
        self._home, self._environment = home, environment
        self._told: object = None
        self._by_id: dict[str, bytes] = {}
        self._look()

    def __getitem__(self, key_id: str) -> bytes:
        if key_id not in self._kept():
            self._look()  # made a moment ago by somebody else
        return self._by_id[key_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept())

    def __len__(self) -> int:
        return len(self._kept())

    def _kept(self) -> dict[str, bytes]:
        if time.monotonic() >= self._look_again:
            self._look()
        return self._by_id

    def _look(self) -> None:
        self._look_again = time.monotonic() + LOOK_SECONDS
        if (told := self._standing()) == self._told and self._by_id:
            return
        try:
            self._by_id = data_keys(read_keys(self._home, self._environment)[DATA])
        except (KeyFault, ValueError):
            if not self._by_id:
                raise
            logger.exception("the file of keys cannot be read; going on with those known before")
        self._told = told

    def _standing(self) -> object:
        """What moves whenever the file is written."""
        try:
            found = keys_file(self._home).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino


def backup_key_file(home: Path) -> Path:
    """Where a home keeps the key of its backups: it is handed out apart from those that open the data."""
    return home / "secrets" / "backup.key"


def make_backup_key(home: Path) -> None:
    """Write the key of the backups once."""
    if not (backup_key_file(home).exists() or os.environ.get(BACKUP)):
        write_secret(backup_key_file(home), fresh() + "\n")


def read_backup_key(home: Path, environment: Mapping[str, str]) -> bytes:
    """The key of the backups; no bytes where there is none yet."""
    try:
        own = backup_key_file(home).read_text().strip()
    except FileNotFoundError:
        own = ""
    return key_bytes(BACKUP, environment.get(BACKUP) or own)
