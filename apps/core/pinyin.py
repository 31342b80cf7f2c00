"""拼音 — initials of a name, as staff type them, and its place in a list, as staff look for it."""

from pypinyin import Style, lazy_pinyin

ONE_BY_ONE = dict(zip("单曾解仇查区盖朴任华乐翟缪覃冼繁", "szxqzogprhyzmqxp", strict=True))
SURNAMES = ONE_BY_ONE | {"尉迟": "yc", "万俟": "mq", "澹台": "tt", "长孙": "zs"}


def initials(name: str) -> str:
    """``王小明`` → ``wxm``; letters and digits stay, all else is left out."""
    for length in (2, 1):
        surname = name[:length]
        if surname in SURNAMES:
            return SURNAMES[surname] + _letters(name[length:])
    return _letters(name)


def spelled(text: str) -> tuple[str, str]:
    """How a word is written in letters: in full, and by its initials."""
    sounds = lazy_pinyin(text)
    return "".join(sounds).casefold(), "".join(sound[:1] for sound in sounds).casefold()


def order(name: str) -> bytes:
    """Sorts as a Chinese list does: GB 2312 puts the common characters in the order of their sounds.

    Characters it does not have stand after all it has.
    """
    return b"".join(_place(character) for character in name)


def _place(character: str) -> bytes:
    found = character.encode("gb2312", "ignore")
    return found or b"\xff" + character.encode("gb18030", "replace")


def beside(name: str) -> dict[str, object]:
    """What rows that bear a name keep beside it, for writers that go past the model."""
    return {"name_initials": initials(name), "name_order": order(name)}


def _letters(text: str) -> str:
    read = lazy_pinyin(text, style=Style.FIRST_LETTER)
    return "".join(letter for letter in "".join(read).lower() if letter.isascii() and letter.isalnum())[:40]
