"""统计期 — month, quarter, year or any two dates, and the day a figure stands for (截至)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from apps.core import clock

QUARTERS = "一二三四"
WRITTEN = re.compile(r"(?P<year>\d{4})(?:-?Q(?P<quarter>[1-4])|-(?P<month>\d{1,2}))?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from ``start`` to ``end``, both counted. A stock is read on ``end``, a flow over all days."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("结束日期不能早于开始日期。")

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """A calendar month."""
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Self:
        """A calendar quarter, 1 to 4."""
        last = quarter * 3
        return cls(date(year, last - 2, 1), date(year, last, monthrange(year, last)[1]))

    @classmethod
    def year(cls, year: int) -> Self:
        """A calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def until(cls, day: date) -> Self:
        """The quarter of ``day``, read no further than that day: what a board shows as 截至."""
        return cls(cls.quarter(day.year, _quarter(day)).start, day)

    @classmethod
    def read(cls, text: str) -> Self:
        """Read ``2026``, ``2026Q4``, ``2026-11`` or ``2026-01-01..2026-03-31``.

        Raises ``ValueError`` with a Chinese message for anything else.
        """
        first, between, last = text.partition("..")
        try:
            if between:
                return cls(date.fromisoformat(first), date.fromisoformat(last))
            return cls._named(text)
        except (ValueError, AttributeError) as error:
            raise ValueError(
                f"无法识别的统计期“{text}”，可写作 2026、2026Q4、2026-11 或起止日期。"
            ) from error

    @classmethod
    def _named(cls, text: str) -> Self:
        parts = WRITTEN.match(text.strip()).groupdict()  # type: ignore[union-attr]
        year = int(parts["year"])
        if parts["quarter"]:
            return cls.quarter(year, int(parts["quarter"]))
        return cls.month(year, int(parts["month"])) if parts["month"] else cls.year(year)

    @property
    def days(self) -> tuple[date, date]:
        """First and last day, for ``__range`` lookups."""
        return self.start, self.end

    @property
    def as_of(self) -> date:
        """截至 — the last day that has come."""
        return min(self.end, clock.today())

    @property
    def months(self) -> int:
        """How many calendar months it touches."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    def stretches(self, months: int) -> list["Period"]:
        """Calendar stretches of so many months (1, 3, 6 or 12) that lie whole inside, in their order."""
        found = []
        first = self.start.replace(month=(self.start.month - 1) // months * months + 1, day=1)
        while first <= self.end:
            last = Period.month(first.year, first.month + months - 1).end
            if first >= self.start and last <= self.end:
                found.append(Period(first, last))
            first = last + timedelta(days=1)
        return found

    def previous(self) -> "Period":
        """The period of the same kind just before; for odd dates, as many days before."""
        before = self.start - timedelta(days=1)
        match self.kind:
            case "year":
                return Period.year(before.year)
            case "quarter":
                return Period.quarter(before.year, _quarter(before))
            case "month":
                return Period.month(before.year, before.month)
        return Period(self.start - (self.end - self.start) - timedelta(days=1), before)

    @property
    def kind(self) -> str:
        """``year``, ``quarter``, ``month`` or ``days``."""
        if self == Period.year(self.start.year):
            return "year"
        if self == Period.quarter(self.start.year, _quarter(self.start)):
            return "quarter"
        return "month" if self == Period.month(self.start.year, self.start.month) else "days"

    @property
    def written(self) -> str:
        """As addresses and commands write it: ``2026``, ``2026Q4``, ``2026-11``; odd days with both."""
        match self.kind:
            case "year":
                return f"{self.start:%Y}"
            case "quarter":
                return f"{self.start:%Y}Q{_quarter(self.start)}"
            case "month":
                return f"{self.start:%Y-%m}"
        return f"{self.start:%Y-%m-%d}..{self.end:%Y-%m-%d}"

    def __str__(self) -> str:
        match self.kind:
            case "year":
                return f"{self.start.year}年"
            case "quarter":
                return f"{self.start.year}年第{QUARTERS[_quarter(self.start) - 1]}季度"
            case "month":
                return f"{self.start.year}年{self.start.month}月"
        return f"{self.start:%Y-%m-%d}至{self.end:%Y-%m-%d}"


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def recent(kind: str, day: date, count: int) -> list[Period]:
    """The last ``count`` months, quarters or years, oldest first; the last is read until ``day``."""
    periods = [period_of(kind, day)]
    while len(periods) < count:
        periods.append(periods[-1].previous())
    periods[0] = Period(periods[0].start, day)
    return periods[::-1]


def recent_quarters(day: date, count: int) -> list[Period]:
    """The last ``count`` quarters up to the one of ``day``."""
    return recent("quarter", day, count)


def period_of(kind: str, day: date) -> Period:
    """The month, quarter (also for odd kinds) or year a day is in."""
    if kind == "year":
        return Period.year(day.year)
    return Period.month(day.year, day.month) if kind == "month" else Period.quarter(day.year, _quarter(day))
