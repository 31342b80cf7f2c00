"""矩阵 — rows of clusters against columns of indicators; shading is a row's own progress, never a ranking."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

STEPS = 5


@dataclass(frozen=True)
class Measure:
    """A column: an indicator's short name, its unit, and the chain it belongs to (name and hue)."""

    label: str
    unit: str = ""
    group: str = ""
    hue: str = ""
    href: str = ""


@dataclass(frozen=True)
class Cell:
    """A figure as text; `progress` is value against its own target: 1 is reached, None without a target."""

    text: str
    href: str = ""
    progress: float | None = None
    title: str = ""


@dataclass(frozen=True)
class MatrixRow:
    """One cluster or place."""

    label: str
    cells: Sequence[Cell]
    href: str = ""


def matrix(
    rows: Iterable[MatrixRow], measures: Sequence[Measure], heading: str, caption: str = ""
) -> SafeString:
    """A table of any size in one piece: joined in Python because templates are eight times slower here."""
    first = {
        index
        for index, measure in enumerate(measures)
        if not index or measure.group != measures[index - 1].group
    }
    return format_html(
        '<table class="matrix">{}<thead><tr><th scope="col" rowspan="2">{}</th>{}</tr><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table>",
        format_html("<caption>{}</caption>", caption) if caption else "",
        heading,
        groups(measures),
        format_html_join(
            "", "{}", ((head(measure, index in first),) for index, measure in enumerate(measures))
        ),
        format_html_join("", "{}", ((line(row, first),) for row in rows)),
    )


def groups(measures: Sequence[Measure]) -> SafeString:
    """The chains above their indicators."""
    runs = (
        (key, len(list(run)))
        for key, run in groupby(measures, key=lambda measure: (measure.group, measure.hue))
    )
    return format_html_join(
        "",
        '<th scope="colgroup" colspan="{}" class="hue {}">{}</th>',
        ((width, hue, group) for (group, hue), width in runs),
    )


def head(measure: Measure, first: bool) -> SafeString:
    """Name and unit of an indicator; the name opens its page."""
    name = format_html('<a href="{}">{}</a>', measure.href, measure.label) if measure.href else measure.label
    unit = format_html(" <small>{}</small>", measure.unit) if measure.unit else ""
    return format_html('<th scope="col" class="num{}">{}{}</th>', " first" if first else "", name, unit)


def line(row: MatrixRow, first: set[int]) -> SafeString:
    """One row; its name opens its board."""
    name = format_html('<a class="n" href="{}">{}</a>', row.href, row.label) if row.href else row.label
    cells = ((place(cell, index in first),) for index, cell in enumerate(row.cells))
    return format_html('<tr><th scope="row">{}</th>{}</tr>', name, format_html_join("", "{}", cells))


def place(cell: Cell, first: bool) -> SafeString:
    """One figure; a link to its rows when it has any."""
    classes = cell_class(cell, first)
    if not cell.href:
        return format_html('<td class="{}" title="{}">{}</td>', classes, cell.title, cell.text)
    return format_html(
        '<td class="{}" title="{}"><a href="{}">{}</a></td>', classes, cell.title, cell.href, cell.text
    )


def cell_class(cell: Cell, first: bool) -> str:
    """Ruled off where a chain begins, shaded by progress."""
    return " ".join(filter(None, ["first" if first else "", shade(cell.progress)]))


def shade(progress: float | None) -> str:
    """Five steps of one quiet colour; only a target that is reached has the fullest."""
    if progress is None:
        return ""
    return f"g{STEPS}" if progress >= 1 else f"g{1 + int(max(0.0, float(progress)) * (STEPS - 1))}"
