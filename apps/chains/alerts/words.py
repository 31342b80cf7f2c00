"""预警的说法 — phrases that several kinds share."""

from collections.abc import Callable
from datetime import date

from django.db.models import F

from apps.core.formatting import day as written


def ended(end: date, today: date, late: str) -> str:
    """2026年8月15日届满，已过99天 — or how many days are left."""
    days = (today - end).days
    return f"{written(end)}届满，" + (late.format(days) if days > 0 else f"还有{-days}天")


def month_of(first: date) -> str:
    """2026年8月"""
    return f"{first.year}年{first.month}月"


def at(name: str) -> Callable[[date], F]:
    """That rows have waited since the day that stands in a field."""
    return lambda day: F(name)
