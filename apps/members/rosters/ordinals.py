"""届次 — a number as awards write it: 第六届, 第12届, 6."""

import re

from apps.core.text import compact
from apps.rosters.cells import Circumstances, NumberCell, Said

WRITTEN = re.compile(r"第?(?P<number>[一二三四五六七八九十]{1,3}|\d{1,3})届?")
DIGITS = {sign: value for value, sign in enumerate("一二三四五六七八九", start=1)}


class SessionCell(NumberCell):
    """届次 — Chinese numerals up to 九十九."""

    explanation = "填数字，如6；第六届也可以"

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        found = WRITTEN.fullmatch(compact(raw))
        if found is None:
            return super().read_text(raw, circumstances)
        written = found["number"]
        return Said(int(written) if written.isdecimal() else numeral(written))


def numeral(written: str) -> int:
    """十二 → 12, 二十 → 20, 六 → 6."""
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return DIGITS[written[-1]]
    return DIGITS.get(tens, 1) * 10 + DIGITS.get(ones, 0)
