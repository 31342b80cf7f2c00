"""当时口径 — what closings kept, read back: numbers, definitions and rows as they stood then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from apps.chains.models import Closing, FrozenCells, FrozenFigure, FrozenReading, FrozenRow, ReportingPeriod
from apps.chains.models.frozen import FrozenTally
from apps.chains.reading import Reading, Shape
from apps.chains.scope import Scope
from apps.chains.unit import Unit
from apps.core.access import held
from apps.core.period import Period
from apps.core.remit import Reach, Remit

Name = tuple[str, str]


def closings(periods: Iterable[Period]) -> dict[Period, Closing]:
    """The closing that holds for each of these periods that is closed."""
    wanted = set(periods)
    rows = Closing.objects.filter(
        period__status=ReportingPeriod.Status.CLOSED,
        period__starts_on__in={period.start for period in wanted},
        period__ends_on__in={period.end for period in wanted},
    )
    found = {row.period.period: row for row in rows.select_related("period").order_by("number")}
    return {period: row for period, row in found.items() if period in wanted}


def readings(
    found: Sequence[Closing], scope: Scope, remit: Remit, names: Iterable[Name] | None = None
) -> dict[tuple[int, Name], FrozenReading]:
    """What closings kept of a scope that the remit holds whole, by closing and name of the figure."""
    rows = FrozenReading.objects.of(scope, remit).filter(figure__closing__in=found)
    if names is not None:
        rows = rows.filter(figure__code__in={code for code, _ in names})
    return {
        (row.figure.closing_id, (row.figure.code, row.figure.part)): row
        for row in rows.select_related("figure")
    }


def told(row: FrozenReading) -> Reading:
    """A kept reading, to be written like any other."""
    figure = row.figure
    return Reading(
        unit=Unit(figure.unit),
        numerator=row.numerator,
        denominator=row.denominator,
        shape=Shape(figure.shape),
        places=figure.places,
        rows=row.rows,
        months=figure.months,
        withheld=row.withheld,
    )


def rows_of(tally: FrozenTally, scope: Scope) -> QuerySet:
    """The kept rows of a tally inside a scope."""
    rows: Any = FrozenRow.objects.filter(tally=tally)
    match scope.reach:
        case Reach.EVERYTHING:
            return rows
        case Reach.CLUSTER:
            return rows.filter(clusters__contains=[scope.key])
        case Reach.PLACE:
            return rows.filter(places__contains=[scope.key])
        case Reach.ORGANIZATION:
            return rows.filter(organizations__contains=[scope.key])
    return rows.none()


def reachable(rows: QuerySet, tally: FrozenTally, remit: Remit) -> QuerySet:
    """Those whose row the remit reaches today; who sees everything sees also what is gone."""
    if remit.is_everything:
        return rows
    known = held(model_of(tally), remit).order_by().values("pk")
    return rows.filter(key__in=known)


def model_of(tally: FrozenTally) -> type[Model]:
    """Of the rows it keeps."""
    return apps.get_model(tally.model)


def lines(tally: FrozenTally, keys: Sequence[int]) -> list[list[str]]:
    """What the columns said of rows, in the order of the keys."""
    found = FrozenCells.objects.filter(closing=tally.closing_id, model=tally.model, key__in=keys)
    cells = {row.key: row.cells for row in found}
    return [cells.get(key, []) for key in keys]


@dataclass(frozen=True)
class Compared:
    """来去 — the rows of a figure that only an earlier closing has, and those that only a later one has."""

    earlier: FrozenFigure
    later: FrozenFigure
    scope: Scope

    def gone(self) -> QuerySet:
        """Rows that were there only earlier."""
        return self._only(self.earlier.numerator, self.later.numerator)

    def come(self) -> QuerySet:
        """Rows that are there only later."""
        return self._only(self.later.numerator, self.earlier.numerator)

    def _only(self, there: FrozenTally, not_there: FrozenTally) -> QuerySet:
        others = rows_of(not_there, self.scope).order_by().values("key")
        return rows_of(there, self.scope).exclude(key__in=others).order_by("key")
