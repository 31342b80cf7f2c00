"""工作日 — counting days and hours without those on which nobody works."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from apps.services.models import CalendarDay

ONE_DAY = timedelta(days=1)
SATURDAY = 5
FURTHEST = 800  # days; a calendar that frees more than that in a row is wrong


def is_working(day: date) -> bool:
    """Whether people work on a day: what the calendar says, else Monday to Friday."""
    said = CalendarDay.objects.filter(day=day).first()
    return said.is_working if said else day.weekday() < SATURDAY


def days_after(day: date, count: int) -> date:
    """The day ``count`` working days after ``day``."""
    special = _special(day, day + timedelta(days=FURTHEST))
    while count > 0:
        day += ONE_DAY
        count -= special.get(day, day.weekday() < SATURDAY)
    return day


def days_between(start: date, end: date) -> int:
    """How many working days lie after ``start`` up to and with ``end``."""
    special = _special(start, end)
    days = (start + ONE_DAY * number for number in range(1, (end - start).days + 1))
    return sum(special.get(day, day.weekday() < SATURDAY) for day in days)


def hours_after(moment: datetime, hours: int) -> datetime:
    """The moment by which so many hours have passed, the clock standing still on days off."""
    left, moment = timedelta(hours=hours), timezone.localtime(moment)
    special = _special(moment.date(), moment.date() + timedelta(days=FURTHEST))
    while True:
        day = moment.date()
        midnight = timezone.make_aware(datetime.combine(day + ONE_DAY, time.min))
        if special.get(day, day.weekday() < SATURDAY):
            if moment + left < midnight:
                return moment + left
            left -= midnight - moment
        moment = midnight


def _special(start: date, end: date) -> dict[date, bool]:
    return dict(CalendarDay.objects.filter(day__range=(start, end)).values_list("day", "is_working"))
