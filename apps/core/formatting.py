"""写法 — how numbers, money, days, minutes and spans are written on pages, in sentences and in files."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

NONE = "—"
PERCENT, MONEY = "%", "万元"
WAN_PER_YI = Decimal(10000)

Number = int | float | Decimal


def rounded(value: Number, places: int) -> Decimal:
    """Round half up, as official figures are; binary floats are read by their shortest decimal form."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def number(value: Number | None, places: int = 0) -> str:
    """Plain digits, 「—」 for nothing: official texts write 3716, not 3,716."""
    return NONE if value is None else f"{rounded(value, places):f}"


def percent(value: Number | None) -> str:
    """`value` is already in percent (83.25 → 83.3%)."""
    return NONE if value is None else f"{number(value, 1)}%"


def share(numerator: Number | None, denominator: Number | None) -> str:
    """A rate from its two parts; an empty denominator has no rate (indicators.md 3.0)."""
    if numerator is None or not denominator:
        return NONE
    return percent(Decimal(str(numerator)) * 100 / Decimal(str(denominator)))


def money_parts(wan: Number | None) -> tuple[str, str]:
    """Money kept in 万元: two decimals, in 亿元 from 10000万元 on. Returns digits and unit."""
    if wan is None:
        return NONE, ""
    if abs(Decimal(str(wan))) >= WAN_PER_YI:
        return number(Decimal(str(wan)) / WAN_PER_YI, 2), "亿元"
    return number(wan, 2), MONEY


def money(wan: Number | None) -> str:
    """13.45亿元, 8500.00万元."""
    return "".join(money_parts(wan))


def parts(value: Number | None, unit: str) -> tuple[str, str]:
    """Digits and unit of a reading, apart, so that a page can set the unit smaller."""
    if value is None:
        return NONE, ""
    if unit == MONEY:
        return money_parts(value)
    whole = unit != PERCENT and Decimal(str(value)) % 1 == 0
    return number(value, 0 if whole else 1), unit


def change(now: Number | None, before: Number | None, unit: str = "") -> tuple[str, str]:
    """The step from one period to the next as text and tone (up, down, flat); rates change in points."""
    if now is None or before is None:
        return "", "flat"
    step = Decimal(str(now)) - Decimal(str(before))
    digits = parts(abs(step), unit)[0]
    if not Decimal(digits):
        return "持平", "flat"
    return (f"▲{digits}", "up") if step > 0 else (f"▼{digits}", "down")


def day(value: date | None, precision: str = "D") -> str:
    """2026年11月22日; with precision M or Y only what is known: 2026年11月, 2026年."""
    if value is None:
        return NONE
    month = f"{value.year}年{value.month}月"
    return {"Y": f"{value.year}年", "M": month}.get(precision, f"{month}{value.day}日")


def minute(at: datetime) -> str:
    """2026-11-22 15:04 — a moment as the clocks here showed it."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def as_of(value: date) -> str:
    """截至2026年11月22日"""
    return f"截至{day(value)}"


def span(starts_on: date | None, ends_on: date | None) -> str:
    """A dated relation: open ones say since when, closed ones from when until when."""
    if ends_on is None:
        return NONE if starts_on is None else f"{day(starts_on)}起"
    return f"{'' if starts_on is None else day(starts_on)}至{day(ends_on)}"
