"""写成版面 — readings as figures, cards, rows of a matrix and trends: ready words with their links."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.safestring import SafeString

from apps.chains.courses import Course
from apps.chains.frame import Frame
from apps.chains.indicator import Better, Figure, Indicator, Part, Reading
from apps.chains.reading import Shape
from apps.chains.scope import Scope
from apps.chains.unit import written
from apps.core import formatting
from apps.core.charts import Bar, Cell, MatrixRow, Measure, Point, bars, matrix, sparkline, trend
from apps.core.tables import Heading, table

TONES = {"up": "down", "down": "up"}
GROWING = "本期未满"
FEW = 10  # below this many, a step says little


@dataclass(frozen=True)
class Shown:
    """One figure of a page."""

    label: str
    digits: str
    unit: str
    href: str
    change: str = ""
    tone: str = "flat"
    note: str = ""


def to_rows(frame: Frame, indicator: Indicator, part: str = "") -> str:
    """Where the rows behind a figure open."""
    return frame.address("chains:indicator", indicator.code, part=part)


def shown(
    frame: Frame,
    indicator: Indicator,
    now: Reading,
    before: Reading | None = None,
    part: Part | None = None,
    label: str = "",
) -> Shown:
    """A reading with its unit, its step since the period before and what it is made of."""
    figure: Figure = part or indicator
    change, tone = (GROWING, "flat") if is_growing(frame, figure, now) else step(indicator, now, before)
    return Shown(
        label or (part.name if part else indicator.label),
        now.digits,
        now.words[1],
        to_rows(frame, indicator, part.key if part else ""),
        change,
        tone,
        now.makeup or getattr(figure, "note", ""),
    )


def is_growing(frame: Frame, figure: Figure, now: Reading) -> bool:
    """Whether it counts what is done in a period not yet over: the whole one before is no measure for it."""
    is_over = frame.as_of >= frame.named.end
    return not (is_over or figure.numerator.stands or now.shape is not Shape.COUNT)


def step(indicator: Indicator, now: Reading, before: Reading | None) -> tuple[str, str]:
    """The step in words, and its tone: fewer is good where lower is better, nothing where neither is."""
    if before is None:
        return "", "flat"
    change, tone = formatting.change(now.value, before.value, now.unit.value)
    if indicator.better is Better.NEITHER:
        return change, "flat"
    return change, TONES.get(tone, tone) if indicator.better is Better.LOWER else tone


def spark(course: Course, figure: Figure) -> SafeString:
    """The last periods of a figure at a glance."""
    readings = course.of(figure)
    labels = [
        f"{course.whole(period)}：{course.said(period, reading)}"
        for period, reading in zip(course.periods, readings, strict=True)
    ]
    return sparkline([_float(reading) for reading in readings], f"{figure.name}{course.name}", labels)


def drawn(
    frame: Frame, course: Course, figure: Figure, indicator: Indicator, target: Decimal | None = None
) -> SafeString:
    """The course of a figure, every point with its words and its rows."""
    part = figure.key if isinstance(figure, Part) else ""
    points = [
        Point(
            course.tick(period),
            _float(reading),
            reading.text,
            era="" if course.kind == "year" else f"{period.start.year}年",
            href=to_rows(Frame(frame.remit, frame.scope, course.whole(period), period.end), indicator, part),
        )
        for period, reading in zip(course.periods, course.of(figure), strict=True)
    ]
    goal = None if target is None else float(target)
    words = "" if target is None else "".join(written(target, figure.unit, figure.places))
    return trend(points, f"{figure.name}{course.name}", target=goal, target_text=words)


def course_table(course: Course, figure: Figure) -> SafeString:
    """The same figures as a table, with the step from each period to the next."""
    readings = course.of(figure)
    steps = ["", *(formatting.change(b.value, a.value, b.unit.value)[0] for a, b in pairwise(readings))]
    headings = [
        Heading("统计期"),
        Heading(figure.name, numeric=True),
        Heading("构成", numeric=True),
        Heading("环比", numeric=True),
        Heading("读数"),
    ]
    rows = [
        (
            str(course.whole(period)),
            reading.text,
            reading.makeup,
            said,
            "已定格" if period in course.kept else "现读",
        )
        for period, reading, said in zip(course.periods, readings, steps, strict=True)
    ]
    return table(headings, rows[::-1])


def grid(
    frame: Frame,
    scopes: Sequence[Scope],
    indicators: Sequence[Indicator],
    readings: dict[int, dict[Indicator, Reading]],
) -> SafeString:
    """Clusters in the order of the register against indicators: never a ranking."""
    measures = [
        Measure(
            indicator.label,
            indicator.unit.value,
            indicator.chain.label,
            indicator.chain.code,
            to_rows(frame, indicator),
        )
        for indicator in indicators
    ]
    rows = [
        MatrixRow(
            scope.name,
            [
                _cell(frame.on(scope), indicator, readings[scope.key or 0][indicator])
                for indicator in indicators
            ],
            frame.on(scope).address("chains:cluster", scope.key),
        )
        for scope in scopes
    ]
    return matrix(rows, measures, "集群")


def _cell(frame: Frame, indicator: Indicator, reading: Reading) -> Cell:
    return Cell(reading.digits, to_rows(frame, indicator), title=reading.makeup)


def side_by_side(
    frame: Frame,
    scopes: Sequence[Scope],
    readings: Sequence[Reading],
    indicator: Indicator,
    figure: Figure,
    heading: str,
) -> SafeString:
    """One figure of several clusters or places as bars, in the order of the register."""
    part = figure.key if isinstance(figure, Part) else ""
    rows = [
        Bar(
            scope.name,
            _float(reading),
            reading.text,
            to_rows(frame.on(scope), indicator, part),
            reading.makeup,
        )
        for scope, reading in zip(scopes, readings, strict=True)
    ]
    full = 100.0 if figure.unit.value == formatting.PERCENT else None
    return bars(rows, heading, figure.name, full=full)


def caution(readings: Sequence[Reading]) -> str:
    """What to say when the numbers are small."""
    bases = (reading.denominator if reading.is_ratio else reading.rows for reading in readings)
    small = any(0 < (base or 0) < FEW for base in bases)
    return "基数较小，升降仅供参考。" if small else ""


def _float(reading: Reading) -> float | None:
    return None if reading.value is None else float(reading.value)
