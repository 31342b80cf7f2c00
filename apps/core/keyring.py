"""密钥核对 — the keys at hand against those the data was sealed and indexed with."""

import hmac
from collections.abc import Mapping

from django.conf import settings

from apps.core import clock
from apps.core.models import SealingKey

INDEX = "index"
"""Under which the key of the blind indexes is on record."""


def mark_of(key: bytes) -> str:
    """What tells a key from another and does not tell the key."""
    return hmac.digest(key, b"clusterreg.mark", "sha256")[:8].hex()


def at_hand() -> dict[str, bytes]:
    """Every key that seals, opens or indexes."""
    data: Mapping[str, bytes] = settings.DATA_KEYS
    return {**data, INDEX: settings.INDEX_KEY}


def faults() -> list[str]:
    """Why the keys at hand do not fit the data, in sentences; empty when they do."""
    here = {key_id: mark_of(key) for key_id, key in at_hand().items()}
    return [
        _sentence(known.key_id, is_missing=known.key_id not in here)
        for known in SealingKey.objects.filter(retired_at=None)
        if here.get(known.key_id) != known.mark
    ]


def _sentence(key_id: str, *, is_missing: bool) -> str:
    name = "索引密钥" if key_id == INDEX else f"编号为{key_id}的加密密钥"
    return f"缺少{name}" if is_missing else f"{name}与数据不是一套"


def enter() -> None:
    """Put every key at hand on record that is not yet."""
    for key_id, key in at_hand().items():
        SealingKey.objects.get_or_create(key_id=key_id, defaults={"mark": mark_of(key)})


def retire(key_ids: list[str]) -> None:
    """Write down that nothing is sealed with these any more."""
    SealingKey.objects.filter(key_id__in=key_ids).update(retired_at=clock.now())


def next_id() -> str:
    """A number no key of this registry ever had."""
    used = {*SealingKey.objects.values_list("key_id", flat=True), *settings.DATA_KEYS}
    return str(1 + max((int(key_id) for key_id in used if key_id.isdecimal()), default=0))
