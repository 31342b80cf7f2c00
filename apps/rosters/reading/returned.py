"""退回的表 — a file of ours come back: its mark names the upload it goes on with."""

from collections.abc import Iterator, Sequence
from typing import overload

from apps.rosters.reading.workbook import TOP_ROWS, Cell, Sheet, Workbook

MARK_SHEET = "导入标记"
RESULT_TITLE = "导入结果/原因"


def take_back(workbook: Workbook) -> None:
    """Take our own sheet and column out again; the mark stays with the workbook."""
    for sheet in workbook.sheets:
        if sheet.name == MARK_SHEET and sheet.rows and sheet.rows[0]:
            workbook.mark = str(sheet.rows[0][0] or "")
    workbook.sheets = [sheet for sheet in workbook.sheets if sheet.name != MARK_SHEET]
    for sheet in workbook.sheets:
        _blank_results(sheet)


def _blank_results(sheet: Sheet) -> None:
    for cells in sheet.rows[:TOP_ROWS]:
        if RESULT_TITLE in cells:
            sheet.rows = Blanked(sheet.rows, cells.index(RESULT_TITLE))
            return


class Blanked(Sequence[list[Cell]]):
    """空出一列 — rows as they are, but for one column."""

    def __init__(self, rows: Sequence[list[Cell]], column: int) -> None:
        self._rows, self._column = rows, column

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> list[Cell]: ...
    @overload
    def __getitem__(self, place: slice) -> list[list[Cell]]: ...
    def __getitem__(self, place: int | slice) -> list[Cell] | list[list[Cell]]:
        if isinstance(place, slice):
            return [self._blanked(row) for row in self._rows[place]]
        return self._blanked(self._rows[place])

    def __iter__(self) -> Iterator[list[Cell]]:
        return map(self._blanked, self._rows)

    def _blanked(self, row: list[Cell]) -> list[Cell]:
        return [None if column == self._column else cell for column, cell in enumerate(row)]
