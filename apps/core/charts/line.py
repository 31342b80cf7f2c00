"""折线 — a line through values with gaps where nothing is known; stretched to the width, never its stroke."""

from collections.abc import Sequence
from itertools import groupby

from django.utils.safestring import SafeString

from apps.core.charts.svg import element, fixed

Place = tuple[float, float]


def middles(count: int) -> list[float]:
    """Horizontal places in percent: each value in the middle of its equal share."""
    return [(index + 0.5) * 100 / count for index in range(count)]


def runs(places: Sequence[Place | None]) -> list[list[Place]]:
    """Unbroken stretches between gaps."""
    stretches = groupby(places, key=lambda place: place is None)
    return [[place for place in stretch if place] for gap, stretch in stretches if not gap]


def stretched_line(places: Sequence[Place | None], height: float, *, from_zero: bool = False) -> SafeString:
    """A line; x in percent, y in pixels. A ground below it is honest only on an axis from zero."""
    shapes = []
    for run in runs(places):
        points = " ".join(f"{fixed(x)},{fixed(y)}" for x, y in run)
        if from_zero:
            ground = f"{fixed(run[0][0])},{fixed(height)} {points} {fixed(run[-1][0])},{fixed(height)}"
            shapes.append(element("polygon", points=ground, fill="currentColor", fill_opacity="0.07"))
        shapes.append(polyline(points))
    return element(
        "svg",
        *shapes,
        viewBox=f"0 0 100 {fixed(height)}",
        preserveAspectRatio="none",
        width="100%",
        height=fixed(height),
    )


def polyline(points: str) -> SafeString:
    return element(
        "polyline",
        points=points,
        fill="none",
        stroke="currentColor",
        stroke_width="1.75",
        stroke_linejoin="round",
        stroke_linecap="round",
        vector_effect="non-scaling-stroke",
    )
