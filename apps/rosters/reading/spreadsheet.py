"""电子表格 — xlsx, xlsb, ods and xls through calamine; runs in a process of its own (see `isolation`)."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import cast, overload

import python_calamine as calamine

from apps.rosters.reading import legacy, limits, markup, refusal
from apps.rosters.reading.archive import Archive
from apps.rosters.reading.workbook import HIDDEN, VERY_HIDDEN, VISIBLE, Cell, Sheet, Workbook

STATES = {"Visible": VISIBLE, "Hidden": HIDDEN, "VeryHidden": VERY_HIDDEN}
PASSWORD = ("password", "encrypted")
NO_FACTS = markup.Facts()


def read_archive(data: bytes) -> Workbook:
    """An xlsx, xlsb or ods; refuses what cannot be read, never returns half of it."""
    archive = Archive(data)
    archive.check_xml()
    facts, epoch_1904 = _facts(archive), markup.counts_from_1904(archive)
    workbook = _values(data, facts)
    workbook.epoch_1904 = epoch_1904
    return workbook


def read_legacy(data: bytes) -> Workbook:
    """An xls, or an et of WPS, which is mostly the same."""
    workbook = _values(data, {})
    for sheet in workbook:
        sheet.rows = list(sheet.rows)
    legacy.add_facts(workbook, data)
    return workbook


def _facts(archive: Archive) -> dict[str, markup.Facts]:
    """What the markup says of each sheet, by name."""
    struck = markup.struck_formats(archive)
    parts = {name: part for name, part in markup.part_of(archive).items() if archive.has(part)}
    return {name: markup.facts_in(archive.read(part), struck) for name, part in parts.items()}


def _values(data: bytes, facts: Mapping[str, markup.Facts]) -> Workbook:
    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        described = [sheet for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
        if len(described) > limits.SHEETS:
            raise refusal.too_large(f"工作表超过{limits.SHEETS}张，请分成几个文件上传")
        return Workbook([_sheet(book, sheet, facts.get(sheet.name, NO_FACTS)) for sheet in described])
    except (calamine.CalamineError, OSError, ValueError, UnicodeError) as problem:
        if any(word in str(problem).lower() for word in PASSWORD):
            raise refusal.encrypted() from problem
        raise refusal.unreadable() from problem


def _sheet(book: calamine.CalamineWorkbook, described: calamine.SheetMetadata, facts: markup.Facts) -> Sheet:
    read = book.get_sheet_by_name(described.name)
    if read.total_height > limits.ROWS + 100:
        raise refusal.too_large(f"“{described.name}”超过{limits.ROWS:,}行，请分成几个文件上传")
    if read.total_width > limits.COLUMNS:
        raise refusal.too_large(f"“{described.name}”超过{limits.COLUMNS}列，请删去多余的列后上传")
    merged = read.merged_cell_ranges or []
    return Sheet(
        name=described.name,
        rows=_Rows(read, facts.errors),
        known_width=read.total_width + 1 if read.start is not None else 0,
        state=STATES[str(described.visible).rpartition(".")[2]],
        merged=[(*first, *last) for first, last in merged],
        hidden_rows=facts.hidden_rows,
        hidden_columns=facts.hidden_columns,
        struck_rows=facts.struck_rows,
        uncalculated=facts.uncalculated,
    )


class _Rows(Sequence[list[Cell]]):
    """Rows as the parser holds them, turned into cells only while they are gone through."""

    def __init__(self, read: calamine.CalamineSheet, errors: Mapping[int, Mapping[int, str]]) -> None:
        self._read, self._errors = read, errors

    def __len__(self) -> int:
        """``total_height`` is the number of the last row, counted from 0."""
        return self._read.total_height + 1 if self._read.start is not None else 0

    def __iter__(self) -> Iterator[list[Cell]]:
        if not len(self):
            return
        before = [""] * cast("tuple[int, int]", self._read.start)[1]
        for number, found in enumerate(self._read.iter_rows()):
            cells = cast("list[Cell]", [*before, *found])
            for column, text in self._errors.get(number, {}).items():
                if column < len(cells):
                    cells[column] = text
            yield cells

    @overload
    def __getitem__(self, place: int) -> list[Cell]: ...
    @overload
    def __getitem__(self, place: slice) -> list[list[Cell]]: ...
    def __getitem__(self, place: int | slice) -> list[Cell] | list[list[Cell]]:
        return list(self)[place]
