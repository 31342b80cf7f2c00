"""旧格式 — the facts about rows of an .xls that calamine leaves out, through xlrd."""

import logging

import xlrd

from apps.rosters.reading.workbook import Sheet, Workbook


def add_facts(workbook: Workbook, data: bytes) -> None:
    """Best effort: the values are read already; a file xlrd cannot open only loses what is hidden in it."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=_Silence())
    except Exception:
        logging.getLogger(__name__).info("no row facts for this .xls")
        return
    workbook.epoch_1904 = bool(book.datemode)
    by_name = {sheet.name: sheet for sheet in workbook}
    for found in book.sheets():
        if found.name in by_name:
            _add(by_name[found.name], found, book)


def _add(sheet: Sheet, found: "xlrd.sheet.Sheet", book: "xlrd.book.Book") -> None:
    sheet.hidden_rows = {row for row, info in found.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column for column, info in found.colinfo_map.items() if info.hidden}
    sheet.struck_rows = {
        row
        for row in range(found.nrows)
        if any(_is_struck(book, found.cell_xf_index(row, column)) for column in range(found.row_len(row)))
    }
    for row in range(min(found.nrows, len(sheet.rows))):
        for column in range(min(found.row_len(row), len(sheet.rows[row]))):
            if found.cell_type(row, column) == xlrd.XL_CELL_ERROR:
                code = found.cell_value(row, column)
                sheet.rows[row][column] = xlrd.error_text_from_code.get(code, "#N/A")


def _is_struck(book: "xlrd.book.Book", index: int) -> bool:
    return bool(book.font_list[book.xf_list[index].font_index].struck_out)


class _Silence:
    def write(self, text: str) -> None:
        """xlrd talks to its log about every oddity; nobody listens."""
