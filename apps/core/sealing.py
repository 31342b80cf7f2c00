"""加密 — authenticated encryption and keyed blind indexes, with the algorithms behind a setting.

A sealed value carries its suite and the id of its key, so keys can change while old
values stay readable: the first of ``DATA_KEYS`` seals, all of them open. What it belongs
to (``app.model.field`` and the row) is bound in: a ciphertext moved to another row or
column does not open.
"""

import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

AES, SM4 = b"\x01", b"\x02"
SUITES = {"aes": AES, "sm4": SM4}
DIGESTS = {"aes": "sha256", "sm4": "sm3"}
NONCE, TAG = 12, 16


class SealBroken(Exception):
    """The value was altered, moved from elsewhere, or sealed with a key we do not hold."""


def seal(text: str, belongs_to: bytes) -> bytes:
    """Encrypt ``text`` with the current key and suite."""
    return seal_bytes(text.encode(), belongs_to)


def unseal(sealed: bytes, belongs_to: bytes) -> str:
    """Decrypt what ``seal`` made for the same owner. Raises ``SealBroken``."""
    return unseal_bytes(sealed, belongs_to).decode()


def seal_bytes(data: bytes, belongs_to: bytes) -> bytes:
    """Encrypt a file or anything else that is no text."""
    suite, key_id = SUITES[settings.CIPHER_SUITE], next(iter(settings.DATA_KEYS))
    head, nonce = _head(suite, key_id), os.urandom(NONCE)
    body = encrypt(suite, settings.DATA_KEYS[key_id], nonce, data, head + belongs_to)
    return head + nonce + body


def unseal_bytes(sealed: bytes, belongs_to: bytes) -> bytes:
    """Decrypt what ``seal_bytes`` made for the same owner. Raises ``SealBroken``."""
    suite, id_length = sealed[:1], sealed[1]
    start = 2 + id_length
    head, nonce, body = sealed[:start], sealed[start : start + NONCE], sealed[start + NONCE :]
    try:
        key = settings.DATA_KEYS[sealed[2:start].decode()]
        return decrypt(suite, key, nonce, body, head + belongs_to)
    except (InvalidTag, KeyError, ValueError) as error:
        raise SealBroken("加密数据无法解开：内容被改动，或缺少对应的密钥。") from error


def current_head() -> bytes:
    """What every value begins with that is sealed with the key and suite in force."""
    return _head(SUITES[settings.CIPHER_SUITE], next(iter(settings.DATA_KEYS)))


def renewed(sealed: bytes, belongs_to: bytes) -> bytes:
    """The same under the key and suite in force; as it is, where it is already. Raises ``SealBroken``."""
    if sealed.startswith(current_head()):
        return sealed
    return seal_bytes(unseal_bytes(sealed, belongs_to), belongs_to)


def blind_index(value: str, purpose: str) -> bytes:
    """A keyed digest that finds equal values without revealing them; one key per purpose."""
    digest = DIGESTS[settings.CIPHER_SUITE]
    return hmac.digest(_index_key(settings.INDEX_KEY, purpose, digest), value.encode(), digest)


@lru_cache(maxsize=64)
def _index_key(master: bytes, purpose: str, digest: str) -> bytes:
    return hmac.digest(master, purpose.encode(), digest)


def _head(suite: bytes, key_id: str) -> bytes:
    return suite + bytes([len(key_id)]) + key_id.encode()


@lru_cache(maxsize=8)
def _aes(key: bytes) -> AESGCM:
    return AESGCM(key)


def encrypt(suite: bytes, key: bytes, nonce: bytes, data: bytes, bound: bytes) -> bytes:
    """Authenticated encryption with one suite; ``bound`` is not hidden, but must be the same again."""
    if suite == AES:
        return _aes(key).encrypt(nonce, data, bound)
    encryptor = Cipher(algorithms.SM4(key[:16]), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bound)
    return encryptor.update(data) + encryptor.finalize() + encryptor.tag


def decrypt(suite: bytes, key: bytes, nonce: bytes, body: bytes, bound: bytes) -> bytes:
    """What ``encrypt`` hid. Raises ``InvalidTag``."""
    if suite == AES:
        return _aes(key).decrypt(nonce, body, bound)
    decryptor = Cipher(algorithms.SM4(key[:16]), modes.GCM(nonce, body[-TAG:])).decryptor()
    decryptor.authenticate_additional_data(bound)
    return decryptor.update(body[:-TAG]) + decryptor.finalize()
