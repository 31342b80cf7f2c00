"""读表 — bytes to sheets of cells; whatever the file, the answer is a workbook or a refusal with advice."""

from collections.abc import Sequence

from apps.core.identifiers import mask_numbers
from apps.rosters.reading.isolation import read_in_isolation
from apps.rosters.reading.queueing import Busy
from apps.rosters.reading.refusal import FileRefused, empty
from apps.rosters.reading.returned import take_back
from apps.rosters.reading.sniffing import kind_of
from apps.rosters.reading.text import read_pasted
from apps.rosters.reading.workbook import Sheet, Workbook

__all__ = ["Busy", "FileRefused", "Sheet", "Workbook", "read", "read_pasted"]


def read(data: bytes, name: str) -> Workbook:
    """Raises `FileRefused`, and `Busy` for a page; the name is only compared with what the bytes are."""
    try:
        workbook = read_in_isolation(data, kind_of(data, name))
    except FileRefused as refused:
        raise FileRefused(refused.code, mask_numbers(refused.message)) from None
    take_back(workbook)
    _hide_numbers(workbook.sheets)
    if workbook.is_empty:
        raise empty()
    return workbook


def _hide_numbers(sheets: Sequence[Sheet]) -> None:
    """Sheets are named in many places that nobody seals: numbers of persons go, and names stay apart."""
    taken = {sheet.name for sheet in sheets}
    for sheet in sheets:
        hidden = mask_numbers(sheet.name or "")
        if hidden == (sheet.name or ""):
            continue
        sheet.name, number = hidden, 1
        while sheet.name in taken:
            number += 1
            sheet.name = f"{hidden}{number}"
        taken.add(sheet.name)
