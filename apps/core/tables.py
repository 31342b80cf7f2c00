"""表格 — a table of any length as one piece, joined in Python because templates are slow cell by cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.core.formatting import NONE

ACT = "act"
"""The tone of a cell that is something to do, which paper leaves out."""


@dataclass(frozen=True)
class Heading:
    """One column; `sort` and `state` come from `addressing.order_step` when the column can order the list."""

    label: str
    numeric: bool = False
    sort: str = ""
    state: str = "none"


@dataclass(frozen=True)
class Cell:
    """What stands in one place: text, a link to what it speaks of, a tone (warn, bad, fixed) and why."""

    text: object
    href: str = ""
    tone: str = ""
    title: str = ""


def table(headings: Sequence[Heading], rows: Iterable[Sequence[object]], *, kind: str = "") -> SafeString:
    """Cells are plain values or `Cell`; the first of each row names it. Numbers align by their heading."""
    numeric = [heading.numeric for heading in headings]
    return format_html(
        '<table class="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
        kind,
        format_html_join("", "{}", ((head(heading),) for heading in headings)),
        format_html_join("", "<tr>{}</tr>", ((line(row, numeric),) for row in rows)),
    )


def head(heading: Heading) -> SafeString:
    """The heading of a column, a link when it can order the list."""
    classes = "num" if heading.numeric else ""
    if not heading.sort:
        return format_html('<th scope="col" class="{}">{}</th>', classes, heading.label)
    return format_html(
        '<th scope="col" class="{}" aria-sort="{}"><a class="sort" href="{}">{}</a></th>',
        classes,
        heading.state,
        heading.sort,
        heading.label,
    )


def line(row: Sequence[object], numeric: Sequence[bool]) -> SafeString:
    """One row: its name as a row heading, then its cells."""
    cells = [value if isinstance(value, Cell) else Cell(value) for value in row]
    return format_html(
        '<th scope="row"{}>{}</th>{}',
        class_of(cells[0].tone),
        shown(cells[0]),
        format_html_join(
            "", "{}", ((place(cell, number),) for cell, number in zip(cells[1:], numeric[1:], strict=True))
        ),
    )


def class_of(name: str) -> SafeString | str:
    """A class attribute, or nothing."""
    return format_html(' class="{}"', name) if name else ""


def place(cell: Cell, number: bool) -> SafeString:
    """One cell with its classes; the reason for a tone is told to the pointer."""
    classes = " ".join(filter(None, ["num" if number else "", cell.tone]))
    title = format_html(' title="{}"', cell.title) if cell.title else ""
    return format_html('<td class="{}"{}>{}</td>', classes, title, shown(cell))


def shown(cell: Cell) -> object:
    """The text, linked when there is somewhere to go; nothing is 「—」."""
    if cell.text is None or cell.text == "":
        return NONE
    return format_html('<a class="n" href="{}">{}</a>', cell.href, cell.text) if cell.href else cell.text
