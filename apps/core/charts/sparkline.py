"""走势 — a word-sized line of the last periods."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from apps.core.charts.line import middles, stretched_line
from apps.core.charts.svg import element, fixed, percent, title, together

HEIGHT, EDGE = 30, 4


def sparkline(values: Sequence[float | None], described_as: str, labels: Sequence[str] = ()) -> SafeString:
    """`labels` (one per value, with its figure) appear when the pointer rests on a period."""
    known = [float(value) for value in values if value is not None]
    if not known:
        return together([])
    places = spread(values, min(known), max(known))
    last = next(place for place in reversed(places) if place)
    return element(
        "svg",
        title(described_as),
        stretched_line(places, HEIGHT),
        element("circle", cx=percent(last[0]), cy=fixed(last[1]), r=3, fill="currentColor"),
        *(hover(index, len(values), label) for index, label in enumerate(labels)),
        class_="spark",
        height=HEIGHT,
        width="100%",
        role="img",
        aria_label=described_as,
    )


def spread(values: Sequence[float | None], low: float, high: float) -> list[tuple[float, float] | None]:
    """The whole height for the whole range; a level line runs in the middle."""
    room = HEIGHT - 2 * EDGE
    return [
        None
        if value is None
        else (x, EDGE + room * ((high - float(value)) / (high - low) if high > low else 0.5))
        for x, value in zip(middles(len(values)), values, strict=True)
    ]


def hover(index: int, count: int, label: str) -> SafeString:
    """An unseen field over one period that carries its words."""
    x, width = percent(index * 100 / count), percent(100 / count)
    return element(
        "rect", title(label), x=x, y=0, width=width, height=HEIGHT, fill="none", pointer_events="all"
    )
