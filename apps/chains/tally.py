"""点数 — what is counted, added up or taken the middle of; whichever it is, the same rows open behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from django.db.models import F, Model, QuerySet

from apps.chains.reading import Measured
from apps.chains.scope import Scope
from apps.chains.subject import Subject
from apps.core.period import Period
from apps.core.remit import Reach, Remit, RemitQuerySet


class How(Enum):
    """How the rows of a tally make one number; the value is what SQL says of ``told``."""

    COUNT = ""
    SUM = "coalesce(sum(told), 0)"
    KINDS = "count(DISTINCT told)"
    MEDIAN = "percentile_cont(0.5) WITHIN GROUP (ORDER BY told)::numeric"


@dataclass(frozen=True)
class Tally:
    """``rows(period)`` of a subject, counted once each.

    With an ``amount`` (a field, or what ``rows`` annotates) it is what they say that is added up.
    A stock ``stands`` on a day; a flow grows until its period is over.
    """

    subject: Subject
    rows: Callable[[Period], RemitQuerySet]
    amount: str = ""
    how: How = How.COUNT
    stands: bool = False

    @property
    def model(self) -> type[Model]:
        """Of the rows that open."""
        return self.subject.model

    @property
    def nothing(self) -> Measured:
        """What no rows come to: there is no middle of nothing."""
        return Measured(0, None if self.how is How.MEDIAN else 0)

    def inside(self, scope: Scope, remit: Remit, period: Period) -> QuerySet:
        """The rows a scope holds and the remit reaches."""
        return self.subject.inside(self.rows(period).within(remit), scope, period.end)

    def by_target(self, reach: Reach, remit: Remit, period: Period) -> list[QuerySet]:
        """(target, key) of every row the remit reaches, for each cluster or place it stands in."""
        return self.subject.by_target(self.rows(period).within(remit), reach, period.end)

    def told(self, rows: QuerySet) -> QuerySet:
        """(key, told) of rows: what each adds to the number; nothing more than its key when it is counted."""
        rows = rows.order_by()
        if self.how is How.COUNT:
            return rows.values(key=F("pk"))
        return rows.values(key=F("pk"), told=F(self.amount))


@dataclass(frozen=True)
class Distinct:
    """家 behind 家次 — how many different rows of ``model`` the rows of a tally point to; those open."""

    of: Tally
    column: str
    model: type[Model]
    how = How.COUNT
    nothing = Measured(0, 0)

    @property
    def stands(self) -> bool:
        """As what points to them does."""
        return self.of.stands

    def inside(self, scope: Scope, remit: Remit, period: Period) -> QuerySet:
        """Rows of the model, once each, that the remit reaches too."""
        found = self.of.inside(scope, remit, period).order_by().values(self.column)
        return _within(self.model, remit).filter(pk__in=found)

    def by_target(self, reach: Reach, remit: Remit, period: Period) -> list[QuerySet]:
        """(target, key) with the key of the row pointed to."""
        rows = self.of.rows(period).within(remit).filter(**{f"{self.column}__isnull": False})
        if not remit.is_everything:
            known = _within(self.model, remit).order_by().values("pk")
            rows = rows.filter(**{f"{self.column}__in": known})
        return self.of.subject.by_target(rows, reach, period.end, self.column)

    def told(self, rows: QuerySet) -> QuerySet:
        """(key) of rows."""
        return rows.order_by().values(key=F("pk"))


@dataclass(frozen=True)
class Different(Distinct):
    """省、地 — how many different things the rows of a tally say in ``by``; one row of each opens.

    ``column`` is what the subject's rows are annotated with: the key of the first row that says the same.
    """

    by: tuple[str, ...] = ()

    def inside(self, scope: Scope, remit: Remit, period: Period) -> QuerySet:
        """One row for each thing said inside the scope."""
        found = self.of.inside(scope, remit, period).order_by(*self.by, "pk").distinct(*self.by)
        return _within(self.model, remit).filter(pk__in=found.values("pk"))

    def by_target(self, reach: Reach, remit: Remit, period: Period) -> list[QuerySet]:
        """(target, key), rows that say the same under one key."""
        rows = self.of.rows(period).within(remit)
        return self.of.subject.by_target(rows, reach, period.end, self.column)


Counted = Tally | Distinct


def standing(subject: Subject, rows: Callable[[date], RemitQuerySet]) -> Tally:
    """A stock: what stands on the last day of the period."""
    return Tally(subject, lambda period: rows(period.end), stands=True)


def total(subject: Subject, rows: Callable[[Period], RemitQuerySet], amount: str) -> Tally:
    """What the rows say, added up: 万元, 人次. Rows that say nothing add nothing."""
    return Tally(subject, rows, amount, How.SUM)


def kinds(subject: Subject, rows: Callable[[Period], RemitQuerySet], column: str) -> Tally:
    """How many different things the rows say in a column: 六同 held, 七个一 there."""
    return Tally(subject, rows, column, How.KINDS)


def median(subject: Subject, rows: Callable[[Period], RemitQuerySet], amount: str) -> Tally:
    """The middle of what the rows say."""
    return Tally(subject, rows, amount, How.MEDIAN)


def _within(model: type[Model], remit: Remit) -> Any:
    """Rows of a model within a remit; a model open to every reader has all its rows there."""
    rows: Any = model._default_manager.all()
    return rows.within(remit) if hasattr(rows, "within") else rows
