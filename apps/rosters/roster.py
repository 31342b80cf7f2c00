"""名册 — one kind of spreadsheet: its columns, and the rules over a row and over all rows together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Protocol

from apps.core.judgement import Issue
from apps.rosters.columns import Column
from apps.rosters.rows import Row

ROW_NUMBER = "row_no"


class Together(Protocol):
    """一并判断 — rules over all rows of a file, told to it batch by batch."""

    def note(self, rows: Sequence[Row]) -> None:
        """The next rows, not yet judged."""

    def judge(self, rows: Sequence[Row]) -> None:
        """The same rows again, after all have been noted."""


class Roster:
    """名册 — subclasses assign columns to field names and override the hooks they need."""

    title: ClassVar[str] = ""
    key: ClassVar[str]
    """The field that tells a correction from a newcomer."""
    anchor: ClassVar[str] = "name"
    """No row is a heading unless it names this field."""
    masks: ClassVar[Mapping[str, Callable[[str], str]]] = {}
    """How fields are shown where they may not be read."""

    row_no = Column("序号", also=["编号", "序列", "No", "NO.", "顺序号", "项次"], derived=True)

    columns: ClassVar[dict[str, Column]] = {ROW_NUMBER: row_no}

    def __init_subclass__(cls) -> None:
        own = {column.field: column for column in vars(cls).values() if isinstance(column, Column)}
        cls.columns = {**cls.columns, **own}

    def defaults(self, titles: Sequence[str], sheet: str | None, mapped: frozenset[str]) -> dict[str, str]:
        """What the lines above the heading and the sheet's name say for want of a column."""
        return {}

    def section(self, text: str) -> dict[str, str]:
        """What a row holding only this text says about the rows below it; empty if it is no section."""
        return {}

    def settle(
        self, mapping: dict[int, str], headings: Mapping[int, str], sample: Callable[[int], list[str]]
    ) -> None:
        """Change `mapping` (column → field) where headings do not decide; `sample` gives a column's cells."""

    def complete(self, row: Row, mapped: frozenset[str]) -> None:
        """Draw from a row's cells what several of them say together, before any rule is asked."""

    def judge(
        self, row: Row, facts: Mapping[str, Any], mapped: frozenset[str], today: date
    ) -> Iterable[Issue]:
        """Rules over one row; `facts` are its values over what the register already knows."""
        return ()

    def judge_together(self, rows: Sequence[Row]) -> None:
        """Rules over all rows of a file: who stands in it twice."""

    def together(self) -> Together:
        """The same for a roster too large to lie open: noted batch by batch, then judged batch by batch."""
        return AllAtOnce(self)


class AllAtOnce:
    """一并判断 — for rosters whose rows are always seen together."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster

    def note(self, rows: Sequence[Row]) -> None:
        """Nothing need be remembered."""

    def judge(self, rows: Sequence[Row]) -> None:
        """The rows are all there are."""
        self.roster.judge_together(rows)
