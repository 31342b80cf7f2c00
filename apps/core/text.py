"""文字 — what people type, brought to one spelling."""

import re
import unicodedata

# Radicals copied out of PDF files look like characters, and NFKC leaves this block alone (domain.md §6.1 #12).
LOOK_ALIKES = str.maketrans(
    "⺠⻓⻔⻅⻉⻋⻛⻜⻝⻢⻥⻦⻨⻩⻬⻮⻰⺟⻘⻚⻙⻄⻁⺴⺩⺼⻆⻈⻑",
    "民长门见贝车风飞食马鱼鸟麦黄齐齿龙母青页韦西虎网王月角讠长",
)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
SPACES = re.compile(r"\s+")
# \s knows the ideographic and the no-break space; a control character is neither text nor space.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def fold(text: str) -> str:
    """Full-width to half-width, compatibility forms to plain ones, look-alikes to characters."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).translate(LOOK_ALIKES)


def tidy(text: str) -> str:
    """One line without edge spaces; full-width punctuation stays, since it is right in Chinese text."""
    if text.isascii():
        return SPACES.sub(" ", text).strip()
    composed = unicodedata.normalize("NFC", text).translate(LOOK_ALIKES)
    return SPACES.sub(" ", INVISIBLE.sub("", composed)).strip()


def compact(text: str) -> str:
    """Folded, with no space anywhere: how identifiers, codes and headings are compared."""
    return SPACES.sub("", INVISIBLE.sub("", fold(text)))
