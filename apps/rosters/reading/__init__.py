"""读表 — bytes to sheets of cells; whatever the file, the answer is a workbook or a refusal with advice."""

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
    workbook = read_in_isolation(data, kind_of(data, name))
    take_back(workbook)
    if workbook.is_empty:
        raise empty()
    return workbook
