"""电子表格 — xlsx, xlsb, ods and xls through calamine; runs in a process of its own (see `isolation`)."""

from io import BytesIO
from typing import cast

import python_calamine as calamine

from apps.rosters.reading import legacy, limits, markup, refusal
from apps.rosters.reading.archive import Archive
from apps.rosters.reading.workbook import HIDDEN, VERY_HIDDEN, VISIBLE, Cell, Sheet, Workbook

STATES = {"Visible": VISIBLE, "Hidden": HIDDEN, "VeryHidden": VERY_HIDDEN}
PASSWORD = ("password", "encrypted")


def read_archive(data: bytes) -> Workbook:
    """An xlsx, xlsb or ods; refuses what cannot be read, never returns half of it."""
    archive = Archive(data)
    archive.check_xml()
    workbook = _values(data)
    _add_markup(workbook, archive)
    return workbook


def read_legacy(data: bytes) -> Workbook:
    """An xls, or an et of WPS, which is mostly the same."""
    workbook = _values(data)
    legacy.add_facts(workbook, data)
    return workbook


def _values(data: bytes) -> Workbook:
    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        described = [sheet for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
        if len(described) > limits.SHEETS:
            raise refusal.too_large(f"工作表超过{limits.SHEETS}张，请分成几个文件上传")
        return Workbook([_sheet(book, sheet) for sheet in described])
    except (calamine.CalamineError, OSError, ValueError, UnicodeError) as problem:
        if any(word in str(problem).lower() for word in PASSWORD):
            raise refusal.encrypted() from problem
        raise refusal.unreadable() from problem


def _sheet(book: calamine.CalamineWorkbook, described: calamine.SheetMetadata) -> Sheet:
    read = book.get_sheet_by_name(described.name)
    if read.total_height > limits.ROWS + 100:
        raise refusal.too_large(f"“{described.name}”超过{limits.ROWS:,}行，请分成几个文件上传")
    if read.total_width > limits.COLUMNS:
        raise refusal.too_large(f"“{described.name}”超过{limits.COLUMNS}列，请删去多余的列后上传")
    merged = read.merged_cell_ranges or []
    return Sheet(
        name=described.name,
        rows=cast("list[list[Cell]]", read.to_python(skip_empty_area=False)),
        state=STATES[str(described.visible).rpartition(".")[2]],
        merged=[(*first, *last) for first, last in merged],
    )


def _add_markup(workbook: Workbook, archive: Archive) -> None:
    parts = markup.part_of(archive)
    struck = markup.struck_formats(archive)
    workbook.epoch_1904 = markup.counts_from_1904(archive)
    for sheet in workbook:
        part = parts.get(sheet.name or "")
        if part and archive.has(part):
            markup.add_facts(sheet, archive.read(part), struck)
