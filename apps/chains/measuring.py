"""计数 — figures of one scope, of many periods, of every cluster: one statement each, whatever the rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet

from apps.chains.indicator import Figure, Reading
from apps.chains.reading import Measured
from apps.chains.scope import Scope
from apps.chains.tally import Counted, Distinct, How
from apps.core.period import Period
from apps.core.remit import Reach, Remit

F = TypeVar("F", bound=Figure)
Arm = tuple[str, tuple[Any, ...]]

NO_ROWS = "SELECT NULL::bigint AS key, NULL::numeric AS told WHERE false"
NO_PAIRS = "SELECT NULL::bigint AS target, NULL::bigint AS key WHERE false"


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
    arms = [_whole(tally, scope, remit, period) for period in periods for tally in tallies]
    counts = {number: measured for number, _, measured in _run(tallies, arms)}
    readings = []
    for nth, period in enumerate(periods):
        counted = {tally: counts[nth * len(tallies) + place] for place, tally in enumerate(tallies)}
        readings.append(_read(figures, counted, period))
    return readings


def measure_each(
    figures: Iterable[F], reach: Reach, targets: Iterable[int], remit: Remit, period: Period
) -> dict[int, dict[F, Reading]]:
    """The readings of each cluster or place (by key), ``reach`` saying which; one query for all."""
    figures = list(figures)
    tallies = _tallies(figures)
    counts: dict[int | None, dict[Counted, Measured]] = defaultdict(lambda: {t: _nothing(t) for t in tallies})
    for number, target, measured in _run(tallies, [_each(t, reach, remit, period) for t in tallies]):
        counts[target][tallies[number]] = measured
    return {target: _read(figures, counts[target], period) for target in targets}


def count_rows(sets: Sequence[QuerySet]) -> list[int]:
    """How many rows each of these sets has; one query."""
    if not sets:
        return []
    arms = [_statement(rows.order_by().values("pk"), "SELECT NULL::bigint WHERE false") for rows in sets]
    counts = ", ".join(f"(SELECT count(*) FROM ({sql}) AS counted)" for sql, _ in arms)  # nosec B608
    with steady_plans(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [parameter for _, parameters in arms for parameter in parameters])
        return list(cursor.fetchone())


def _read(figures: Iterable[F], counted: dict[Counted, Measured], period: Period) -> dict[F, Reading]:
    return {figure: figure.reading([counted[t] for t in figure.tallies], period) for figure in figures}


def _tallies(figures: Iterable[Figure]) -> list[Counted]:
    """What has to be counted, each once."""
    return list(dict.fromkeys(tally for figure in figures for tally in figure.tallies))


def _whole(tally: Counted, scope: Scope, remit: Remit, period: Period) -> Arm:
    """What the rows inside a scope come to."""
    sql, parameters = _statement(tally.told(tally.inside(scope, remit, period)), NO_ROWS)
    return f"NULL::bigint AS target, count(*), {_sum(tally)} FROM ({sql}) AS counted", parameters  # nosec B608


def _each(tally: Counted, reach: Reach, remit: Remit, period: Period) -> Arm:
    """What the rows of each target come to."""
    pairs, parameters = _all_of(tally.by_target(reach, remit, period))
    pairs = f"({pairs}) AS pairs (target, key)"
    if isinstance(tally, Distinct) or tally.how is How.COUNT:
        return f"target, count(DISTINCT key), NULL::numeric FROM {pairs} GROUP BY target", parameters  # nosec B608
    told, more = _statement(tally.told(tally.rows(period).within(remit)), NO_ROWS)
    return (
        f"target, count(*), {_sum(tally)} FROM (SELECT DISTINCT target, key FROM {pairs}) AS once"  # nosec B608
        f" JOIN ({told}) AS counted USING (key) GROUP BY target",
        (*parameters, *more),
    )


def _sum(tally: Counted) -> str:
    return tally.how.value or "NULL::numeric"


def _nothing(tally: Counted) -> Measured:
    """What no rows come to: nothing where there is no middle."""
    return Measured(0, None if tally.how is How.MEDIAN else 0)


def _statement(rows: QuerySet, nothing: str) -> Arm:
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return nothing, ()


def _all_of(querysets: Sequence[QuerySet]) -> Arm:
    statements = [_statement(rows, NO_PAIRS) for rows in querysets] or [(NO_PAIRS, ())]
    return " UNION ALL ".join(sql for sql, _ in statements), tuple(p for _, some in statements for p in some)


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


def _run(tallies: Sequence[Counted], arms: Sequence[Arm]) -> Iterator[tuple[int, int | None, Measured]]:
    """(number of the arm, target, what was measured), in one statement; arms go round the tallies."""
    if not arms:
        return
    each = " UNION ALL ".join(f"SELECT {number}, {sql}" for number, (sql, _) in enumerate(arms))
    with steady_plans(), connection.cursor() as cursor:
        cursor.execute(each, [parameter for _, parameters in arms for parameter in parameters])
        found = cursor.fetchall()
    for number, target, rows, told in found:
        counted = tallies[number % len(tallies)].how is How.COUNT
        yield number, target, Measured(rows, rows if counted else told)
