"""工作日历的变动: the year the State Council announces is entered as a whole."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from apps.core.history import because
from apps.core.moves import By
from apps.services.models import CalendarDay


class Announced(NamedTuple):
    """One day as announced."""

    day: date
    is_working: bool
    name: str = ""


def announce(days: Iterable[Announced], *, by: By, why: str = "") -> int:
    """Enter the days of years that hold none yet; what somebody has entered stays. Answers how many."""
    known = {day.year for day in CalendarDay.objects.dates("day", "year")}
    rows = [CalendarDay(**day._asdict()) for day in days if day.day.year not in known]
    for row in rows:
        row.full_clean(validate_unique=False)
    with because(by=by, why=why):
        CalendarDay.objects.bulk_create(rows)
    return len(rows)
