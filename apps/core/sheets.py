"""表格文件 — headings and rows written as xlsx or csv that nothing in them can set in motion."""

import csv
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from apps.core import clock

Cell = str | int | float | Decimal
Rows = Iterable[Sequence[Cell]]

INERT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CALCULATED = ("=", "+", "-", "@", "\t", "\r", "\n")
EXACT_DIGITS = 11
"""Spreadsheets show longer numbers as powers of ten, and round them past fifteen places."""
WIDEST = 40


def xlsx(headings: Sequence[str], rows: Rows, title: str) -> bytes:
    """A workbook of one sheet; texts are text cells, headings stay in sight."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **INERT})
    text = book.add_format({"num_format": "@"})
    head = book.add_format({"num_format": "@", "bold": True, "bg_color": "#F3F3F1", "bottom": 1})
    sheet = book.add_worksheet(title[:31])
    widths = [_width(heading) for heading in headings]
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, head)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell, text)
            else:
                sheet.write_number(number, column, cell)
            widths[column] = max(widths[column], _width(cell))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width + 2, WIDEST))
    sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()


def comma_separated(headings: Sequence[str], rows: Rows, title: str) -> bytes:
    """Text in UTF-8 with the mark that lets Excel know it."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    writer.writerow(map(marked, headings))
    writer.writerows(map(marked, row) for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def marked(cell: Cell) -> Cell:
    """A cell for csv: a ``'`` before what a spreadsheet would calculate or round."""
    if not isinstance(cell, str):
        return cell
    rounded = cell.isdecimal() and len(cell) > EXACT_DIGITS
    return f"'{cell}" if cell.startswith(CALCULATED) or rounded else cell


def _width(cell: Cell) -> int:
    """Chinese characters take two places."""
    return sum(1 if character.isascii() else 2 for character in str(cell))


XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITERS: dict[str, tuple[Callable[[Sequence[str], Rows, str], bytes], str]] = {
    "xlsx": (xlsx, XLSX_TYPE),
    "csv": (comma_separated, "text/csv; charset=utf-8"),
}


def attachment(headings: Sequence[str], rows: Rows, *, title: str, kind: str) -> HttpResponse:
    """A file to keep, named after its contents and the day. Raises ``Http404`` for a kind not written."""
    if kind not in WRITERS:
        raise Http404
    write, content_type = WRITERS[kind]
    name = f"{title}_{clock.today():%Y%m%d}.{kind}"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    answer = HttpResponse(write(headings, rows, title), content_type=content_type)
    answer.headers["Content-Disposition"] = disposition
    return answer
