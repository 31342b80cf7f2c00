"""收紧的行 — rows of cells as compressed text, of which a few pieces lie open at a time."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import isfinite
from typing import Any, overload

import orjson

PIECE, OPEN = 2_000, 3
PLAIN_TYPES = {type(None), str, bool, int}
DAY_TYPES = {date, datetime}

Cells = list[Any]


class PackedRows(Sequence[Cells]):
    """收紧的行 — a list of rows that nobody may change."""

    def __init__(self, pieces: Sequence[bytes], count: int) -> None:
        self._pieces, self._count = pieces, count
        self._piece = lru_cache(maxsize=OPEN)(lambda number: unpacked(pieces[number]))

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
    """Rows as compressed text, column by column where they are equally long; for cells of sheets only."""
    said: dict[str, Any]
    if len(set(map(len, rows))) == 1:
        said = {"columns": [_column(column) for column in zip(*rows, strict=True)], "rows": len(rows)}
    else:
        said = {"ragged": [_column(row) for row in rows]}
    return zlib.compress(orjson.dumps(said), 1)


def unpacked(piece: bytes) -> list[Cells]:
    """What was packed: empty texts as nothing, days as days."""
    said = orjson.loads(zlib.decompress(piece))
    if "ragged" in said:
        return [_opened(*row) for row in said["ragged"]]
    if not said["columns"]:
        return [[] for _ in range(said["rows"])]
    return list(map(list, zip(*(_opened(*column) for column in said["columns"]), strict=True)))


def _column(cells: Sequence[Any]) -> tuple[list[int], list[Any]]:
    """Where days stand, and the cells with days as numbers."""
    kinds = set(map(type, cells))
    plain = (
        [_plain(cell) for cell in cells] if kinds - PLAIN_TYPES else [c if c != "" else None for c in cells]
    )
    days = [place for place, cell in enumerate(cells) if isinstance(cell, date)] if kinds & DAY_TYPES else []
    return days, plain


def _opened(days: list[int], cells: list[Any]) -> list[Any]:
    for place in days:
        cells[place] = date.fromordinal(cells[place])
    return cells


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if isfinite(value) else str(value)
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds() / 86_400
    if type(value) not in PLAIN_TYPES:
        raise TypeError(type(value).__name__)
    return None if value == "" else value
