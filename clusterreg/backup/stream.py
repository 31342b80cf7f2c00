"""加密的流 — a file sealed chunk by chunk, so that it need not fit into memory.

Every file has a key of its own, made from the backup key and a salt. A chunk's nonce is its number and
whether it is the last: chunks changed, left out, moved or cut off do not open.
"""

import hmac
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from django.conf import settings

from apps.core.sealing import DIGESTS, SUITES, TAG, decrypt, encrypt
from clusterreg.backup.faults import BackupFault

MAGIC = b"clusterreg backup 1\n"
SALT, MARK, CHUNK = 16, 8, 1 << 20
HEAD = len(MAGIC) + 1 + SALT + MARK
NAMES = {suite: name for name, suite in SUITES.items()}

DAMAGED = "备份文件已损坏或不完整，没有恢复。"


class SealedWriter:
    """A file-like end to write plain bytes into; nothing is whole before ``close``."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        suite, salt = SUITES[settings.CIPHER_SUITE], os.urandom(SALT)
        self._file, self._suite, self._count, self._waiting = file, suite, 0, bytearray()
        self._head = MAGIC + suite + salt + mark_of(key, suite)
        self._key = _file_key(key, suite, salt)
        file.write(self._head)

    def write(self, data: bytes) -> int:
        """Take bytes; whole chunks leave at once."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._send(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def flush(self) -> None:
        """Chunks leave when they are full."""

    def close(self) -> None:
        """Seal what is left as the last chunk."""
        self._send(bytes(self._waiting), last=True)

    def _send(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(encrypt(self._suite, self._key, _nonce(self._count, last), chunk, self._head))
        self._count += 1


class SealedReader:
    """A file-like end to read plain bytes from; ``BackupFault`` at the first chunk that does not open."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file, self._count, self._open, self._is_over = file, 0, b"", False
        self._head = file.read(HEAD)
        if len(self._head) < HEAD or not self._head.startswith(MAGIC):
            raise BackupFault("这不是本系统的备份文件，或出自更新的版本。")
        self._suite = self._head[len(MAGIC) : len(MAGIC) + 1]
        if self._suite not in NAMES:
            raise BackupFault(DAMAGED)
        if not hmac.compare_digest(self._head[-MARK:], mark_of(key, self._suite)):
            raise BackupFault("备份密钥不对：这个文件是用另一把备份密钥加密的，或文件头已损坏。")
        self._key = _file_key(key, self._suite, self._head[-MARK - SALT : -MARK])
        self._next = file.read(CHUNK + TAG)

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes, all that is left without it; nothing at the end."""
        parts = []
        while size and (self._open or self._fill()):
            part = self._open if size < 0 else self._open[:size]
            self._open = self._open[len(part) :]
            size -= len(part) if size > 0 else 0
            parts.append(part)
        return b"".join(parts)

    def finish(self) -> None:
        """Read to the end: only then is it known that nothing was cut off."""
        while self._fill():
            pass

    def _fill(self) -> bool:
        if self._is_over:
            return False
        chunk, self._next = self._next, self._file.read(CHUNK + TAG)
        self._is_over = not self._next
        try:
            nonce = _nonce(self._count, last=self._is_over)
            self._open = decrypt(self._suite, self._key, nonce, chunk, self._head)
        except (InvalidTag, ValueError) as error:
            raise BackupFault(DAMAGED) from error
        self._count += 1
        return bool(self._open)


def mark_of(key: bytes, suite: bytes = SUITES["aes"]) -> bytes:
    """Says which key it was without saying anything about it."""
    return hmac.digest(key, b"clusterreg key mark", DIGESTS[NAMES[suite]])[:MARK]


def _file_key(key: bytes, suite: bytes, salt: bytes) -> bytes:
    return hmac.digest(key, b"clusterreg backup" + salt, DIGESTS[NAMES[suite]])


def _nonce(count: int, last: bool) -> bytes:
    return count.to_bytes(11, "big") + bytes([last])
