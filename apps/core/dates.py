"""日期 — what people write for a date, and how much of it they knew (domain.md §6.1 #7–9).

A roster often knows only a month. Such a date is kept as the first of it, with its precision beside it, and
compared as the stretch of days it may mean.
"""

import calendar
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from apps.core.judgement import NOTHING, Judged, error, warning
from apps.core.text import compact

DAY, MONTH, YEAR = "D", "M", "Y"
PRECISIONS = [(DAY, "日"), (MONTH, "月"), (YEAR, "年")]

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
SERIAL_ORIGIN = date(1899, 12, 30)
SERIAL_ORIGIN_1904 = date(1904, 1, 1)
# Excel counts a 29 February 1900 that never was; serials up to it name no certain day.
FIRST_SAFE_SERIAL, LAST_SERIAL = 61, 73049
LONGEST = 40

NOT_GIVEN = frozenset(
    {
        "",
        "/",
        "\\",
        "-",
        "--",
        "—",
        "——",
        "―",
        "–",
        "无",
        "未",
        "空",
        "未转正",
        "暂无",
        "不详",
        "未知",
        "N/A",
        "NULL",
        "0",
    }
)
YEAR_FIRST = re.compile(
    r"(?P<year>\d{4}|\d{2})(?P<mark>[-/.,、年])(?:(?P<month>\d{1,2})(?:[-/.,、月](?P<day>\d{1,2})?日?号?)?月?)?"
)
COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})?")
YEAR_ALONE = re.compile(r"(?P<year>\d{4})年?")
TIME_OF_DAY = re.compile(r"(T|\s+)\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?\s*$")
AFTERTHOUGHT = re.compile(r"[.。,、;]+$|(生|出生|入党|转正|起)$|\([^()]*\)$")
CHINESE_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "О": 0,
}
CHINESE_NUMBER = re.compile("[〇零○一二三四五六七八九十]+")

UNREADABLE = error("DATE_UNREADABLE", "无法识别为日期，请按“2008-06-01”填写")
AMBIGUOUS = warning("DATE_AMBIGUOUS", "“.1”可能是1月，也可能是10月（末尾的0会丢失），暂按年份登记，请核对")


class PartialDate(NamedTuple):
    """不完整日期 — the first day it may mean, and how much of it is known."""

    on: date
    precision: str = DAY

    @property
    def first(self) -> date:
        return self.on

    @property
    def last(self) -> date:
        if self.precision == DAY:
            return self.on
        month = 12 if self.precision == YEAR else self.on.month
        return self.on.replace(month=month, day=calendar.monthrange(self.on.year, month)[1])

    @property
    def days(self) -> int:
        """How many days it may mean."""
        return (self.last - self.first).days + 1

    def may_be(self, other: "PartialDate") -> bool:
        """Whether both may mean one and the same day."""
        return self.first <= other.last and other.first <= self.last


def partial_date(values: Mapping[str, Any], field: str) -> PartialDate | None:
    """The date a record keeps under `field`, with the precision it keeps under `<field>_precision`."""
    on = values.get(field)
    return PartialDate(on, values.get(f"{field}_precision") or DAY) if on else None


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same day so many years on; 28 February for a 29th that is not there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def judge_date(raw: object, *, today: date, epoch_1904: bool = False) -> Judged:
    """A `PartialDate`; two-digit years are read as the latest that is not in the future."""
    if isinstance(raw, datetime):
        return _judge_day(raw.date())
    if isinstance(raw, date):
        return _judge_day(raw)
    if raw is None:
        return NOTHING
    if isinstance(raw, bool):
        return Judged(None, (UNREADABLE,))
    if isinstance(raw, (int, float)):
        return _judge_amount(raw, today, epoch_1904)
    return _judge_text(str(raw), today)


def _judge_day(day: date, precision: str = DAY) -> Judged:
    if not EARLIEST <= day <= LATEST:
        return Judged(None, (UNREADABLE,))
    return Judged(PartialDate(day, precision))


def _judge_amount(amount: float, today: date, epoch_1904: bool) -> Judged:
    """19850701, 198507 and 1985.07 are writing; other amounts are days counted by the spreadsheet."""
    if amount == 0:
        return NOTHING
    if 1900 <= amount <= 2100 or 190001 <= amount <= 210012 or 19000101 <= amount <= 21001231:
        return _judge_text(f"{amount:.10g}", today)
    if FIRST_SAFE_SERIAL <= amount <= LAST_SERIAL:
        origin = SERIAL_ORIGIN_1904 if epoch_1904 else SERIAL_ORIGIN
        return _judge_day(origin + timedelta(days=int(amount)))
    return Judged(None, (UNREADABLE,))


@lru_cache(maxsize=8192)
def _judge_text(raw: str, today: date) -> Judged:
    if len(raw) > LONGEST:
        return Judged(None, (UNREADABLE,)) if raw.strip() else NOTHING
    text = _plain(raw)
    if text.upper() in NOT_GIVEN:
        return NOTHING
    match = YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text) or YEAR_ALONE.fullmatch(text)
    if match is None:
        return _judge_serial_text(text, today)
    parts = match.groupdict()
    if parts.get("mark") == "." and parts["month"] == "1" and not parts["day"]:
        return _ambiguous(_full_year(parts["year"], today))
    return _assembled(_full_year(parts["year"], today), parts.get("month"), parts.get("day"))


def _plain(raw: str) -> str:
    """Without time of day, closing marks and afterthoughts, Chinese numerals written as digits."""
    text = compact(TIME_OF_DAY.sub("", raw)).strip("'\"`")
    for _ in range(3):
        text = AFTERTHOUGHT.sub("", text)
    return CHINESE_NUMBER.sub(lambda found: _digits(found.group()), text)


def _digits(numeral: str) -> str:
    """一九八五 → 1985, 十二 → 12, 二十一 → 21."""
    if "十" not in numeral:
        return "".join(str(CHINESE_DIGITS[character]) for character in numeral)
    tens, _, ones = numeral.partition("十")
    return f"{CHINESE_DIGITS.get(tens, 1) * 10 + CHINESE_DIGITS.get(ones, 0)}"


def _judge_serial_text(text: str, today: date) -> Judged:
    """A day count that arrived as text, as CSV files write it."""
    if re.fullmatch(r"\d{4,5}(\.0+)?", text, re.ASCII):
        return _judge_amount(float(text), today, epoch_1904=False)
    return Judged(None, (UNREADABLE,))


def _full_year(year: str, today: date) -> int:
    if len(year) == 4:
        return int(year)
    century = today.year // 100 * 100
    return century + int(year) - (100 if int(year) > today.year % 100 else 0)


def _ambiguous(year: int) -> Judged:
    judged = _assembled(year, None, None)
    return judged._replace(issues=(AMBIGUOUS,)) if judged.value else judged


def _assembled(year: int, month: str | None, day: str | None) -> Judged:
    precision = DAY if day else MONTH if month else YEAR
    try:
        return _judge_day(date(year, int(month or 1), int(day or 1)), precision)
    except ValueError:
        return Judged(None, (UNREADABLE,))
