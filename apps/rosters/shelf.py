"""行架 — the judged rows of a file: few lie open, many are packed and opened a piece at a time."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from typing import overload

from apps.rosters.packing import Letters, pack, unpack
from apps.rosters.rows import Row

Fetch = Callable[[], bytes]
"""Brings a packed piece from where it is kept."""


class Shelf(Sequence[Row]):
    """行架 — pieces of rows in the order of the file; a file of one piece is never packed.

    The first of many lie open until they have been judged whole: packing is dear, and so much room there is.
    """

    OPEN = 10

    def __init__(self, letters: Letters) -> None:
        self.letters = letters
        self._pieces: list[bytes | list[Row] | Fetch] = []
        self._ends: list[int] = []
        self._open: tuple[int, list[Row]] = (-1, [])

    @classmethod
    def of_kept(cls, pieces: Iterable[tuple[Fetch, int]], letters: Letters) -> "Shelf":
        """Pieces kept elsewhere, each with the number of its rows; one is brought when it is looked at."""
        shelf = cls(letters)
        found = list(pieces)
        shelf._pieces = [fetch for fetch, _ in found]
        shelf._ends = list(accumulate(count for _, count in found))
        return shelf

    def add(self, rows: list[Row]) -> None:
        """One more piece."""
        self._pieces.append(rows if len(self._pieces) < self.OPEN else pack(rows))
        self._ends.append(len(self) + len(rows))

    def put(self, number: int, rows: list[Row]) -> None:
        """A piece again, after its rows have been judged further."""
        if len(self._pieces) > 1:
            self._pieces[number] = pack(rows)

    def pieces(self) -> Iterator[list[Row]]:
        """Piece by piece; each is let go before the next."""
        for number in range(len(self._pieces)):
            yield self._piece(number)

    def brought(self) -> Iterator[Callable[[], list[Row]]]:
        """Piece by piece, at hand but not opened yet: opening asks no database."""
        for piece in self._pieces:
            yield (
                partial(list, piece)
                if isinstance(piece, list)
                else partial(unpack, _data(piece), self.letters)
            )

    def packed(self) -> Iterator[tuple[bytes, int]]:
        """Every piece packed, with the number of its rows."""
        for piece, end, start in zip(self._pieces, self._ends, [0, *self._ends], strict=False):
            yield (pack(piece) if isinstance(piece, list) else _data(piece)), end - start

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[Row]:
        for piece in self.pieces():
            yield from piece

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        at = place + len(self) if place < 0 else place
        if not 0 <= at < len(self):
            raise IndexError(place)
        number = bisect_right(self._ends, at)
        return self._piece(number)[at - (self._ends[number - 1] if number else 0)]

    def _piece(self, number: int) -> list[Row]:
        piece = self._pieces[number]
        if isinstance(piece, list):
            return piece
        if self._open[0] != number:
            self._open = (-1, [])  # let go of one before the next is opened
            self._open = (number, unpack(_data(piece), self.letters))
        return self._open[1]


def _data(piece: bytes | Fetch) -> bytes:
    return piece if isinstance(piece, bytes) else piece()


class Picked(Sequence[Row]):
    """挑出的行 — some rows of a shelf, by their places; opened when looked at."""

    def __init__(self, rows: Sequence[Row], places: Sequence[int]) -> None:
        self._rows, self.places = rows, places

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return [self._rows[at] for at in self.places[place]]
        return self._rows[self.places[place]]
