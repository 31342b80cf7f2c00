"""工作簿 — what a file holds once read: sheets of plain cells, and facts about rows that no cell says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Cell = str | float | int | bool | date | None
Area = tuple[int, int, int, int]  # first row, first column, last row, last column; counted from 0

TOP_ROWS, MOST_ON_TOP = 20, 1_000
VISIBLE, HIDDEN, VERY_HIDDEN = "visible", "hidden", "very_hidden"


@dataclass(slots=True)
class Sheet:
    """工作表 — rows and columns counted from 0 here, and shown from 1 and A."""

    name: str | None
    rows: Sequence[list[Cell]]
    state: str = VISIBLE
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck_rows: set[int] = field(default_factory=set)
    # Formulas nobody has calculated: the cell reads as empty, which is not what it says.
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    merged_on_top: list[Area] = field(init=False)
    """The merged areas a heading may hold; a real one holds a few dozen."""
    known_width: int | None = None
    """Given where counting would mean opening every row."""

    def __post_init__(self) -> None:
        self.merged_on_top = [area for area in self.merged if area[0] < TOP_ROWS][:MOST_ON_TOP]

    @property
    def width(self) -> int:
        if self.known_width is not None:
            return self.known_width
        return max((len(row) for row in self.rows), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """None beyond the edge: text files have ragged rows."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None


@dataclass(slots=True)
class Workbook:
    """工作簿"""

    sheets: list[Sheet]
    epoch_1904: bool = False
    mark: str = ""
    """Which upload a file goes on with that we gave back."""

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)

    @property
    def is_empty(self) -> bool:
        return not any(is_filled(cell) for sheet in self.sheets for row in sheet.rows for cell in row)


def is_filled(cell: Any) -> bool:
    return cell is not None and cell != "" and not (isinstance(cell, str) and not cell.strip())


def letter_of(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
