"""网页表格 — many systems export an HTML table and call it .xls."""

from html.parser import HTMLParser

from apps.rosters.reading import limits, refusal
from apps.rosters.reading.text import decode
from apps.rosters.reading.workbook import Area, Cell, Sheet, Workbook


def read_html(data: bytes) -> Workbook:
    """Every outermost table is a sheet."""
    parser = _Tables()
    parser.feed(decode(data))
    parser.close()
    if not parser.sheets:
        raise refusal.unreadable()
    return Workbook(parser.sheets)


class _Tables(HTMLParser):
    """Collects cells; a spanning cell leaves its neighbours empty and is noted as merged."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[Sheet] = []
        self._rows: list[list[Cell]] = []
        self._depth = 0
        self._text: list[str] | None = None
        self._spans: tuple[int, int] = (1, 1)
        self._taken: set[tuple[int, int]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._rows = []
                self.sheets.append(Sheet(name=None, rows=self._rows))
                self._taken = set()
        elif self._depth != 1:
            return
        elif tag == "tr":
            self._open_row()
        elif tag in {"td", "th"}:
            self._close_cell()
            self._open_cell(dict(attrs))
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr"} and self._depth == 1:
            self._close_cell()
        elif tag == "table" and self._depth:
            self._close_cell()
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _open_row(self) -> None:
        self._close_cell()
        if len(self._rows) > limits.ROWS:
            raise refusal.too_large(f"超过{limits.ROWS:,}行，请分成几个文件上传")
        self._rows.append([])

    def _open_cell(self, attributes: dict[str, str | None]) -> None:
        if not self._rows:
            self._rows.append([])
        self._text = []
        self._spans = (_count(attributes.get("rowspan")), _count(attributes.get("colspan")))

    def _close_cell(self) -> None:
        if self._text is None:
            return
        sheet = self.sheets[-1]
        row = len(sheet.rows) - 1
        while (row, len(sheet.rows[row])) in self._taken:
            sheet.rows[row].append(None)
        column = len(sheet.rows[row])
        sheet.rows[row].append("".join(self._text).strip() or None)
        self._text = None
        if self._spans != (1, 1) and column < limits.COLUMNS:
            self._span(sheet, (row, column, row + self._spans[0] - 1, column + self._spans[1] - 1))

    def _span(self, sheet: Sheet, area: Area) -> None:
        sheet.merged.append(area)
        self._taken |= {
            (row, column)
            for row in range(area[0], area[2] + 1)
            for column in range(area[1], area[3] + 1)
            if (row, column) != area[:2]
        }


def _count(value: str | None) -> int:
    return min(max(int(value), 1), limits.COLUMNS) if value and value.isascii() and value.isdigit() else 1
