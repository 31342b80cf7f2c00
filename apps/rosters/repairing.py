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
    parted = [
        (parts, wording(text)[:LONGEST]) for name, text in typed.items() if (parts := TYPED.fullmatch(name))
    ]
    cells = _cells(sheets, {(int(parts[1]), int(parts[2])) for parts, _ in parted})
    for parts, text in parted:
        number, row, column = int(parts[1]), int(parts[2]), parts[3]
        if (
            (number, row) not in cells
            or column not in sheets[number].letters
            or (column in masked and not text)
        ):
            continue
        place = (sheets[number].sheet.name, row, column)
        written = _written(cells[number, row], sheets[number], column)
        if text == _stands(written, place, choices):
            continue
        if alike and written:
            found.meanings.setdefault(column, {})[written] = text
        else:
            found.cells[place] = text
    return found


def _cells(sheets: Sequence[SheetCheck], wanted: set[tuple[int, int]]) -> dict[tuple[int, int], list[Cell]]:
    """(place of the sheet, number it shows) → the row's cells, merged and repeated values filled in."""
    return {
        (number, record.row + 1): record.cells
        for number in {number for number, _ in wanted if number < len(sheets)}
        for record in sheets[number].table.records
        if (number, record.row + 1) in wanted
    }


def _written(cells: list[Cell], sheet: SheetCheck, column: str) -> str:
    place = column_of(sheet.letters[column])
    return wording(cells[place]) if place < len(cells) else ""


def _stands(written: str, place: Place, choices: Choices) -> str:
    """What the cell is read as by now."""
    meant = choices.meanings.get(place[2], {}).get(written, written)
    return choices.corrections.get(place, meant)
