"""收紧的行 — rows of cells as compressed text, opened a piece at a time."""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, overload

PIECE = 2_000
# Dates travel as text behind a character that no cell of a spreadsheet can hold.
DATE_MARK = "\x00"

Cells = list[Any]


class PackedRows(Sequence[Cells]):
    """收紧的行 — a list of rows that nobody may change."""

    def __init__(self, pieces: Sequence[bytes], count: int) -> None:
        self._pieces, self._count = pieces, count
        self._open: tuple[int, list[Cells]] = (-1, [])

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Cells: ...
    @overload
    def __getitem__(self, place: slice) -> list[Cells]: ...
    def __getitem__(self, place: int | slice) -> Cells | list[Cells]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(self._count))]
        at = place + self._count if place < 0 else place
        if not 0 <= at < self._count:
            raise IndexError(place)
        return self._piece(at // PIECE)[at % PIECE]

    def __iter__(self) -> Iterator[Cells]:
        for number in range(len(self._pieces)):
            yield from self._piece(number)

    def _piece(self, number: int) -> list[Cells]:
        if self._open[0] != number:
            self._open = (number, unpacked(self._pieces[number]))
        return self._open[1]


def in_pieces(rows: Iterable[Cells]) -> Iterator[list[Cells]]:
    """Rows so many at a time."""
    piece: list[Cells] = []
    for cells in rows:
        piece.append(cells)
        if len(piece) == PIECE:
            yield piece
            piece = []
    if piece:
        yield piece


def packed(rows: list[Cells]) -> bytes:
    """Rows as compressed text; for cells of spreadsheets only."""
    return zlib.compress(json.dumps(rows, default=_plain, separators=(",", ":")).encode(), 1)


def unpacked(piece: bytes) -> list[Cells]:
    """What was packed: empty texts as nothing, dates as dates."""
    return [[_cell(value) for value in row] for row in json.loads(zlib.decompress(piece))]


def _plain(value: Any) -> str | float:
    if isinstance(value, datetime):
        return DATE_MARK + value.date().isoformat()
    if isinstance(value, date):
        return DATE_MARK + value.isoformat()
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds() / 86_400
    raise TypeError(type(value).__name__)


def _cell(value: Any) -> Any:
    if type(value) is str:
        if not value:
            return None
        if value[0] == DATE_MARK:
            return _date(value)
    return value


def _date(marked: str) -> date | str:
    try:
        return date.fromisoformat(marked[1:])
    except ValueError:  # a cell can be made to begin with our mark
        return marked
