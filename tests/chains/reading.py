"""读数 — what a test asks of an indicator: a number and the rows that open behind it."""

from datetime import date

from django.db.models import QuerySet

from apps.chains.handbook import INDICATORS
from apps.chains.indicator import Figure, Reading
from apps.chains.measuring import measure
from apps.chains.scope import Scope
from apps.core.period import Period
from apps.core.remit import Remit

DAY = date(2026, 11, 22)
EVERYTHING = Remit.everything()


def figure(code: str) -> Figure:
    """``ORG-06`` or, for a part, ``ORG-06/ready``."""
    code, _, key = code.partition("/")
    found = INDICATORS[code].part(key)
    assert found is not None
    return found


def read(code: str, target=None, day: date = DAY, remit: Remit = EVERYTHING) -> Reading:
    """The reading of one figure; without a target, of everything."""
    scope = Scope.of(target) if target else Scope.everything(remit)
    return measure([figure(code)], scope, remit, Period.until(day))[figure(code)]


def made_of(code: str, target=None, day: date = DAY, remit: Remit = EVERYTHING) -> tuple[int, int | None]:
    """Numerator and denominator."""
    reading = read(code, target, day, remit)
    return reading.numerator, reading.denominator


def rows(code: str, target=None, day: date = DAY, remit: Remit = EVERYTHING) -> QuerySet:
    """The rows behind its numerator."""
    scope = Scope.of(target) if target else Scope.everything(remit)
    return figure(code).numerator.inside(scope, remit, Period.until(day))
