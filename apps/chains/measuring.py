"""计数 — figures of one scope, of many periods, of every cluster: one statement each, whatever the rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet

from apps.chains.indicator import Figure, Reading, Tally
from apps.chains.scope import Scope
from apps.core.period import Period
from apps.core.remit import Reach, Remit

F = TypeVar("F", bound=Figure)
Arm = tuple[str, tuple[Any, ...]]

NO_ROWS: Arm = ("SELECT NULL::bigint WHERE false", ())
NO_PAIRS: Arm = ("SELECT NULL::bigint AS target, NULL::bigint AS key WHERE false", ())


def measure(figures: Iterable[F], scope: Scope, remit: Remit, period: Period) -> dict[F, Reading]:
    """Each figure's reading in one scope; one query."""
    (readings,) = measure_over(figures, scope, remit, [period])
    return readings


def measure_over(
    figures: Iterable[F], scope: Scope, remit: Remit, periods: Sequence[Period]
) -> list[dict[F, Reading]]:
    """The readings of each period; one query for all."""
    figures = list(figures)
    tallies = _tallies(figures)
    arms = [_statement(tally.inside(scope, remit, period)) for period in periods for tally in tallies]
    counts = iter(_count(arms))
    readings = []
    for _ in periods:
        counted = {tally: next(counts) for tally in tallies}
        readings.append(
            {figure: figure.reading([counted[tally] for tally in figure.tallies]) for figure in figures}
        )
    return readings


def measure_each(
    figures: Iterable[F], reach: Reach, targets: Iterable[int], remit: Remit, period: Period
) -> dict[int, dict[F, Reading]]:
    """The readings of each cluster or place (by key), ``reach`` saying which; one query for all."""
    figures = list(figures)
    tallies = _tallies(figures)
    arms = [_pairs(tally.by_target(reach, remit, period)) for tally in tallies]
    counted: dict[tuple[int, int], int] = defaultdict(int)
    for number, target, count in _count_by_target(arms):
        counted[number, target] = count
    place = {tally: number for number, tally in enumerate(tallies)}
    return {
        target: {
            figure: figure.reading([counted[place[tally], target] for tally in figure.tallies])
            for figure in figures
        }
        for target in targets
    }


def _tallies(figures: Iterable[Figure]) -> list[Tally]:
    """What has to be counted, each once."""
    return list(dict.fromkeys(tally for figure in figures for tally in figure.tallies))


def _statement(rows: QuerySet) -> Arm:
    try:
        return rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return NO_ROWS


def _pairs(rows: QuerySet) -> Arm:
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return NO_PAIRS


@contextmanager
def steady_plans() -> Iterator[None]:
    """Let sets be joined by hashing for a while.

    Right after a large import nothing is known about the new rows; the planner then takes every
    set for a single row and loops over loops, for minutes where hashing needs a second.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop = on")


def _count(arms: Sequence[Arm]) -> list[int]:
    if not arms:
        return []
    counts = ", ".join(f"(SELECT count(*) FROM ({sql}) AS counted)" for sql, _ in arms)
    with steady_plans(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", _parameters(arms))
        return list(cursor.fetchone())


def _count_by_target(arms: Sequence[Arm]) -> list[tuple[int, int, int]]:
    if not arms:
        return []
    each = (
        f"SELECT {number}, target, count(DISTINCT key) FROM ({sql}) AS counted GROUP BY target"
        for number, (sql, _) in enumerate(arms)
    )
    with steady_plans(), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each), _parameters(arms))
        return cursor.fetchall()


def _parameters(arms: Sequence[Arm]) -> list[Any]:
    return [parameter for _, parameters in arms for parameter in parameters]
