"""定格 — writes down what a period reads: every definition, every number, every row and what it said.

Numbers are added up from the rows just written, so that a kept number is its kept rows for ever.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model
from psycopg.types.json import Jsonb

from apps.chains.handbook import FIGURES, INDICATORS
from apps.chains.indicator import Figure
from apps.chains.measuring import (
    Counts,
    nothing_of,
    pairs_statement,
    read,
    statement,
    steady_plans,
    tallies_of,
)
from apps.chains.models import (
    Closing,
    FrozenCells,
    FrozenFigure,
    FrozenReading,
    FrozenRow,
    FrozenRule,
    FrozenTally,
    ScoreRule,
)
from apps.chains.reading import Measured
from apps.chains.scope import Scope
from apps.chains.tables import SHEETS, Sheet
from apps.chains.tally import Counted, How
from apps.clusters.models import Cluster, Place
from apps.core import bulk
from apps.core.exports import said
from apps.core.period import Period
from apps.core.remit import Reach, Remit
from apps.core.tree import KeysOn
from apps.organizations.models import PartyOrganization

T = TypeVar("T")
AT_ONCE = 2000
EVERYTHING = Remit.everything()
ALL = Scope.everything(EVERYTHING)
NO_ROWS_OF = Scope(Reach.ORGANIZATION, name="没有记录的党组织")

KEEP_ROWS = """
INSERT INTO chains_frozenrow (tally_id, key, told, kind, clusters, places, organizations)
SELECT %s, held.key, {told}, {kind}, coalesce(in_clusters.targets, '{{}}'),
    coalesce(in_places.targets, '{{}}'), coalesce(in_organizations.targets, '{{}}')
FROM ({rows}) AS held
LEFT JOIN (
    SELECT key, array_agg(DISTINCT target) AS targets FROM ({clusters}) AS pairs (target, key) GROUP BY key
) AS in_clusters USING (key)
LEFT JOIN (
    SELECT key, array_agg(DISTINCT target) AS targets FROM ({places}) AS pairs (target, key) GROUP BY key
) AS in_places USING (key)
LEFT JOIN (
    SELECT key, array_agg(DISTINCT target) AS targets FROM ({above}) AS pairs (target, key) GROUP BY key
) AS in_organizations USING (key)
"""
ADD_UP = """
SELECT tally_id, {target} AS target, count(*), sum(told), percentile_cont(0.5) WITHIN GROUP (ORDER BY told),
    count(DISTINCT nullif(kind, ''))
FROM chains_frozenrow WHERE tally_id = ANY(%s) GROUP BY 1, 2
"""
TARGETS = {
    Reach.EVERYTHING: "0",
    Reach.CLUSTER: "unnest(clusters)",
    Reach.PLACE: "unnest(places)",
    Reach.ORGANIZATION: "unnest(organizations)",
}


def freeze(closing: Closing) -> None:
    """Write down everything the period of a closing reads."""
    figures, period = list(FIGURES.values()), closing.period.period
    tallies = tallies_of(figures)
    with steady_plans():
        kept = dict(zip(tallies, _tallies(closing, tallies), strict=True))
        for tally, row in kept.items():
            _rows(row, tally, period)
        _numbers(_definitions(closing, kept, period), kept, period)
        for model in dict.fromkeys(tally.model for tally in tallies):
            _cells(closing, model, period)
    _rules(closing, period)


def _tallies(closing: Closing, tallies: Sequence[Counted]) -> list[FrozenTally]:
    return FrozenTally.objects.bulk_create(
        FrozenTally(
            closing=closing,
            number=number,
            model=tally.model._meta.label_lower,
            labels=[column.label for column in SHEETS[tally.model].columns],
        )
        for number, tally in enumerate(tallies)
    )


def _rows(row: FrozenTally, tally: Counted, period: Period) -> None:
    """The rows of a tally with the scopes they stand in, in one statement."""
    rows, held = statement(tally.told(tally.inside(ALL, EVERYTHING, period)))
    clusters, in_clusters = pairs_statement(tally.by_target(Reach.CLUSTER, EVERYTHING, period))
    places, in_places = pairs_statement(tally.by_target(Reach.PLACE, EVERYTHING, period))
    above, in_above = pairs_statement(tally.by_target(Reach.ORGANIZATION, EVERYTHING, period))
    told = "NULL::numeric" if tally.how in (How.COUNT, How.KINDS) else "held.told"
    kind = "coalesce(held.told::text, '')" if tally.how is How.KINDS else "''"
    with connection.cursor() as cursor:
        cursor.execute(
            KEEP_ROWS.format(told=told, kind=kind, rows=rows, clusters=clusters, places=places, above=above),
            [row.pk, *held, *in_clusters, *in_places, *in_above],
        )


def _definitions(
    closing: Closing, kept: dict[Counted, FrozenTally], period: Period
) -> list[tuple[Figure, FrozenFigure]]:
    """Each figure with its definition as it stands today."""
    rows = FrozenFigure.objects.bulk_create(
        FrozenFigure(
            closing=closing,
            code=code,
            part=key,
            name=figure.name,
            unit=figure.unit.value,
            shape=figure.shape.value,
            places=figure.places,
            months=period.months if figure.monthly else 1,
            meaning=INDICATORS[code].meaning,
            formula=INDICATORS[code].formula,
            source=INDICATORS[code].source,
            reviewed_on=INDICATORS[code].reviewed_on,
            numerator=kept[figure.numerator],
            denominator=kept[figure.denominator] if figure.denominator else None,
        )
        for (code, key), figure in FIGURES.items()
    )
    return list(zip(FIGURES.values(), rows, strict=True))


def _numbers(
    defined: list[tuple[Figure, FrozenFigure]], kept: dict[Counted, FrozenTally], period: Period
) -> None:
    """The readings of everything, every place, every cluster; of organisations as far as they have rows."""
    nothing = nothing_of(kept)
    for reach, scopes in _scopes().items():
        counted = _added_up(reach, kept)
        rows = (
            _reading(row, scope, figure, counts, period)
            for scope in scopes
            for counts in [counted.get(scope.key or 0, nothing)]
            for figure, row in defined
            if reach is not Reach.ORGANIZATION or scope == NO_ROWS_OF or _has_rows(figure, counts)
        )
        for some in batches(rows):
            bulk.insert(FrozenReading, some)


def _has_rows(figure: Figure, counts: Counts) -> bool:
    return any(counts[tally].rows for tally in figure.tallies)


def _scopes() -> dict[Reach, list[Scope]]:
    return {
        Reach.EVERYTHING: [ALL],
        Reach.PLACE: [Scope.of(place) for place in Place.objects.order_by(KeysOn("path"))],
        Reach.CLUSTER: [Scope.of(cluster) for cluster in Cluster.objects.order_by(KeysOn("path"))],
        Reach.ORGANIZATION: [NO_ROWS_OF, *map(Scope.of, PartyOrganization.objects.order_by(KeysOn("path")))],
    }


def _added_up(reach: Reach, kept: dict[Counted, FrozenTally]) -> dict[int, Counts]:
    """What the rows just written come to for each target."""
    tallies = {row.pk: tally for tally, row in kept.items()}
    counted: dict[int, Counts] = defaultdict(lambda: nothing_of(kept))
    with connection.cursor() as cursor:
        cursor.execute(ADD_UP.format(target=TARGETS[reach]), [list(tallies)])
        for key, target, rows, total, middle, kinds in cursor.fetchall():
            numbers = {How.COUNT: rows, How.SUM: total or 0, How.KINDS: kinds, How.MEDIAN: _decimal(middle)}
            counted[target][tallies[key]] = Measured(rows, numbers[tallies[key].how])
    return counted


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _reading(
    row: FrozenFigure, scope: Scope, figure: Figure, counts: Counts, period: Period
) -> dict[str, Any]:
    reading = read([figure], counts, period)[figure]
    return {
        "figure_id": row.pk,
        "reach": scope.reach,
        "target": scope.key or 0,
        "path": scope.path,
        "name": scope.name,
        "numerator": _stored(reading.numerator),
        "denominator": _stored(reading.denominator),
        "value": _stored(reading.value),
        "rows": reading.rows,
        "withheld": reading.withheld,
    }


def _stored(number: int | Decimal | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def _cells(closing: Closing, model: type[Model], period: Period) -> None:
    """What the columns say of every row that some figure counts: never an ID number or a phone."""
    sheet, label = SHEETS[model], model._meta.label_lower
    counted = FrozenRow.objects.filter(tally__closing=closing, tally__model=label)
    keys = counted.order_by("key").values_list("key", flat=True).distinct()
    for some in batches(keys.iterator(AT_ONCE)):
        found = model._default_manager.filter(pk__in=some).order_by("pk")
        rows = sheet.completed(list(sheet.decorated(found, EVERYTHING, period.end)), period.end)
        bulk.insert(
            FrozenCells,
            [
                {
                    "closing_id": closing.pk,
                    "model": label,
                    "key": row.pk,
                    "cells": [str(said(column.value(row))) for column in sheet.columns],
                    "parts": Jsonb(list(_parts(sheet, row))),
                }
                for row in rows
            ],
        )


def _parts(sheet: Sheet, row: Model) -> Iterator[dict[str, Any]]:
    """Which rows its cells are put together of, and what each of them says there."""
    for place, column in enumerate(sheet.columns):
        if column.parts:
            for part in column.parts.of(row):
                said_there = str(column.parts.said(part))
                yield {"cell": place, "model": part._meta.label_lower, "key": part.pk, "said": said_there}


def _rules(closing: Closing, period: Period) -> None:
    names = ("reach", "indicator", "low", "high", "weight")
    FrozenRule.objects.bulk_create(
        FrozenRule(closing=closing, **rule)
        for rule in ScoreRule.objects.filter(year=period.end.year).values(*names)
    )


def batches(things: Iterable[T]) -> Iterator[list[T]]:
    """Things by the thousand, so that no city has to fit into memory."""
    rest = iter(things)
    while some := list(islice(rest, AT_ONCE)):
        yield some
