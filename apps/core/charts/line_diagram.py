"""线路图 — places strung along a line like the stops of a metro, one line under another."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.core.charts.svg import INK, PAPER, element, fixed, linked, title, together, words, wrapped

WIDTH, LABEL, PAD, LEADING, TOP = 900, 176, 12, 15, 18
AT_ONCE = 7
"""Stops on one stretch; a longer line turns back under itself, as a long line on a map does."""


@dataclass(frozen=True)
class Stop:
    """One place on a line; `marked` places (demonstration sites) are filled."""

    name: str
    href: str = ""
    note: str = ""
    marked: bool = False


@dataclass(frozen=True)
class Line:
    """A named line with its stops in order."""

    name: str
    stops: Sequence[Stop]
    href: str = ""
    note: str = ""


def line_diagram(lines: Sequence[Line], described_as: str, marked_as: str = "示范阵地") -> SafeString:
    """Every line with its name before it; names wrap, none is cut."""
    drawn, y = [], 0.0
    for line in lines:
        shape, height = one_line(line, y)
        drawn.append(shape)
        y += height
    drawing = element(
        "svg",
        *drawn,
        viewBox=f"0 0 {WIDTH} {fixed(y)}",
        width=WIDTH,
        height=fixed(y),
        role="img",
        aria_label=described_as,
    )
    return format_html(
        '<figure class="chart linediagram"><div class="scroll">{}</div>{}</figure>',
        drawing,
        legend(marked_as),
    )


def one_line(line: Line, y: float) -> tuple[SafeString, float]:
    """A line's name, its stretches and how high all of it is."""
    name = wrapped(line.name, LABEL - 2 * PAD)
    texts = [
        words(part, x=0, y=fixed(y + TOP + LEADING * number + 4), fill=INK, font_weight=600)
        for number, part in enumerate(name)
    ]
    if line.note:
        texts.append(words(line.note, x=0, y=fixed(y + TOP + LEADING * len(name) + 4)))
    head = linked(line.href, *texts)
    stretches, height = [], 0.0
    for first in range(0, len(line.stops), AT_ONCE):
        drawn, high = stretch(line.stops[first : first + AT_ONCE], y + height, onward=first > 0)
        stretches.append(drawn)
        height += high
    least = TOP + LEADING * (len(name) + bool(line.note)) + PAD
    return together([head, *stretches]), max(height, least)


def stretch(stops: Sequence[Stop], y: float, onward: bool) -> tuple[SafeString, float]:
    """Some stops with the rail under them; a stretch that goes on from another begins at the margin."""
    step = (WIDTH - LABEL) / AT_ONCE
    places = [LABEL + step * (number + 0.5) for number in range(len(stops))]
    begins = LABEL if onward else places[0]
    rail = element(
        "line",
        x1=fixed(begins),
        x2=fixed(places[-1]),
        y1=fixed(y + TOP),
        y2=fixed(y + TOP),
        stroke="currentColor",
        stroke_width=4,
        stroke_linecap="round",
    )
    drawn = [station(stop, x, y + TOP, step - PAD) for stop, x in zip(stops, places, strict=True)]
    return together([rail, *(shape for shape, _ in drawn)]), max(height for _, height in drawn)


def station(stop: Stop, x: float, y: float, width: float) -> tuple[SafeString, float]:
    """A stop with its name under it."""
    lines = wrapped(stop.name, width)
    circle = element(
        "circle",
        title(f"{stop.name} {stop.note}".strip()),
        cx=fixed(x),
        cy=fixed(y),
        r=6,
        fill="currentColor" if stop.marked else PAPER,
        stroke="currentColor",
        stroke_width=2.5,
    )
    names = [
        words(line, x=fixed(x), y=fixed(y + 22 + LEADING * number), fill=INK, text_anchor="middle")
        for number, line in enumerate(lines)
    ]
    return linked(stop.href, circle, *names), TOP + 22 + LEADING * len(lines) + PAD


def legend(marked_as: str) -> SafeString:
    """What the marks mean."""
    marks = together(
        format_html("<li>{}{}</li>", mark(full), label)
        for full, label in ((True, marked_as), (False, "其他阵地"))
    )
    return format_html('<ul class="legend">{}</ul>', marks)


def mark(full: bool) -> SafeString:
    circle = element(
        "circle",
        cx=7,
        cy=7,
        r=5,
        fill="currentColor" if full else PAPER,
        stroke="currentColor",
        stroke_width=2,
    )
    return element("svg", circle, width=14, height=14, aria_hidden="true")
