"""当时口径 — what closings kept, read back: numbers, definitions and rows as they stood then."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from apps.chains.models import Closing, FrozenCells, FrozenFigure, FrozenReading, FrozenRow, ReportingPeriod
from apps.chains.models.frozen import FrozenTally
from apps.chains.reading import Reading, Shape
from apps.chains.scope import Scope
from apps.chains.tables import SHEETS
from apps.chains.unit import Unit
from apps.core.access import held
from apps.core.columns import joined
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


def lines(tally: FrozenTally, keys: Sequence[int], remit: Remit) -> list[list[str]]:
    """What the columns said of rows, in the order of the keys, as far as the remit reaches today.

    A cell put together of several rows says those it reaches; who sees everything sees also what is gone.
    """
    found = FrozenCells.objects.filter(closing=tally.closing_id, model=tally.model, key__in=keys)
    rows = {row.key: row for row in found}
    if not remit.is_everything:
        reached = _reached(rows.values(), remit)
        for row in rows.values():
            _narrow(row, reached, tally)
    return [rows[key].cells if key in rows else [] for key in keys]


def _reached(rows: Iterable[FrozenCells], remit: Remit) -> set[tuple[str, int]]:
    """Which of the rows that cells were put together of the remit reaches; a query for each register."""
    asked: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        for part in row.parts or ():
            asked[part["model"]].add(part["key"])
    reached: set[tuple[str, int]] = set()
    for model, keys in asked.items():
        found = held(apps.get_model(model), remit).order_by().filter(pk__in=keys)
        reached.update((model, key) for key in found.values_list("pk", flat=True))
    return reached


def _narrow(row: FrozenCells, reached: set[tuple[str, int]], tally: FrozenTally) -> None:
    """Leave of such cells what is reached: nothing, where nobody noted what they were put together of."""
    told: dict[int, list[str]] = {place: [] for place in _put_together(tally)}
    for part in row.parts or ():
        told.setdefault(part["cell"], [])
        if (part["model"], part["key"]) in reached:
            told[part["cell"]].append(part["said"])
    for place, names in told.items():
        row.cells[place] = joined(names)


def _put_together(tally: FrozenTally) -> list[int]:
    """The cells that today's columns put together, as far as they stood there then."""
    columns = SHEETS[model_of(tally)].columns
    return [tally.labels.index(one.label) for one in columns if one.parts and one.label in tally.labels]


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
