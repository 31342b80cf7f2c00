"""栏中的表 — columns of dated rows, declared as heading and how a row says it."""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any

from apps.core.formatting import span
from apps.core.links import Links
from apps.core.story import Panel, Row, ended
from apps.core.tables import Cell

Say = Callable[[Any], Any]


def said(name: str) -> Say:
    """What stands in an attribute."""
    return attrgetter(name)


def shown(name: str) -> Say:
    """The label of a coded attribute."""
    return lambda row: getattr(row, f"get_{name}_display")()


def leads(links: Links, name: str) -> Say:
    """What an attribute points to, with the way there where the reader may go."""
    points_to = attrgetter(name)
    return lambda row: links.cell(points_to(row))


def toned(yes: str, no: str, name: str) -> Say:
    """A yes in words; a no in words that stands out."""
    return lambda row: Cell(yes) if getattr(row, name) else Cell(no, tone="warn")


def flag(label: str, name: str) -> Say:
    """A word where something is so."""
    return lambda row: label if getattr(row, name) else ""


def lasting(row: Any) -> str:
    """起止"""
    return span(row.starts_on, row.ends_on)


def in_order(rows: Iterable[Any]) -> list[Any]:
    """Rows in force first, then the ended ones; the later begun first."""
    return sorted(rows, key=lambda row: (ended(row), -row.starts_on.toordinal()))


def table(
    heading: str, rows: Iterable[Any], columns: Mapping[str, Say], sentence: str = "暂无记录。", **more: Any
) -> Panel:
    """A panel of rows, dated or not; what has ended is greyed."""
    lines = [
        Row([say(row) for say in columns.values()], hasattr(row, "ends_on") and ended(row)) for row in rows
    ]
    return Panel(heading, tuple(columns), lines, sentence, **more)
