"""表头 — where a sheet's heading is, and which field each of its columns is.

Rosters open with titles and filing lines, join two rows of headings under merged parents, and call one thing
by ten names. What is found here is only proposed: the mapping page shows it and a clerk may change it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from apps.core.pinyin import spelled
from apps.rosters.columns import heading_key
from apps.rosters.reading.workbook import Cell, Sheet, is_filled, letter_of
from apps.rosters.roster import Roster

FIRST_ROWS = 15
LEAST_HITS = 3
MOST_ROWS = 3
EXACT, SYNONYM, CONTAINED, SPELLED, NOT_FOUND = 4, 3, 2, 1, 0
"""How surely a heading names a field: by its own title, another usual one, one inside it, or in letters."""
FEWEST_LETTERS = 2


@dataclass(slots=True)
class Heading:
    """表头 — rows and columns counted from 0."""

    rows: tuple[int, ...]
    columns: dict[int, str] = field(default_factory=dict)
    """Column → field, asides included."""
    titles: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    by_content: dict[int, int] = field(default_factory=dict)
    """Columns known by what they hold, with the share of cells that say so, in percent."""

    @property
    def last_row(self) -> int:
        return self.rows[-1]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(self.columns.values())

    def column_of(self, wanted: str) -> int | None:
        return next((column for column, name in self.columns.items() if name == wanted), None)


class Vocabulary:
    """列名词表 — every spelling of every column of one roster."""

    def __init__(self, roster: Roster):
        self.roster = roster
        self._exact: dict[str, str] = {}
        for name, column in roster.columns.items():
            for heading in column.headings:
                self._exact.setdefault(heading, name)
        self._titles = {heading_key(column.title) for column in roster.columns.values()}
        # One letter or "ID" is found inside too many words to be looked for there.
        inside = [heading for heading in self._exact if len(heading) > 1 and not heading.isascii()]
        self._inside = sorted(inside, key=len, reverse=True)

    def exact(self, text: str) -> str | None:
        return self._exact.get(heading_key(text))

    def contained(self, text: str) -> str | None:
        """The field of the longest spelling inside the text; None when two fields tie."""
        key = heading_key(text)
        found = [heading for heading in self._inside if heading in key and self._may_be(heading, key)]
        longest = [heading for heading in found if len(heading) == len(found[0])]
        fields = {self._exact[heading] for heading in longest}
        return fields.pop() if len(fields) == 1 else None

    def _may_be(self, heading: str, key: str) -> bool:
        return not any(word in key for word in self.roster.columns[self._exact[heading]].unlike)

    def match(self, *texts: str) -> tuple[str | None, int]:
        """The field and how surely; earlier texts win over later ones, exact over contained."""
        for text in texts:
            if found := self.exact(text):
                return found, EXACT if heading_key(text) in self._titles else SYNONYM
        for text in texts:
            if found := self.contained(text):
                return found, CONTAINED
        for text in texts:
            if found := self.in_letters(text):
                return found, SPELLED
        return None, NOT_FOUND

    def in_letters(self, text: str) -> str | None:
        """xingming, XM: the one field that a heading in Latin letters spells."""
        key = heading_key(text)
        if len(key) < FEWEST_LETTERS or not (key.isascii() and key.isalpha()):
            return None
        fields = self._in_letters.get(key, set())
        return next(iter(fields)) if len(fields) == 1 else None

    @cached_property
    def _in_letters(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for heading, name in self._exact.items():
            for letters in spelled(heading) if not heading.isascii() else ():
                found[letters].add(name)
        return found

    def is_heading(self, cells: Iterable[Cell]) -> bool:
        """Whether a row below a heading is one too; what people write holds words of headings as well."""
        named = {self.exact(cell) for cell in cells if isinstance(cell, str)}
        return len(named - {None}) >= LEAST_HITS

    def hits(self, cells: Iterable[Cell]) -> set[str]:
        fields = (self.match(cell)[0] for cell in cells if isinstance(cell, str) and 0 < len(cell) <= 60)
        return {name for name in fields if name}


def find_heading(sheet: Sheet, roster: Roster) -> Heading | None:
    """The heading in the first rows that names most fields, the anchor among them."""
    vocabulary = Vocabulary(roster)
    found = [(row, vocabulary.hits(cells)) for row, cells in enumerate(sheet.rows[:FIRST_ROWS])]
    likely = [(len(hits), -row) for row, hits in found if len(hits) >= LEAST_HITS and roster.anchor in hits]
    return read_heading(sheet, _around(sheet, -max(likely)[1], vocabulary), roster) if likely else None


def read_heading(sheet: Sheet, rows: tuple[int, ...], roster: Roster) -> Heading:
    """What the given rows say about each column."""
    vocabulary = Vocabulary(roster)
    heading = Heading(rows)
    claims: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for column in range(sheet.width):
        path = _path(sheet, rows, column)
        if not path:
            continue
        heading.titles[column] = path[-1]
        name, strength = vocabulary.match(path[-1], "".join(path))
        if name:
            claims[name].append((-strength, column))
    _settle_claims(heading, claims, roster)
    return heading


def _settle_claims(heading: Heading, claims: dict[str, list[tuple[int, int]]], roster: Roster) -> None:
    """One column per field: the surest heading, then the leftmost."""
    for name, wanting in claims.items():
        (_, winner), *losers = sorted(wanting)
        heading.columns[winner] = name
        for _, loser in losers:
            heading.notes.append(
                f"{letter_of(loser)}列“{heading.titles[loser]}”与{letter_of(winner)}列“{heading.titles[winner]}”"
                f"都像“{roster.columns[name].title}”，采用{letter_of(winner)}列"
            )
    heading.columns = dict(sorted(heading.columns.items()))


def _around(sheet: Sheet, row: int, vocabulary: Vocabulary) -> tuple[int, ...]:
    """The row found, with the parents above it or the children below it."""
    rows = [row]
    while len(rows) < MOST_ROWS and _continues(sheet, rows[-1] + 1, row, vocabulary):
        rows.append(rows[-1] + 1)
    if len(rows) < MOST_ROWS and _is_row_of_parents(sheet, row - 1):
        rows.insert(0, row - 1)
    return tuple(rows)


def _continues(sheet: Sheet, row: int, first: int, vocabulary: Vocabulary) -> bool:
    """A second heading row names children and says nothing where the anchor stands."""
    if row >= len(sheet.rows):
        return False
    cells = [cell for cell in sheet.rows[row] if is_filled(cell)]
    if not cells or not all(isinstance(cell, str) for cell in cells):
        return False
    anchor = vocabulary.roster.anchor
    for column, cell in enumerate(sheet.rows[first]):
        if (
            isinstance(cell, str)
            and vocabulary.match(cell)[0] == anchor
            and is_filled(sheet.cell(row, column))
        ):
            return False
    children = [column for column, cell in enumerate(sheet.rows[row]) if is_filled(cell)]
    named = sum(_is_child(sheet, row, column, vocabulary) for column in children)
    return named * 2 >= len(children)


def _is_child(sheet: Sheet, row: int, column: int, vocabulary: Vocabulary) -> bool:
    """It is a heading in its own right, or becomes one together with the wide parent above it."""
    text = _text(sheet.cell(row, column))
    if vocabulary.exact(text):
        return True
    parent = _heading_text(sheet, row - 1, column, is_last=False)
    return _is_under_wide_parent(sheet, row, column) and vocabulary.match(parent + text)[0] is not None


def _is_under_wide_parent(sheet: Sheet, row: int, column: int) -> bool:
    """The heading above spans this column and another: merged, or in text files with empty cells."""
    for top, left, bottom, right in sheet.merged_on_top:
        if top <= row - 1 <= bottom and left <= column <= right:
            return right > left
    if sheet.merged:
        return False
    beside = column + 1 < sheet.width and not _text(sheet.cell(row - 1, column + 1))
    return not _text(sheet.cell(row - 1, column)) or (beside and bool(_text(sheet.cell(row, column + 1))))


def _is_row_of_parents(sheet: Sheet, row: int) -> bool:
    """Several merged headings side by side; a title spans everything, a filing line holds a colon."""
    if row < 0:
        return False
    cells = [cell for cell in sheet.rows[row] if is_filled(cell)]
    wide = [area for area in sheet.merged_on_top if area[0] == area[2] == row and area[3] > area[1]]
    is_plain = all(isinstance(cell, str) and not {"：", ":"} & set(cell) for cell in cells)
    return len(wide) >= 2 and len(cells) >= 2 and is_plain


def _path(sheet: Sheet, rows: tuple[int, ...], column: int) -> list[str]:
    """The texts above a column from parent to child, each once."""
    texts = [_heading_text(sheet, row, column, is_last=row == rows[-1]) for row in rows]
    return list(dict.fromkeys(text for text in texts if text))


def _heading_text(sheet: Sheet, row: int, column: int, *, is_last: bool) -> str:
    for top, left, bottom, right in sheet.merged_on_top:
        if top <= row <= bottom and left <= column <= right:
            return _text(sheet.cell(top, left))
    own = _text(sheet.cell(row, column))
    if own or is_last or sheet.merged or not _text(sheet.cell(row + 1, column)):
        return own
    # Text files have no merged cells: a parent stands over the empty cells to its right.
    return next((text for left in range(column - 1, -1, -1) if (text := _text(sheet.cell(row, left)))), "")


def _text(cell: Cell) -> str:
    return str(cell).strip() if is_filled(cell) else ""
