"""公布与读数 — a published number beside what the registry counts for the same scope and period."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from apps.chains.handbook import INDICATORS
from apps.chains.indicator import Figure, Indicator
from apps.chains.measuring import measure
from apps.chains.models import ReportedFigure
from apps.chains.reading import Reading
from apps.chains.scope import Scope, clusters_within, places_within
from apps.core.period import Period
from apps.core.remit import Remit

UNITS = {"亿元": Decimal(10000)}
"""Published units that are counted in a smaller one: 亿元 in 万元."""


class Verdict(Enum):
    """How the two stand to each other; the tone is how it is shown."""

    AGREES = "一致", "good"
    DIFFERS = "不一致", "bad"
    OTHER_MEASURE = "口径不同", "warn"
    TARGET = "目标值", ""
    SILENT = "无对应指标", ""
    OUTSIDE = "不在范围内", ""

    def __init__(self, label: str, tone: str) -> None:
        self.label, self.tone = label, tone


@dataclass(frozen=True)
class Comparison:
    """One published number, what is counted for it, and whether they agree."""

    figure: ReportedFigure
    verdict: Verdict
    indicator: Indicator | None = None
    reading: Reading | None = None
    scope: Scope | None = None


def compare(figures: Iterable[ReportedFigure], remit: Remit) -> list[Comparison]:
    """Each figure compared, in the order given; one statement for each scope and period among them."""
    figures = list(figures)
    scopes = _scopes(figures, remit)
    asked = {figure.pk: _asked(figure, scopes) for figure in figures}
    together: dict[tuple[Scope, Period], list[Figure]] = {}
    for question in asked.values():
        if question:
            together.setdefault(question[1:], []).append(question[0])
    readings = {where: measure(wanted, where[0], remit, where[1]) for where, wanted in together.items()}
    return list(_compared(figures, asked, readings))


Question = tuple[Figure, Scope, Period]
Readings = dict[tuple[Scope, Period], dict[Figure, Reading]]
Target = tuple[int | None, int | None]


def _target(figure: ReportedFigure) -> Target:
    return figure.place_id, figure.cluster_id


def _scopes(figures: list[ReportedFigure], remit: Remit) -> dict[Target, Scope]:
    """Where the figures are read, as far as the remit holds it; two queries."""
    places = places_within(remit).filter(pk__in={figure.place_id for figure in figures})
    clusters = clusters_within(remit).filter(pk__in={figure.cluster_id for figure in figures})
    found: dict[Target, Scope] = {(place.pk, None): Scope.of(place) for place in places}
    return found | {(None, cluster.pk): Scope.of(cluster) for cluster in clusters}


def _asked(figure: ReportedFigure, scopes: dict[Target, Scope]) -> Question | None:
    """What has to be counted for a figure: nothing for targets and for what no indicator speaks about."""
    indicator = INDICATORS.get(figure.indicator)
    part = indicator.part(figure.part) if indicator else None
    scope = scopes.get(_target(figure))
    if part is None or scope is None or figure.is_target or figure.ends_on is None:
        return None
    return part, scope, Period(figure.starts_on or figure.ends_on, figure.ends_on)


def _compared(
    figures: list[ReportedFigure], asked: dict[int, Question | None], readings: Readings
) -> Iterator[Comparison]:
    for figure in figures:
        question = asked[figure.pk]
        if question is None:
            yield Comparison(figure, _unasked(figure))
            continue
        wanted, scope, period = question
        reading = readings[scope, period][wanted]
        yield Comparison(figure, verdict(figure, reading), INDICATORS[figure.indicator], reading, scope)


def _unasked(figure: ReportedFigure) -> Verdict:
    if figure.is_target:
        return Verdict.TARGET
    indicator = INDICATORS.get(figure.indicator)
    known = indicator is not None and indicator.part(figure.part) is not None
    return Verdict.OUTSIDE if known else Verdict.SILENT


def verdict(figure: ReportedFigure, reading: Reading) -> Verdict:
    """一致 where the value satisfies the sign; nothing to count by (—) never agrees."""
    if figure.differs:
        return Verdict.OTHER_MEASURE
    if reading.value is None:
        return Verdict.DIFFERS
    counted = reading.value / UNITS.get(figure.unit, Decimal(1))
    return Verdict.AGREES if figure.agrees_with(counted) else Verdict.DIFFERS
