"""拼音 — initials of a name, as staff type them, with surnames read as surnames."""

from pypinyin import Style, lazy_pinyin

SURNAMES = {
    "单": "s", "曾": "z", "解": "x", "仇": "q", "查": "z", "区": "o", "盖": "g", "朴": "p", "任": "r", "华": "h",
    "尉迟": "yc", "万俟": "mq", "澹台": "tt", "长孙": "zs", "乐": "y", "翟": "z", "缪": "m", "覃": "q", "冼": "x", "繁": "p",
}  # fmt: skip


def initials(name: str) -> str:
    """``王小明`` → ``wxm``; letters and digits stay, all else is left out."""
    for length in (2, 1):
        surname = name[:length]
        if surname in SURNAMES:
            return SURNAMES[surname] + _letters(name[length:])
    return _letters(name)


def _letters(text: str) -> str:
    read = lazy_pinyin(text, style=Style.FIRST_LETTER)
    return "".join(letter for letter in "".join(read).lower() if letter.isascii() and letter.isalnum())[:40]
