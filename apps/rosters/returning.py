"""退表 — the clerk's own file back: faulty cells red with a note, what became of each row in a last column.

Every text is a text cell, so that nothing in it is ever calculated. Corrected cells come back corrected. The
mark on a sheet nobody sees lets the file go on with the same upload when it is handed in again.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from apps.core.identifiers import mask_numbers
from apps.core.judgement import Level
from apps.core.sheets import workbook
from apps.core.text import UNPRINTABLE
from apps.rosters.columns import wording
from apps.rosters.outcome import Outcome
from apps.rosters.reading.returned import MARK_SHEET, RESULT_TITLE
from apps.rosters.reading.workbook import HIDDEN, VERY_HIDDEN, Cell, column_of
from apps.rosters.roster import Roster
from apps.rosters.sheets import SheetCheck

RESULT_WIDTH, PLAIN_WIDTH, TEXT_WIDTH = 46, 12, 20
MOST_NOTES = 2_000
"""Notes on cells; beyond these the last column says the same."""
MOST_CELLS = 600_000
"""In a larger file only rows with something to put right are written out, each where it stood."""
LONGEST_CELL = 32_767
LONGEST_NAME = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
"""What no sheet's name may have in it."""
RESERVED = ("history", MARK_SHEET.casefold())
FILLS = {Level.ERROR.value: "#F8D7DA", Level.WARNING.value: "#FDF1D3"}
Corrections = Mapping[tuple[str | None, int, str], str]


def returned(
    sheets: Sequence[SheetCheck],
    roster: Roster,
    outcomes: Sequence[Outcome],
    *,
    mark: str,
    corrections: Corrections | None = None,
    meanings: Mapping[str, Mapping[str, str]] | None = None,
) -> bytes:
    """The workbook; sheets that were not read are in it as they were."""
    buffer = BytesIO()
    book = workbook(buffer)
    is_large = sum(len(sheet.sheet.rows) * sheet.sheet.width for sheet in sheets) > MOST_CELLS
    writer = _Writer(book, roster, outcomes, corrections or {}, meanings or {}, only_faulty=is_large)
    for looked_at, name in zip(sheets, names_of(sheets, roster), strict=True):
        writer.write(looked_at, name)
    marked = book.add_worksheet(MARK_SHEET)
    marked.write_string(0, 0, mark)
    marked.very_hidden()
    book.close()
    return buffer.getvalue()


def names_of(sheets: Sequence[SheetCheck], roster: Roster) -> list[str]:
    """What the sheets are called in the file given back: tables of text have no name, others a wrong one."""
    names: list[str] = []
    taken = set(RESERVED)
    for sheet in sheets:
        names.append(_free(_clean(sheet.sheet.name or "") or roster.title, taken))
        taken.add(names[-1].casefold())
    return names


def _clean(name: str) -> str:
    """A name as spreadsheets allow it: without some signs, without apostrophes around it, not too long."""
    return _cut(FORBIDDEN.sub("_", UNPRINTABLE.sub("", name)), LONGEST_NAME).strip("' ")


def _free(name: str, taken: Collection[str]) -> str:
    """The name, numbered where another sheet has it."""
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = f"{_cut(name, LONGEST_NAME - len(str(number)))}{number}"
    return found


def _cut(text: str, most: int) -> str:
    """So many places of a name; signs beyond the common ones take two."""
    while len(text.encode("utf-16-le")) > 2 * most:
        text = text[:-1]
    return text


class _Writer:
    """Holds what all sheets share."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        roster: Roster,
        outcomes: Sequence[Outcome],
        corrections: Corrections,
        meanings: Mapping[str, Mapping[str, str]],
        *,
        only_faulty: bool,
    ):
        self.book, self.roster = book, roster
        self.corrections, self.meanings = corrections, meanings
        self.outcomes = {(outcome.sheet, outcome.number): outcome for outcome in outcomes}
        self.formats: dict[tuple[str, str], Format] = {}
        self.notes = MOST_NOTES
        self.only_faulty = only_faulty

    def write(self, looked_at: SheetCheck, name: str) -> None:
        """One sheet, row by row."""
        sheet = looked_at.sheet
        page = self.book.add_worksheet(name)
        fields = {column_of(letter): name for name, letter in looked_at.letters.items()}
        filled = {record.row: record.cells for record in looked_at.table.records}
        last = sheet.width
        self._lay_out(page, looked_at, fields, last)
        for row, cells in enumerate(sheet.rows):
            if row in sheet.hidden_rows:
                page.set_row(row, None, None, {"hidden": True})
            outcome = self.outcomes.get((sheet.name, row + 1))
            if not (self.only_faulty and outcome and not outcome.blocks and row in filled):
                self._row(page, row, filled.get(row, cells), fields, outcome)
            if looked_at.heading and row == looked_at.heading.last_row:
                page.write_string(row, last, RESULT_TITLE, self._format("", "#F3E9E7"))
            elif outcome:
                level = Level.ERROR.value if outcome.blocks else ""
                page.write_string(
                    row,
                    last,
                    mask_numbers(outcome.words)[:LONGEST_CELL],
                    self._format("@", FILLS.get(level, "")),
                )

    def _lay_out(self, page: Worksheet, looked_at: SheetCheck, fields: Mapping[int, str], last: int) -> None:
        sheet = looked_at.sheet
        if sheet.state in (HIDDEN, VERY_HIDDEN):
            page.hide() if sheet.state == HIDDEN else page.very_hidden()
        for column in range(sheet.width):
            is_text = column in fields and self._is_text(fields[column])
            hidden = {"hidden": True} if column in sheet.hidden_columns else {}
            shape = self._format("@", "") if is_text else None
            page.set_column(column, column, TEXT_WIDTH if is_text else PLAIN_WIDTH, shape, hidden)
        page.set_column(last, last, RESULT_WIDTH)
        if looked_at.heading:
            page.freeze_panes(looked_at.heading.last_row + 1, 0)

    def _row(
        self, page: Worksheet, row: int, cells: list[Cell], fields: Mapping[int, str], outcome: Outcome | None
    ) -> None:
        faults = _faults(outcome)
        width = max(
            len(cells), max((column for column, name in fields.items() if name in faults), default=-1) + 1
        )
        for column in range(width):
            cell = cells[column] if column < len(cells) else None
            name = fields.get(column, "")
            value = self._value(cell, outcome, name)
            level, message = faults.get(name, ("", ""))
            self._cell(page, row, column, value, name, FILLS.get(level, ""))
            if message and self.notes > 0:
                self.notes -= 1
                page.write_comment(row, column, mask_numbers(message)[:500])

    def _value(self, cell: Cell, outcome: Outcome | None, name: str) -> Any:
        if outcome is None or not name:
            return cell
        meant = self.meanings.get(name, {}).get(wording(cell), cell)
        return self.corrections.get((outcome.sheet, outcome.number, name), meant)

    def _cell(self, page: Worksheet, row: int, column: int, value: Any, name: str, fill: str) -> None:
        if value is None or value == "":
            if fill:
                page.write_blank(row, column, None, self._format("@", fill))
        elif isinstance(value, date):
            page.write_datetime(row, column, value, self._format("yyyy-mm-dd", fill))
        elif isinstance(value, bool):
            page.write_boolean(row, column, value, self._format("", fill))
        elif isinstance(value, (int, float)) and not (name and self._is_text(name)):
            page.write_number(row, column, value, self._format("", fill))
        else:
            text = value if isinstance(value, str) else wording(value)
            page.write_string(row, column, text[:LONGEST_CELL], self._format("@", fill))

    def _is_text(self, name: str) -> bool:
        return self.roster.columns[name].cell.number_format == "@"

    def _format(self, number: str, fill: str) -> Format:
        if (number, fill) not in self.formats:
            shape = {"num_format": number} if number else {}
            self.formats[number, fill] = self.book.add_format(shape | ({"bg_color": fill} if fill else {}))
        return self.formats[number, fill]


def _faults(outcome: Outcome | None) -> dict[str, tuple[str, str]]:
    """Field → the worst level of its faults, and all their messages."""
    faults: dict[str, tuple[str, str]] = {}
    for name, level, message in outcome.issues if outcome else ():
        worst, told = faults.get(name, (level, ""))
        worst = Level.ERROR.value if Level.ERROR.value in (worst, level) else worst
        faults[name] = (worst, f"{told}；{message}" if told else message)
    return faults
