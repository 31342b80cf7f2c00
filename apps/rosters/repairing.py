"""改正 — what was typed into the grid, against what the sheet says there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from apps.rosters.choices import Choices
from apps.rosters.columns import wording
from apps.rosters.reading.workbook import Cell, column_of
from apps.rosters.sheets import SheetCheck

TYPED = re.compile(r"fix-(\d{1,4})-(\d{1,7})-(\w{1,40})")
LONGEST = 2_000

Place = tuple[str | None, int, str]


@dataclass(slots=True)
class Repairs:
    """改动 — cells by place, and words that are meant otherwise wherever their column has them."""

    cells: dict[Place, str] = field(default_factory=dict)
    meanings: dict[str, dict[str, str]] = field(default_factory=dict)


def repairs_in(
    typed: Mapping[str, str],
    sheets: Sequence[SheetCheck],
    choices: Choices,
    *,
    alike: bool = False,
    masked: Sequence[str] = (),
) -> Repairs:
    """What is said otherwise than it stands; ``alike`` means every row that says the same there.

    A box left empty over a masked number says nothing.
    """
    found = Repairs()
    cells = {place: _cells(sheet) for place, sheet in enumerate(sheets)}
    for name, text in typed.items():
        parts = TYPED.fullmatch(name)
        if parts is None or int(parts[1]) not in cells:
            continue
        sheet, row, column = sheets[int(parts[1])], int(parts[2]), parts[3]
        text = wording(text)[:LONGEST]
        if row not in cells[int(parts[1])] or column not in sheet.letters or (column in masked and not text):
            continue
        place = (sheet.sheet.name, row, column)
        written = _written(cells[int(parts[1])][row], sheet, column)
        if text == _stands(written, place, choices):
            continue
        if alike and written:
            found.meanings.setdefault(column, {})[written] = text
        else:
            found.cells[place] = text
    return found


def _cells(sheet: SheetCheck) -> dict[int, list[Cell]]:
    """By the number the sheet shows, with merged and repeated values filled in."""
    return {record.row + 1: record.cells for record in sheet.table.records}


def _written(cells: list[Cell], sheet: SheetCheck, column: str) -> str:
    place = column_of(sheet.letters[column])
    return wording(cells[place]) if place < len(cells) else ""


def _stands(written: str, place: Place, choices: Choices) -> str:
    """What the cell is read as by now."""
    meant = choices.meanings.get(place[2], {}).get(written, written)
    return choices.corrections.get(place, meant)
