"""趋势 — one indicator over eight or twelve periods, every value written at its point."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.core.charts.line import middles, stretched_line
from apps.core.charts.scale import Scale, nice_scale
from apps.core.charts.svg import (
    FAINT,
    INK,
    LINE,
    PAPER,
    SMALL,
    SOFT,
    element,
    fixed,
    linked,
    percent,
    title,
    together,
    words,
)
from apps.core.formatting import number

HEIGHT, FOOT = 170, 40


@dataclass(frozen=True)
class Point:
    """One period: `tick` stands under it (第三季度, 9月), `era` under the first of each year (2026年)."""

    tick: str
    value: float | None
    text: str
    era: str = ""
    href: str = ""


def trend(
    points: Sequence[Point], described_as: str, *, target: float | None = None, target_text: str = ""
) -> SafeString:
    """Values of any kind, written as `text` says; periods without a value leave a gap."""
    known = [float(point.value) for point in points if point.value is not None]
    levels = known + ([float(target)] if target is not None else [])
    scale = nice_scale(levels, HEIGHT, whole=all(value == int(value) for value in levels))
    places = [
        None if point.value is None else (x, scale.y(float(point.value)))
        for x, point in zip(middles(len(points)), points, strict=True)
    ]
    drawing = element(
        "svg",
        grid(scale),
        target_line(scale, target, target_text),
        stretched_line(places, HEIGHT, from_zero=scale.low == 0),
        *(feet(points)),
        *(
            mark(point, place, key=index in key_points(points))
            for index, (point, place) in enumerate(zip(points, places, strict=True))
            if place
        ),
        width="100%",
        height=HEIGHT + FOOT,
        overflow="visible",
        role="img",
        aria_label=described_as,
    )
    return format_html('<figure class="chart trend">{}</figure>', drawing)


def grid(scale: Scale) -> SafeString:
    """Level lines with their values to the left."""
    places = 0 if scale.step == int(scale.step) else 1 if scale.step * 10 == int(scale.step * 10) else 2
    return element(
        "g",
        *(
            element(
                "g",
                element("line", x1=0, x2="100%", y1=fixed(y), y2=fixed(y), stroke=LINE),
                words(
                    number(value, places),
                    x=0,
                    y=fixed(y),
                    dx=-8,
                    dy=4,
                    text_anchor="end",
                    fill=FAINT,
                    font_size=SMALL,
                ),
            )
            for value, y in ((value, scale.y(value)) for value in scale.grid())
        ),
    )


def target_line(scale: Scale, target: float | None, text: str) -> SafeString:
    """Where the value ought to be."""
    if target is None:
        return together([])
    y = fixed(scale.y(float(target)))
    return element(
        "g",
        element("line", x1=0, x2="100%", y1=y, y2=y, stroke="#b78628", stroke_dasharray="4 3"),
        words(text, x=0, y=y, dx=4, dy=-5, fill="#7d5a12", font_size=SMALL),
    )


def feet(points: Sequence[Point]) -> list[SafeString]:
    """The names of the periods, each year where it begins; every other name gives way on a narrow screen."""
    written = []
    for index, (x, point) in enumerate(zip(middles(len(points)), points, strict=True)):
        written.append(foot(point.tick, x, 18, SOFT, minor=(len(points) - 1 - index) % 2 == 1))
        if begins_era(points, index):
            written.append(foot(point.era, x, 33, FAINT, minor=begins_era(points, index + 1)))
    return written


def foot(text: str, x: float, below: int, colour: str, *, minor: bool) -> SafeString:
    return words(
        text,
        x=percent(x),
        y=HEIGHT + below,
        text_anchor="middle",
        fill=colour,
        font_size=SMALL,
        class_="minor" if minor else None,
    )


def begins_era(points: Sequence[Point], index: int) -> bool:
    """Whether another year begins with this period."""
    if index >= len(points) or not points[index].era:
        return False
    return index == 0 or points[index].era != points[index - 1].era


def key_points(points: Sequence[Point]) -> set[int]:
    """Those that keep their words on a narrow screen: the last, and the first lowest and highest."""
    known = [point.value for point in points if point.value is not None]
    values = [point.value for point in points]
    return {len(points) - 1, values.index(min(known)), values.index(max(known))} if known else set()


def mark(point: Point, place: tuple[float, float], *, key: bool) -> SafeString:
    """A dot with its value above; a link to the rows behind it."""
    x, y = percent(place[0]), fixed(place[1])
    return linked(
        point.href,
        element(
            "circle",
            title(f"{point.era}{point.tick}：{point.text}"),
            cx=x,
            cy=y,
            r=3.5,
            fill=PAPER,
            stroke="currentColor",
            stroke_width=2,
        ),
        words(
            point.text,
            x=x,
            y=y,
            dy=-9,
            text_anchor="middle",
            fill=INK,
            stroke=PAPER,
            stroke_width=3,
            paint_order="stroke",
            font_size=SMALL,
            class_=None if key else "minor",
        ),
    )
