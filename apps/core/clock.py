"""时钟 — the one place that knows what day it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set_to: ContextVar[date | None] = ContextVar("clock_set_to", default=None)


def today() -> date:
    """Today in Asia/Shanghai, unless a command or a test has set the clock."""
    return _set_to.get() or timezone.localdate()


def now() -> datetime:
    """This moment; on the day the clock was set to, if it was."""
    moment = timezone.now()
    day = _set_to.get()
    if day is None:
        return moment
    return timezone.make_aware(datetime.combine(day, timezone.localtime(moment).time()))


@contextmanager
def set_to(day: date | None) -> Iterator[None]:
    """Let ``today()`` be ``day`` for a while; ``None`` leaves the clock alone."""
    token = _set_to.set(day)
    try:
        yield
    finally:
        _set_to.reset(token)
