"""全貌 — one shape for the page that tells everything about one thing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.generic import TemplateView

from apps.core import clock
from apps.core.access import RegisterPage
from apps.core.formatting import NONE, day
from apps.core.tables import Cell, class_of, line


@dataclass(frozen=True)
class Fact:
    """事实 — one label and its value; an ``optional`` one is not missed when it says nothing."""

    label: str
    value: object
    href: str = ""
    wide: bool = False
    note: str = ""
    optional: bool = False

    @property
    def is_blank(self) -> bool:
        return self.value in (None, "", NONE)


@dataclass(frozen=True)
class Row:
    """One row of a panel's table; a closed one is greyed."""

    cells: Sequence[object]
    closed: bool = False


@dataclass(frozen=True)
class Moment:
    """One thing that happened, on one day (as far as it is known)."""

    on: date
    text: str
    note: str = ""
    now: bool = False
    precision: str = "D"
    at: datetime | None = None

    @property
    def when(self) -> str:
        clock = f" {timezone.localtime(self.at):%H:%M}" if self.at else ""
        return f"{day(self.on, self.precision)}{clock}"


@dataclass(frozen=True)
class Panel:
    """栏 — a heading, a table or nothing, and where more of it is."""

    heading: str
    headings: Sequence[str] = ()
    rows: Sequence[Row] = ()
    sentence: str = "暂无记录。"
    note: str = ""
    href: str = ""
    more: str = ""
    tools: Sequence[tuple[str, str]] = ()
    moments: Sequence[Moment] = ()
    facts: Sequence[Fact] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.rows or self.moments or self.facts)

    @property
    def table(self) -> SafeString:
        """The rows as one piece; headings that end in # are numbers."""
        numeric = [heading.endswith("#") for heading in self.headings]
        return format_html(
            "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
            format_html_join("", '<th scope="col"{}>{}</th>', map(heading_parts, self.headings)),
            format_html_join("", "<tr{}>{}</tr>", (row_parts(row, numeric) for row in self.rows)),
        )


def heading_parts(heading: str) -> tuple[SafeString | str, str]:
    numeric = heading.endswith("#")
    return class_of("num" if numeric else ""), heading.rstrip("#")


def row_parts(row: Row, numeric: Sequence[bool]) -> tuple[SafeString | str, SafeString]:
    return class_of("closed" if row.closed else ""), line(row.cells, numeric)


def ended(row: Any) -> bool:
    """Whether a dated row is over today."""
    return row.ends_on is not None and row.ends_on <= clock.today()


def link(text: object, href: str = "", tone: str = "") -> Cell:
    """A cell that leads somewhere."""
    return Cell(text, href, tone)


@dataclass
class Telling:
    """What a story page shows."""

    badges: list[tuple[str, str]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    side: list[Panel] = field(default_factory=list)
    tools: list[tuple[str, str]] = field(default_factory=list)

    @property
    def said(self) -> list[Fact]:
        """Facts that say something."""
        return [fact for fact in self.facts if not fact.is_blank]

    @property
    def unsaid(self) -> str:
        """What is not registered, in one quiet line."""
        return "、".join(fact.label for fact in self.facts if fact.is_blank and not fact.optional)


class Story(RegisterPage, TemplateView):
    """The page about one thing."""

    template_name = "pieces/story.html"
    trail: Iterable[tuple[str, str]] = ()
    """What stands above the page: names and the names of their addresses."""

    def tell(self, row: Any) -> Telling:
        """Everything there is to say about ``row`` within the reader's remit."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row()
        return super().get_context_data(**kwargs) | {"row": row, "told": self.tell(row), "trail": self.trail}

    def may(self, permission: str) -> bool:
        """Whether the reader's duties allow this."""
        return self.request.user.has_perm(permission)
