"""单元格 — the kinds of cell: each reads what a sheet says, writes what it shows, and explains itself."""

from apps.rosters.cells.amounts import DateCell, NumberCell
from apps.rosters.cells.cell import NOTHING, Cell, Circumstances, Said
from apps.rosters.cells.coded import BooleanCell, CodedCell
from apps.rosters.cells.identifiers import CreditCodeCell, IdNumberCell, PhoneCell
from apps.rosters.cells.texts import ListCell, PersonNameCell, TextCell

__all__ = [
    "NOTHING",
    "BooleanCell",
    "Cell",
    "Circumstances",
    "CodedCell",
    "CreditCodeCell",
    "DateCell",
    "IdNumberCell",
    "ListCell",
    "NumberCell",
    "PersonNameCell",
    "PhoneCell",
    "Said",
    "TextCell",
]
