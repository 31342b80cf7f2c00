"""表格文件 — headings and rows written as xlsx or csv that nothing in them can set in motion."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from xlsxwriter.worksheet import Worksheet

from apps.core import clock
from apps.core.watermark import Watermark

Cell = str | int | float | Decimal
Rows = Iterable[Sequence[Cell]]

INERT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CALCULATED = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
"""What a spreadsheet takes for a formula: also behind what nobody sees, and in full width."""
EXACT_DIGITS = 11
"""Spreadsheets show longer numbers as powers of ten, and round them past fifteen places."""
WIDEST = 40


def workbook(buffer: BytesIO) -> xlsxwriter.Workbook:
    """An empty workbook of this moment, in memory: a temporary file would hold ID numbers in the clear."""
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **INERT})
    book.set_properties({"created": clock.now().astimezone(UTC)})
    return book


def xlsx(headings: Sequence[str], rows: Rows, title: str, mark: Watermark | None = None) -> bytes:
    """A workbook of one sheet; texts are text cells, headings stay in sight below the watermark."""
    buffer = BytesIO()
    book = workbook(buffer)
    text = book.add_format({"num_format": "@"})
    head = book.add_format({"num_format": "@", "bold": True, "bg_color": "#F3F3F1", "bottom": 1})
    sheet = book.add_worksheet(title[:31])
    first = mark_sheet(book, sheet, mark)
    widths = [_width(heading) for heading in headings]
    for column, heading in enumerate(headings):
        sheet.write_string(first, column, heading, head)
    for number, row in enumerate(rows, start=first + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell, text)
            else:
                sheet.write_number(number, column, cell)
            widths[column] = max(widths[column], _width(cell))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width + 2, WIDEST))
    sheet.freeze_panes(first + 1, 0)
    sheet.repeat_rows(0, first)
    book.close()
    return buffer.getvalue()


def mark_sheet(book: xlsxwriter.Workbook, sheet: Worksheet, mark: Watermark | None) -> int:
    """Put the watermark on a sheet: on its printed pages, and for a purpose above the table too.

    Answers the row the headings stand in.
    """
    if mark is None:
        return 0
    sheet.set_header(mark.header)
    sheet.set_footer(mark.footer)
    book.set_properties(book.doc_properties | {"author": mark.who, "comments": mark.sentence})
    if not mark.purpose:
        return 0
    note = book.add_format({"num_format": "@", "italic": True, "font_color": "#595959"})
    sheet.write_string(0, 0, mark.sentence, note)
    return 1


def comma_separated(headings: Sequence[str], rows: Rows, title: str, mark: Watermark | None = None) -> bytes:
    """Text in UTF-8 with the mark that lets Excel know it."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    if mark and mark.purpose:
        writer.writerow([mark.sentence])
    writer.writerow(map(marked, headings))
    writer.writerows(map(marked, row) for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def marked(cell: Cell) -> Cell:
    """A cell for csv: a ``'`` before what a spreadsheet would calculate or round."""
    if not isinstance(cell, str):
        return cell
    rounded = cell.isdecimal() and len(cell) > EXACT_DIGITS
    return f"'{cell}" if CALCULATED.match(cell) or rounded else cell


def _width(cell: Cell) -> int:
    """Chinese characters take two places."""
    return sum(1 if character.isascii() else 2 for character in str(cell))


XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Writer = Callable[[Sequence[str], Rows, str, Watermark | None], bytes]
WRITERS: dict[str, tuple[Writer, str]] = {
    "xlsx": (xlsx, XLSX_TYPE),
    "csv": (comma_separated, "text/csv; charset=utf-8"),
}


def attachment(
    headings: Sequence[str], rows: Rows, *, title: str, kind: str, mark: Watermark | None = None
) -> HttpResponse:
    """A file to keep, named after its contents and the day. Raises ``Http404`` for a kind not written."""
    return as_file(written(headings, rows, title=title, kind=kind, mark=mark), file_name(title, kind))


def written(
    headings: Sequence[str], rows: Rows, *, title: str, kind: str, mark: Watermark | None = None
) -> bytes:
    """The bytes of such a file."""
    if kind not in WRITERS:
        raise Http404
    return WRITERS[kind][0](headings, rows, title, mark)


def file_name(title: str, kind: str) -> str:
    """党员_20261122.xlsx"""
    return f"{title}_{clock.today():%Y%m%d}.{kind}"


def as_file(data: bytes, name: str) -> HttpResponse:
    """An answer that is kept as a file, never opened in the page."""
    kind = name.rpartition(".")[2]
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition, "Content-Type": WRITERS[kind][1]}
    return HttpResponse(data, headers=headers)
