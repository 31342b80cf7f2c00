"""密钥 — what signs, encrypts and indexes; from the environment, else from the home's own file."""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from clusterreg.embedded_postgres.layout import write_secret

SIGNING, DATA, INDEX = "CLUSTERREG_SECRET_KEY", "CLUSTERREG_DATA_KEY", "CLUSTERREG_INDEX_KEY"
NAMES = (SIGNING, DATA, INDEX)
LENGTH = 32


class KeyFault(Exception):
    """A key that cannot be used; the message is for people."""


def keys_file(home: Path) -> Path:
    """Where a home keeps the keys nobody named in the environment."""
    return home / "secrets" / "keys.json"


def make_keys(home: Path) -> None:
    """Write the home's own keys once; an existing file is never touched, it opens the data."""
    if keys_file(home).exists() or all(os.environ.get(name) for name in NAMES):
        return
    fresh = {name: base64.b64encode(secrets.token_bytes(LENGTH)).decode() for name in NAMES}
    write_secret(keys_file(home), json.dumps(fresh, indent=1))


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
