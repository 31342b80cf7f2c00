"""出表 — a roster as a workbook: the blank template and filled sheets that read back as they were written.

Every text is a text cell, so that nothing in it is ever calculated; numbers of persons keep all their places.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from apps.core.dates import partial_date
from apps.core.sheets import mark_sheet, workbook
from apps.core.watermark import Watermark
from apps.rosters.cells import DateCell
from apps.rosters.columns import Column
from apps.rosters.reading.workbook import letter_of
from apps.rosters.roster import ROW_NUMBER, Roster

TEMPLATE_ROWS = 2_000
GUIDE = "填写说明"
LISTS = "代码"
ADVICE = (
    "标*的列必填。其他列不清楚的可以留空，以后补填。",
    "身份证号、信用代码、手机号所在列已设为文本格式，请勿改为数字，否则后几位会丢失。",
    "日期请填“2008-06-01”；只知道年月的填“2008-06”。",
    "请勿合并单元格，请勿改动表头；可以增加其他列，系统会忽略。",
)
WIDEST = 32


def template(roster: Roster) -> bytes:
    """The blank roster: drop-downs, text columns, a frozen heading, and a sheet that explains each column."""
    return _Book(roster, template_columns(roster)).blank()


def filled(
    roster: Roster,
    records: Iterable[Mapping[str, Any]],
    columns: list[Column] | None = None,
    mark: Watermark | None = None,
) -> bytes:
    """Records under the roster's own headings, or those of ``columns``; read back they are unchanged.

    A watermark stands above the headings, where reading looks for titles and notes.
    """
    return _Book(roster, columns or template_columns(roster), mark).filled(records)


def template_columns(roster: Roster) -> list[Column]:
    """序号 first, then every column worth asking for."""
    asked = [column for name, column in roster.columns.items() if column.template and name != ROW_NUMBER]
    return [roster.columns[ROW_NUMBER], *asked]


class _Book:
    """One workbook while it is being written."""

    def __init__(self, roster: Roster, columns: list[Column], mark: Watermark | None = None):
        self.roster = roster
        self.columns = columns
        self.buffer = BytesIO()
        self.book = workbook(self.buffer)
        self.heading = self._format(bold=True, bg_color="#F3E9E7", border=1, align="center", valign="vcenter")
        self.text = self._format(num_format="@")
        self.sheet = self.book.add_worksheet(roster.title)
        self.first = mark_sheet(self.book, self.sheet, mark)
        if mark is None:
            self.sheet.set_footer("&C第&P页 共&N页")

    def _format(self, **properties: Any) -> Format:
        return self.book.add_format(properties)

    def blank(self) -> bytes:
        self._head()
        self._offer_choices()
        self._explain()
        return self._close()

    def filled(self, records: Iterable[Mapping[str, Any]]) -> bytes:
        self._head()
        dates = {form: self._format(num_format=form) for form in ("yyyy-mm-dd",)}
        for number, record in enumerate(records, start=1):
            row = self.first + number
            self.sheet.write_number(row, 0, number)
            for place, column in enumerate(self.columns[1:], start=1):
                self._write(row, place, written(column, record), dates["yyyy-mm-dd"])
        return self._close()

    def _write(self, row: int, place: int, value: Any, as_date: Format) -> None:
        if isinstance(value, date):
            self.sheet.write_datetime(row, place, value, as_date)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            self.sheet.write_number(row, place, value)
        elif value not in (None, ""):
            self.sheet.write_string(row, place, str(value), self.text)

    def _head(self) -> None:
        for place, column in enumerate(self.columns):
            title = f"*{column.title}" if column.required else column.title
            self.sheet.write_string(self.first, place, title, self.heading)
            if column.explanation:
                self.sheet.write_comment(self.first, place, column.explanation)
            shape = self._format(num_format=column.cell.number_format)
            self.sheet.set_column(place, place, _width(column), shape)
        _lay_out(self.sheet, len(self.columns), self.first)

    def _offer_choices(self) -> None:
        """Lists stand on a sheet of their own: one written into the cell rule is lost over 255 characters."""
        lists = self.book.add_worksheet(LISTS)
        lists.hide()
        for place, column in enumerate(self.columns):
            options = column.cell.options
            if options:
                lists.write_column(0, place, options, self.text)
                source = f"={LISTS}!${letter_of(place)}$1:${letter_of(place)}${len(options)}"
                self.sheet.data_validation(
                    1,
                    place,
                    TEMPLATE_ROWS,
                    place,
                    {"validate": "list", "source": source, "error_type": "warning"},
                )

    def _explain(self) -> None:
        guide = self.book.add_worksheet(GUIDE)
        guide.set_column(0, 0, 24, self.text)
        guide.set_column(1, 1, 80, self.text)
        guide.write_string(0, 0, GUIDE, self._format(bold=True))
        for row, advice in enumerate(ADVICE, start=1):
            guide.write_string(row, 0, f"{row}. {advice}")
        for row, column in enumerate(self.columns[1:], start=len(ADVICE) + 2):
            guide.write_string(row, 0, column.title, self.text)
            guide.write_string(row, 1, column.explanation, self.text)

    def _close(self) -> bytes:
        self.book.close()
        return self.buffer.getvalue()


def written(column: Column, record: Mapping[str, Any]) -> Any:
    """One value of a record as its column shows it."""
    if isinstance(column.cell, DateCell):
        return column.write(partial_date(record, column.field))
    return column.write(record.get(column.field))


def _width(column: Column) -> int:
    return min(max(2 * len(column.title) + 4, 2 * len(column.example)), WIDEST)


def _lay_out(sheet: Worksheet, columns: int, heading: int) -> None:
    """As offices print it: A4 across, one page wide, the heading on every page, pages numbered."""
    sheet.freeze_panes(heading + 1, 2)
    sheet.autofilter(heading, 0, heading, columns - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, heading)
