"""单元格 — what one cell of a table gives one of the rows its line stands for."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from random import Random

from apps.desk.demo.invention import Inventor

DAY = re.compile(r"\d{4}-\d\d-\d\d$|today")
CENTS = Decimal("0.01")
NUMERALS = "〇一二三四五六七八九"


class Days:
    """Dates, those of one row told from its first."""

    def __init__(self, inventor: Inventor, today: date) -> None:
        self.inventor, self.today = inventor, today

    def read(self, text: str, first: date | None) -> date | None:
        """A day: written, drawn between two, so many after the row's first, or before today."""
        if not text:
            return None
        if text.startswith("+"):
            assert first, f"“{text}”前面没有日期"
            fewest, _, most = text[1:].partition("..")
            return first + timedelta(days=self.inventor.random.randint(int(fewest), int(most or fewest)))
        start, between, end = text.partition("..")
        return self.inventor.day(self._day(start), self._day(end)) if between else self._day(start)

    def drawn(self, text: str) -> date:
        """A day that must be told."""
        day = self.read(text, None)
        assert day, "没有日期"
        return day

    def _day(self, text: str) -> date:
        if not text.startswith("today"):
            return date.fromisoformat(text)
        return self.today + timedelta(days=int(text.removeprefix("today") or 0))


def number(text: str, random: Random) -> Decimal:
    """A number: written, or drawn between two."""
    least, between, most = text.partition("..")
    if not between:
        return Decimal(text)
    if "." in least or "." in most:
        return Decimal(str(random.uniform(float(least), float(most)))).quantize(CENTS)
    return Decimal(random.randint(int(least), int(most)))


def shared_out(total: Decimal, count: int, random: Random, *, whole: bool) -> list[Decimal]:
    """So many numbers that sum to ``total``: no two alike by much, none of them nothing."""
    step = Decimal(1) if whole else CENTS
    weights = [Decimal(str(random.uniform(0.4, 1.6))) for _ in range(count)]
    whole_weight = sum(weights)
    parts = [(total * weight / whole_weight).quantize(step, ROUND_DOWN) for weight in weights]
    left = int((total - sum(parts)) / step)
    for order in range(left):
        parts[order] += step
    return parts


def in_turn(text: str, order: int) -> str:
    """One of several written with ``|``, by turns."""
    among = text.split("|")
    return among[order % len(among)]


def told(text: str, order: int, words: Iterable[tuple[str, str]]) -> str:
    """A text with its gaps filled: ``{n}`` the how-manieth, ``{number}`` in digits, and ``words``."""
    if "{" not in text:
        return text
    for gap, word in [("{n}", counted(order + 1)), ("{number}", f"{order + 1}"), *words]:
        text = text.replace(gap, word)
    return text


def counted(count: int) -> str:
    """A number up to 99 in Chinese: 三, 十二, 四十七; above that in digits."""
    tens, ones = divmod(count, 10)
    if count > 99:
        return str(count)
    said = ("" if tens == 1 else NUMERALS[tens]) + "十" if tens else ""
    return said + (NUMERALS[ones] if ones or not tens else "")
