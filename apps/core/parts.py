"""附表 — tables of what belongs to one row, on the page about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model, Q, QuerySet

from apps.core.access import reachable
from apps.core.columns import LASTING, Column
from apps.core.dated import Dated
from apps.core.links import Links, listed
from apps.core.story import Panel, Row, ended
from apps.core.tables import Cell

SHOWN, BRIEF = 12, 5  # rows of a page's own parts, and of those that apps above have it show


@dataclass(frozen=True)
class Part:
    """附表 — rows of a register that belong to the one told about: how many there are, and the first few.

    Only what the reader's duties let the reader see of ``model`` is counted and shown. ``owner`` is the
    lookup that leads back to the row, or makes the condition. ``filter`` names the parameter by which the
    register's list shows all of them; ``told`` may say more of all the rows than their number.
    """

    heading: str
    model: type[Model]
    owner: str | Callable[[Any], Q]
    columns: tuple[Column, ...]
    unit: str = "条"
    order: tuple[Any, ...] = ()
    filter: str = ""
    sentence: str = "暂无记录。"
    related: tuple[str, ...] = ()
    shown: int = SHOWN
    narrowed: Callable[[Any], QuerySet] = lambda rows: rows
    told: Callable[[Any], str] = lambda rows: ""

    def rows(self, owner: Model, request: Any) -> Any:
        """All its rows that the reader may see."""
        theirs = Q(**{self.owner: owner}) if isinstance(self.owner, str) else self.owner(owner)
        return self.narrowed(reachable(self.model, request).filter(theirs))

    def find(self, owner: Model, request: Any, most: int = 0) -> "Found":
        """What there is of it for one row."""
        rows = self.rows(owner, request)
        total = rows.count()
        first = list(self.in_order(rows)[: most or self.shown]) if total else []
        return Found(self, total, first, self.told(rows) if total else "")

    def in_order(self, rows: QuerySet) -> QuerySet:
        """Dated rows: those in force first, the later begun first; others in their register's order."""
        joins = {join for column in self.columns for join in column.joins} | set(self.related)
        rows = rows.select_related(*sorted(joins)) if joins else rows
        dated = (F("ends_on").desc(nulls_first=True), "-starts_on", "pk")
        return rows.order_by(*(self.order or dated)) if self.order or self.is_dated else rows

    @property
    def is_dated(self) -> bool:
        return issubclass(self.model, Dated)


@dataclass
class Found:
    """A part with what there is of it for one row."""

    part: Part
    total: int
    rows: list[Any]
    told: str

    def things(self) -> Iterator[Model]:
        """What its rows name that may have a page of its own."""
        values = (column.value(row) for row in self.rows for column in self.part.columns)
        return (value for value in values if isinstance(value, Model))

    def panel(self, owner: Model, links: Links) -> Panel:
        """The rows as a panel."""
        part = self.part
        shown = (*part.columns, LASTING) if part.is_dated else part.columns
        rows = [
            Row([linked(c, row, links) for c in shown], part.is_dated and ended(row)) for row in self.rows
        ]
        href = listed(part.model, **{part.filter: owner.pk}) if part.filter and self.total else ""
        headings = [f"{c.label}{'#' if c.numeric and place else ''}" for place, c in enumerate(shown)]
        note = self.told or (f"{self.total}{part.unit}" if self.total else "")
        return Panel(part.heading, headings, rows, part.sentence, note=note, href=href, more=href and "全部")


BELONGING: dict[type[Model], list[Part]] = {}
"""What apps above let the page about a row show besides its own, by model."""


def shown_with(model: type[Model], *parts: Part) -> None:
    """Let pages about rows of ``model`` show these too; said from above, beside the register shown."""
    BELONGING.setdefault(model, []).extend(parts)


def belonging(row: Model, request: Any, links: Links) -> list[Panel]:
    """What apps above have of one row, each as a panel; what there is none of is left out."""
    parts = (part for part in BELONGING.get(type(row), ()) if links.may_view(part.model))
    found = [one for part in parts if (one := part.find(row, request, BRIEF)).total]
    links.know(thing for one in found for thing in one.things())
    return [one.panel(row, links) for one in found]


def linked(column: Column, row: Any, links: Links) -> Cell:
    """A cell; what names a thing leads there if the reader may go."""
    value, cell = column.value(row), column.cell(row)
    href = cell.href or (links.to(value) if isinstance(value, Model) else "")
    return Cell(cell.text, href, cell.tone)
