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
Counts = dict[Counted, Measured]

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
    counted = count_over(tallies_of(figures), scope, remit, periods)
    return [read(figures, counts, period) for counts, period in zip(counted, periods, strict=True)]


def measure_missing(
    missing: Sequence[tuple[Period, F]], scope: Scope, remit: Remit
) -> dict[tuple[Period, F], Reading]:
    """The readings of some figures in some periods, and of all these figures in all of them; one query."""
    periods = list(dict.fromkeys(period for period, _ in missing))
    figures = list(dict.fromkeys(figure for _, figure in missing))
    measured = measure_over(figures, scope, remit, periods) if missing else []
    return {(p, figure): one[figure] for p, one in zip(periods, measured, strict=True) for figure in figures}


def measure_each(
    figures: Iterable[F], reach: Reach, targets: Iterable[int], remit: Remit, period: Period
) -> dict[int, dict[F, Reading]]:
    """The readings of each cluster or place (by key), ``reach`` saying which; one query for all."""
    figures = list(figures)
    tallies = tallies_of(figures)
    counted = count_each(tallies, reach, remit, period)
    nothing = nothing_of(tallies)
    return {target: read(figures, counted.get(target, nothing), period) for target in targets}


def count_over(
    tallies: Sequence[Counted], scope: Scope, remit: Remit, periods: Sequence[Period]
) -> list[Counts]:
    """What the rows of each tally come to in a scope, period by period; one query for all."""
    arms = [_whole(tally, scope, remit, period) for period in periods for tally in tallies]
    counts = {number: measured for number, _, measured in _run(tallies, arms)}
    return [
        {tally: counts[nth * len(tallies) + place] for place, tally in enumerate(tallies)}
        for nth in range(len(periods))
    ]


def count_each(tallies: Sequence[Counted], reach: Reach, remit: Remit, period: Period) -> dict[int, Counts]:
    """What the rows of each tally come to for every target that has any, by key; one query for all."""
    counts: dict[int, Counts] = defaultdict(lambda: nothing_of(tallies))
    for number, target, measured in _run(tallies, [_each(t, reach, remit, period) for t in tallies]):
        counts[target or 0][tallies[number]] = measured
    return dict(counts)


def count_rows(sets: Sequence[QuerySet]) -> list[int]:
    """How many rows each of these sets has; one query."""
    if not sets:
        return []
    arms = [statement(rows.order_by().values("pk"), "SELECT NULL::bigint WHERE false") for rows in sets]
    counts = ", ".join(f"(SELECT count(*) FROM ({sql}) AS counted)" for sql, _ in arms)  # nosec B608
    with steady_plans(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [parameter for _, parameters in arms for parameter in parameters])
        return list(cursor.fetchone())


def read(figures: Iterable[F], counted: Counts, period: Period) -> dict[F, Reading]:
    """Readings from what was counted."""
    return {figure: figure.reading([counted[t] for t in figure.tallies], period) for figure in figures}


def nothing_of(tallies: Iterable[Counted]) -> Counts:
    """What no rows come to."""
    return {tally: tally.nothing for tally in tallies}


def tallies_of(figures: Iterable[Figure]) -> list[Counted]:
    """What has to be counted, each once."""
    return list(dict.fromkeys(tally for figure in figures for tally in figure.tallies))


def _whole(tally: Counted, scope: Scope, remit: Remit, period: Period) -> Arm:
    """What the rows inside a scope come to."""
    sql, parameters = statement(tally.told(tally.inside(scope, remit, period)))
    return f"NULL::bigint AS target, count(*), {_sum(tally)} FROM ({sql}) AS counted", parameters  # nosec B608


def _each(tally: Counted, reach: Reach, remit: Remit, period: Period) -> Arm:
    """What the rows of each target come to."""
    pairs, parameters = pairs_statement(tally.by_target(reach, remit, period))
    named = f"({pairs}) AS pairs (target, key)"
    if isinstance(tally, Distinct) or tally.how is How.COUNT:
        return f"target, count(DISTINCT key), NULL::numeric FROM {named} GROUP BY target", parameters  # nosec B608
    # Joined with the pairs, which are within the remit: that is not asked of the rows a second time.
    told, more = statement(tally.told(tally.rows(period)))
    return (
        f"target, count(*), {_sum(tally)} FROM (SELECT DISTINCT target, key FROM {named}) AS once"  # nosec B608
        f" JOIN ({told}) AS counted USING (key) GROUP BY target",
        (*parameters, *more),
    )


def _sum(tally: Counted) -> str:
    return tally.how.value or "NULL::numeric"


def statement(rows: QuerySet, nothing: str = NO_ROWS) -> Arm:
    """The SQL of rows with its parameters, also of those that cannot be."""
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return nothing, ()


def pairs_statement(querysets: Sequence[QuerySet]) -> Arm:
    """The SQL of several kinds of pairs together."""
    statements = [statement(rows, NO_PAIRS) for rows in querysets] or [(NO_PAIRS, ())]
    return " UNION ALL ".join(sql for sql, _ in statements), tuple(p for _, some in statements for p in some)


@contextmanager
def steady_plans() -> Iterator[None]:
    """Let sets be joined by hashing for a while.

    Right after a large import nothing is known about the new rows; the planner then takes every
    set for a single row and loops over loops, for minutes where hashing needs a second.
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
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
