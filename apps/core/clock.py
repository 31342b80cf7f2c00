"""时钟 — the one place that knows what day it is."""

from datetime import date

from django.utils import timezone


def today() -> date:
    return timezone.localdate()
