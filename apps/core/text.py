"""文字 — what people type, brought to one spelling."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

from opencc import OpenCC

# Radicals copied out of PDF files look like characters, and NFKC leaves them alone (domain.md §6.1 #12).
LOOK_ALIKES = str.maketrans(
    "⺠⻓⻔⻅⻉⻋⻛⻜⻝⻢⻥⻦⻨⻩⻬⻮⻰⺟⻘⻚⻙⻄⻁⺴⺩⺼⻆⻈⻑",
    "民长门见贝车风飞食马鱼鸟麦黄齐齿龙母青页韦西虎网王月角讠长",
)
RADICALS = re.compile("[\u2e80-\u2fdf]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
SPACES = re.compile(r"\s+")
# Control, private-use, surrogate and tag characters, and what will never be one: they print nothing, or
# something else on every machine.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffd-\uffff"
    "\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)


def fold(text: str) -> str:
    """Full-width to half-width, compatibility forms to plain ones, look-alikes to characters."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).translate(LOOK_ALIKES)


def tidy(text: str) -> str:
    """One line without edge spaces; full-width punctuation stays, since it is right in Chinese text."""
    if not text.isascii():
        text = INVISIBLE.sub("", compose(text))
    return SPACES.sub(" ", text).strip()


def compose(text: str) -> str:
    """Characters in their one standard form; radicals that pose as characters become them."""
    return RADICALS.sub(lambda found: fold(found.group()), unicodedata.normalize("NFC", text))


def compact(text: str) -> str:
    """Folded, with no space anywhere: how identifiers, codes and headings are compared."""
    if text.isascii():
        return SPACES.sub("", text)
    return SPACES.sub("", INVISIBLE.sub("", fold(text)))


def each(change: Callable[[str], str], texts: Sequence[str]) -> list[str]:
    """What a change that goes sign by sign makes of every text, at the price of a few: they are made one."""
    changed = change("\0".join(texts)).split("\0")
    return changed if len(changed) == len(texts) else [change(text) for text in texts]


def simplified(text: str) -> str:
    """Traditional characters as simplified ones, one by one: how names and headings are compared."""
    return text if text.isascii() else text.translate(_simplifying())


@cache
def _simplifying() -> dict[int, str]:
    characters = "".join(map(chr, range(0x4E00, 0xA000)))
    converted = OpenCC("t2s").convert(characters)
    return {ord(old): new for old, new in zip(characters, converted, strict=True) if old != new}


def unprintable_in(text: str) -> str | None:
    """The first character that must not be stored, named as U+…; None when all is well."""
    found = UNPRINTABLE.search(text)
    return f"U+{ord(found.group()):04X}" if found else None
