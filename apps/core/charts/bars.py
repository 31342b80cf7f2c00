"""条形 — figures of several clusters or places side by side; the chart is the table itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.core.charts.svg import element, percent, title

HEIGHT = 12


@dataclass(frozen=True)
class Bar:
    """One row: `text` is the value in words, `note` what it is made of (10/12)."""

    label: str
    value: float | None
    text: str
    href: str = ""
    note: str = ""


def bars(
    rows: Sequence[Bar], heading: str, measure: str, *, full: float | None = None, target: float | None = None
) -> SafeString:
    """`heading` names the rows, `measure` the values; `full` is the longest bar (100 for rates)."""
    longest = float(full or max((float(row.value) for row in rows if row.value), default=1))
    with_notes = any(row.note for row in rows)
    return format_html(
        '<table class="bars"><thead><tr><th scope="col">{}</th><th class="bar"></th>'
        '<th scope="col" class="num">{}</th>{}</tr></thead><tbody>{}</tbody></table>',
        heading,
        measure,
        format_html('<th scope="col" class="num">{}</th>', "构成") if with_notes else "",
        format_html_join("", "{}", ((line(row, longest, target, with_notes),) for row in rows)),
    )


def line(row: Bar, longest: float, target: float | None, with_notes: bool) -> SafeString:
    """Name, bar, value; the value opens its rows."""
    value = format_html('<a class="n" href="{}">{}</a>', row.href, row.text) if row.href else row.text
    note = format_html('<td class="num">{}</td>', row.note) if with_notes else ""
    return format_html(
        '<tr><th scope="row" class="wrap">{}</th><td class="bar">{}</td><td class="num">{}</td>{}</tr>',
        row.label,
        strip(row, longest, target),
        value,
        note,
    )


def strip(row: Bar, longest: float, target: float | None) -> SafeString:
    """The bar on its full length; a thin line marks the target."""
    length = min(100.0, float(row.value or 0) * 100 / longest)
    goal = [] if target is None else [goal_line(min(100.0, float(target) * 100 / longest))]
    return element(
        "svg",
        title(f"{row.label}：{row.text}"),
        element("rect", width="100%", height=HEIGHT, fill="#f1f2f5", rx=2),
        element("rect", width=percent(length), height=HEIGHT, fill="currentColor", fill_opacity="0.8", rx=2),
        *goal,
        width="100%",
        height=HEIGHT,
        role="img",
        aria_label=f"{row.label}：{row.text}",
    )


def goal_line(x: float) -> SafeString:
    return element("line", x1=percent(x), x2=percent(x), y1=0, y2=HEIGHT, stroke="#b78628", stroke_width=2)
