"""雷达 — six chains (or any three and more axes) as one outline, each from 0 to 100."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.core.charts.svg import FAINT, INK, LINE, PAPER, element, fixed, linked, title, together, words

WIDTH, HEIGHT, REACH = 320, 262, 90
CENTRE = (WIDTH / 2, HEIGHT / 2)


@dataclass(frozen=True)
class Axis:
    """One direction; `before` draws the last period as a dashed outline. Without a value, no corner."""

    label: str
    value: float | None
    text: str
    before: float | None = None
    href: str = ""


def radar(axes: Sequence[Axis], described_as: str) -> SafeString:
    """The first axis points up, the others follow clockwise."""
    angles = [2 * pi * index / len(axes) - pi / 2 for index in range(len(axes))]
    drawing = element(
        "svg",
        *(ring(angles, level) for level in (25, 50, 75, 100)),
        *(spoke(angle) for angle in angles),
        outline(angles, [axis.before for axis in axes], fill="none", stroke=FAINT, stroke_dasharray="3 3"),
        outline(
            angles, [axis.value for axis in axes], fill="currentColor", fill_opacity="0.14", stroke_width=2
        ),
        *(corner(axis, angle) for axis, angle in zip(axes, angles, strict=True)),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        role="img",
        aria_label=described_as,
    )
    return format_html('<figure class="chart radar">{}</figure>', drawing)


def place(angle: float, value: float) -> tuple[float, float]:
    """Where a value of 0–100 stands on its axis."""
    reach = REACH * min(100.0, max(0.0, float(value))) / 100
    return CENTRE[0] + reach * cos(angle), CENTRE[1] + reach * sin(angle)


def corners(angles: Sequence[float], values: Sequence[float | None]) -> str:
    pairs = (place(angle, value) for angle, value in zip(angles, values, strict=True) if value is not None)
    return " ".join(f"{fixed(x)},{fixed(y)}" for x, y in pairs)


def ring(angles: Sequence[float], level: float) -> SafeString:
    return element("polygon", points=corners(angles, [level] * len(angles)), fill="none", stroke=LINE)


def spoke(angle: float) -> SafeString:
    x, y = place(angle, 100)
    return element("line", x1=fixed(CENTRE[0]), y1=fixed(CENTRE[1]), x2=fixed(x), y2=fixed(y), stroke=LINE)


def outline(angles: Sequence[float], values: Sequence[float | None], **attributes: object) -> SafeString:
    """One period's outline; an axis without a value is passed over, not drawn as zero."""
    points = corners(angles, values)
    if not points:
        return together([])
    return element(
        "polygon", points=points, **{"stroke": "currentColor", "stroke_linejoin": "round", **attributes}
    )


def corner(axis: Axis, angle: float) -> SafeString:
    """Name and value outside the outermost ring, and the dot they speak of."""
    x, y = CENTRE[0] + (REACH + 14) * cos(angle), CENTRE[1] + (REACH + 14) * sin(angle)
    anchor = "middle" if abs(cos(angle)) < 0.1 else "start" if cos(angle) > 0 else "end"
    lift = -12 if sin(angle) < -0.9 else 12 if sin(angle) > 0.9 else 0
    attributes = {"x": fixed(x), "text_anchor": anchor}
    return linked(
        axis.href,
        words(axis.label, y=fixed(y + lift - 2), **attributes),
        words(axis.text, y=fixed(y + lift + 13), fill=INK, font_weight=600, **attributes),
        dot(axis, angle) if axis.value is not None else "",
    )


def dot(axis: Axis, angle: float) -> SafeString:
    x, y = place(angle, axis.value or 0)
    label = title(f"{axis.label}：{axis.text}")
    return element(
        "circle", label, cx=fixed(x), cy=fixed(y), r=3.5, fill=PAPER, stroke="currentColor", stroke_width=2
    )
