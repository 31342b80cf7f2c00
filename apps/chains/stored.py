"""存算 — figures counted ahead, so that a board of two hundred clusters is read and not counted.

Kept for everything, every place and every cluster, and used for those who see everything; for whoever sees
less, and until what is stale has been counted ahead again, the process remembers what it counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from django.db import connection, transaction

from apps.chains import remembered
from apps.chains.freezing import batches
from apps.chains.handbook import FIGURES, NAMED
from apps.chains.indicator import Figure, Reading
from apps.chains.measuring import Counts, count_each, count_over, tallies_of
from apps.chains.models import StoredFigure, StoredReading
from apps.chains.reading import Measured
from apps.chains.scope import Scope
from apps.chains.seen import PROGRAM, is_current, newest, program, settle, tables_behind
from apps.core import bulk, clock
from apps.core.period import Period, recent_quarters
from apps.core.remit import Reach, Remit

F = TypeVar("F", bound=Figure)
Key = tuple[Period, Figure]

REACHES = (Reach.EVERYTHING, Reach.PLACE, Reach.CLUSTER)
EVERYTHING = Remit.everything()
LOCK = 20261122
QUARTERS = 12


def read_over(
    figures: Iterable[F], scope: Scope, remit: Remit, periods: Sequence[Period]
) -> list[dict[F, Reading]]:
    """As ``measure_over``, from what is stored or remembered as far as it is current; few queries."""
    figures = list(dict.fromkeys(figures))
    if not (remit.is_everything and scope.reach in REACHES):
        return remembered.read_over(figures, scope, remit, periods)
    found = _found(figures, scope.reach, [scope.key or 0], periods)
    missing = [(p, f) for p in periods for f in figures if (p, f) not in found]
    live = remembered.read_missing(missing, scope, remit)
    return [
        {f: found[p, f][scope.key or 0] if (p, f) in found else live[p, f] for f in figures} for p in periods
    ]


def read_each(
    figures: Iterable[F], reach: Reach, targets: Iterable[int], remit: Remit, period: Period
) -> dict[int, dict[F, Reading]]:
    """As ``measure_each``, from what is stored or remembered as far as it is current; few queries."""
    figures, targets = list(dict.fromkeys(figures)), list(targets)
    found = _found(figures, reach, targets, [period]) if remit.is_everything and reach in REACHES else {}
    missing = [figure for figure in figures if (period, figure) not in found]
    live = remembered.read_each(missing, reach, targets, remit, period)
    return {
        target: {f: found[period, f][target] if (period, f) in found else live[target][f] for f in figures}
        for target in targets
    }


def _found(
    figures: Iterable[Figure], reach: Reach, targets: Sequence[int], periods: Sequence[Period]
) -> dict[Key, dict[int, Reading]]:
    """What is stored and current, by period and figure, for each target."""
    wanted = {NAMED[figure]: figure for figure in figures if figure in NAMED}
    rows = [
        row
        for row in StoredFigure.objects.filter(
            reach=reach,
            code__in={code for code, _ in wanted},
            starts_on__in={period.start for period in periods},
            ends_on__in={period.end for period in periods},
        )
        if (row.code, row.part) in wanted
    ]
    events = newest({table for row in rows for table in row.seen})
    current = {row.pk: row for row in rows if is_current(row.seen, events)}
    counts = _stored_counts(current, targets) if current else {}
    return {
        (period := Period(row.starts_on, row.ends_on), figure): {
            target: _reading(figure, counts.get((row.pk, target)), period) for target in targets
        }
        for row in current.values()
        for figure in [wanted[row.code, row.part]]
    }


def _stored_counts(rows: Iterable[int], targets: Sequence[int]) -> dict[tuple[int, int], list[Measured]]:
    found = StoredReading.objects.filter(figure__in=list(rows), target__in=targets)
    return {
        (figure, target): [Measured(rows, _whole(number)), Measured(base_rows, _whole(base))]
        for figure, target, rows, number, base_rows, base in found.order_by().values_list(
            "figure", "target", "rows", "number", "base_rows", "base"
        )
    }


def _whole(number: Decimal | None) -> int | Decimal | None:
    """Counts are whole numbers."""
    return int(number) if number is not None and number == number.to_integral_value() else number


def _reading(figure: Figure, counts: list[Measured] | None, period: Period) -> Reading:
    if counts is None:
        counts = [tally.nothing for tally in figure.tallies]
    return figure.reading(counts[: len(figure.tallies)], period)


def periods_ahead() -> list[Period]:
    """The running month, quarter and year as far as they have come, and the quarters boards look back on."""
    today = clock.today()
    running = [Period.month(today.year, today.month), Period.year(today.year)]
    return list(
        dict.fromkeys([*recent_quarters(today, QUARTERS), *(Period(one.start, today) for one in running)])
    )


@transaction.atomic
def count_ahead(periods: Iterable[Period]) -> int:
    """Count what is missing or stale for these periods, drop what belongs to others; says how many figures.

    One statement for each period and reach, whatever the clusters. Raises ``Unsettled``.
    """
    periods = list(periods)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    drop_others(periods)
    settle()
    return sum(_count(period, reach) for period in periods for reach in REACHES)


def drop_others(periods: Iterable[Period]) -> None:
    """What was counted for a running period until yesterday is of no use today."""
    wanted = {(period.start, period.end) for period in periods}
    rows = StoredFigure.objects.order_by().values_list("starts_on", "ends_on").distinct()
    for starts_on, ends_on in set(rows) - wanted:
        StoredFigure.objects.filter(starts_on=starts_on, ends_on=ends_on).delete()


def stale(period: Period, reach: Reach) -> dict[Figure, dict[str, Any]]:
    """Figures that have to be counted, each with what counting sees now."""
    kept = {
        (row.code, row.part): row
        for row in StoredFigure.objects.filter(starts_on=period.start, ends_on=period.end, reach=reach)
    }
    tables = {figure: tables_behind(figure, reach) for figure in FIGURES.values()}
    events = newest(table for some in tables.values() for table in some)
    return {
        figure: {PROGRAM: program()} | {table: events[table] for table in sorted(tables[figure])}
        for name, figure in FIGURES.items()
        if tables[figure] <= events.keys() and not (name in kept and is_current(kept[name].seen, events))
    }


def _count(period: Period, reach: Reach) -> int:
    wanted = stale(period, reach)
    if not wanted:
        return 0
    tallies = tallies_of(wanted)
    if reach is Reach.EVERYTHING:
        counted = {0: count_over(tallies, Scope.everything(EVERYTHING), EVERYTHING, [period])[0]}
    else:
        counted = count_each(tallies, reach, EVERYTHING, period)
    _replace(period, reach, wanted, counted)
    return len(wanted)


def _replace(
    period: Period, reach: Reach, wanted: dict[Figure, dict[str, Any]], counted: dict[int, Counts]
) -> None:
    days = {"starts_on": period.start, "ends_on": period.end, "reach": reach}
    old: dict[str, set[str]] = defaultdict(set)
    for figure in wanted:
        old[NAMED[figure][0]].add(NAMED[figure][1])
    for code, parts in old.items():
        StoredFigure.objects.filter(**days, code=code, part__in=parts).delete()
    rows = StoredFigure.objects.bulk_create(
        StoredFigure(**days, code=NAMED[figure][0], part=NAMED[figure][1], seen=seen, counted_at=clock.now())
        for figure, seen in wanted.items()
    )
    readings = (
        _row(row.pk, target, figure, counts)
        for figure, row in zip(wanted, rows, strict=True)
        for target, counts in counted.items()
    )
    for some in batches(row for row in readings if row["rows"] or row["base_rows"]):
        bulk.insert(StoredReading, some)


def _row(key: int, target: int, figure: Figure, counts: Counts) -> dict[str, Any]:
    numerator = counts[figure.numerator]
    base = counts[figure.denominator] if figure.denominator else Measured(0, None)
    return {
        "figure_id": key,
        "target": target,
        "rows": numerator.rows,
        "number": _stored(numerator.number),
        "base_rows": base.rows,
        "base": _stored(base.number),
    }


def _stored(number: int | Decimal | None) -> Decimal | None:
    return None if number is None else Decimal(number)
