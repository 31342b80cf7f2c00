"""表体 — which rows under a heading are records, and why the others are not (domain.md §6.1 #3–6, #24)."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import overload

from apps.core.text import compact, each
from apps.rosters.columns import bared, heading_key
from apps.rosters.headings import Heading, Vocabulary
from apps.rosters.reading.packed import PIECE
from apps.rosters.reading.workbook import Cell, Sheet, is_filled
from apps.rosters.roster import Roster

DITTO = frozenset({"同上", "〃", "″", '"', "“", "”", "同前", "〞"})
TOTAL = re.compile(r"(合计|总计|共计|总人数)")
CLOSING = re.compile(
    r"(合计|总计|小计|共计|总人数|合计人数)[:(]?\d*[人名个]?\)?"
    r"|(单位)?(制表|填表|填报|审核|复核|负责|经办|报送|联系)(人|单位|部门|日期|时间)(\(.{1,4}\)|签字|签名|盖章)?(:.*)?"
    r"|(单位|组织|党支部|党委)?(\(?盖章\)?|\(?公章\)?)(:.*)?"
    r"|(备注|注|说明|填写说明|填表说明|附注)([:\d].*)?"
)
EXAMPLE = re.compile(r"(示例|例[:：]|样例|填写)")
COUNT = re.compile(r"(\d{1,6})(?=[人名个家]|$)")
EXAMPLE_CHARACTERS = frozenset("示例样填")
CLOSING_CHARACTERS = frozenset("合总小共单制填审复负经报联组党盖公备注说附(（")
LONGEST_DITTO = 10
MANY_BLANKS = 5
SHORT = 40
# Merged areas may overlap in a file made by hand; this many cells fill every real roster.
MOST_FILLED = 5_000_000


@dataclass(slots=True)
class Record:
    """记录行 — cells with merged and repeated values filled in, and what a section row above said."""

    row: int
    cells: list[Cell]
    section: dict[str, str]


class Records(Sequence[Record]):
    """记录行 — kept as numbers of rows; only cells that do not stand so in the sheet are kept beside them."""

    def __init__(self, sheet: Sheet | None = None) -> None:
        self._sheet = sheet
        self._rows = array("L")
        self._other_cells: dict[int, list[Cell]] = {}
        self._sections: list[tuple[int, dict[str, str]]] = []

    def take(self, row: int, cells: list[Cell], section: dict[str, str], *, is_plain: bool) -> None:
        """One more record; ``is_plain`` when its cells are those of the sheet."""
        if not self._sections or self._sections[-1][1] is not section:
            self._sections.append((row, section))
        self._rows.append(row)
        if not is_plain:
            self._other_cells[row] = cells

    def take_back(self) -> Record:
        """Without the last."""
        last = self[-1]
        self._rows.pop()
        return last

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Record]:
        return map(self._record, self._rows)

    @overload
    def __getitem__(self, place: int) -> Record: ...
    @overload
    def __getitem__(self, place: slice) -> list[Record]: ...
    def __getitem__(self, place: int | slice) -> Record | list[Record]:
        if isinstance(place, slice):
            return [self._record(row) for row in self._rows[place]]
        return self._record(self._rows[place])

    def _record(self, row: int) -> Record:
        cells = self._other_cells.get(row)
        if cells is None and self._sheet is not None:
            cells = self._sheet.rows[row]
        section = self._sections[bisect_right(self._sections, row, key=itemgetter(0)) - 1][1]
        return Record(row, cells or [], section)


@dataclass(slots=True)
class Table:
    """表体"""

    records: Records = field(default_factory=Records)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    stated_total: int | None = None

    def skip(self, row: int, why: str) -> None:
        self.skipped.append((row, why))


def read_table(sheet: Sheet, heading: Heading, roster: Roster) -> Table:
    """Every row below the heading, up to a second table of another kind."""
    return _Walk(sheet, heading, roster).walk()


class _Walk:
    """One pass down a sheet; remembers the row before (同上), the section and the blank rows."""

    def __init__(self, sheet: Sheet, heading: Heading, roster: Roster):
        self.sheet, self.heading, self.roster = sheet, heading, roster
        self.table = Table(Records(sheet))
        self.vocabulary = Vocabulary(roster)
        self.anchor = heading.column_of(roster.anchor)
        self.key = heading.column_of(roster.key)
        titles = roster.columns[roster.anchor].headings
        # Looked for once in the texts of the sheet, so that each row is only asked for what really occurs.
        self.dittos: set[str] = set()
        self.examples: set[str] = set()
        self.closings: set[str] = set()
        self.anchor_titles: set[str] = set()
        self.titles = titles
        self.section: dict[str, str] = {}
        self.before: list[Cell] = []
        self.blanks = 0

    def _weigh_texts(self, row: int) -> None:
        """Which texts of the piece that begins here stand for something else than themselves."""
        found = set().union(*self.sheet.rows[row : row - row % PIECE + PIECE])
        texts = [
            text
            for text in found
            if isinstance(text, str) and len(text) <= SHORT and not _is_long_number(text)
        ]
        compacted = each(compact, texts)
        for text, plain, key in zip(texts, compacted, each(bared, compacted), strict=True):
            if plain in DITTO and len(text) <= LONGEST_DITTO:
                self.dittos.add(text)
            if key in self.titles:
                self.anchor_titles.add(text)
            if text.lstrip()[:1] in CLOSING_CHARACTERS and CLOSING.fullmatch(plain):
                self.closings.add(text)
            if EXAMPLE.match(plain) and not EXAMPLE_CHARACTERS.isdisjoint(text):
                self.examples.add(text)

    def walk(self) -> Table:
        for row, cells in self._filled_rows():
            if self._is_record(cells):
                self._take(row, cells)
            elif not any(map(is_filled, cells)):
                self.blanks += 1
                continue
            elif not self._is_heading(cells):
                self._weigh(row, cells)
            elif self._repeats(cells):
                self.table.skip(row, "重复的表头")
            else:
                self._leave(row)
                break
            self.blanks = 0
        return self.table

    def _is_record(self, cells: list[Cell]) -> bool:
        """Plainly one: it has a name and a key, and is no heading, total, signature or example."""
        name = _at(cells, self.anchor)
        return (
            is_filled(name)
            and is_filled(_at(cells, self.key))
            and name not in self.examples
            and name not in self.closings
            and self.anchor_titles.isdisjoint(cells)
        )

    def _weigh(self, row: int, cells: list[Cell]) -> None:
        """A row that lacks its name or its key is a record unless something speaks against it."""
        filled = [column for column, cell in enumerate(cells) if is_filled(cell)]
        why = self._why_skipped(cells, filled)
        if why:
            self.table.skip(row, why)
        else:
            self._take(row, cells)

    def _filled_rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Rows with every merged area filled from its first cell, inside the area only."""
        first = self.heading.last_row + 1
        filling = _fillings(self.sheet, first)
        for row in range(first, len(self.sheet.rows)):
            if row == first or row % PIECE == 0:
                self._weigh_texts(row)
            cells = self.sheet.rows[row]
            if row in filling:
                cells = _with(cells, filling[row])
            yield row, cells

    def _is_heading(self, cells: list[Cell]) -> bool:
        return not self.anchor_titles.isdisjoint(cells) and self.vocabulary.is_heading(cells)

    def _repeats(self, cells: list[Cell]) -> bool:
        titles = {column: heading_key(title) for column, title in self.heading.titles.items()}
        said = {column: heading_key(str(cell)) for column, cell in enumerate(cells) if is_filled(cell)}
        return all(titles.get(column) == text for column, text in said.items())

    def _leave(self, row: int) -> None:
        """A second table is another roster: nobody in it is read under this heading."""
        self._take_back_title(row)
        title = self._title_above(row)
        why = f"另一张表“{title}”，请单独导入" if title else "另一张表，请单独导入"
        for rest in range(row, len(self.sheet.rows)):
            if any(map(is_filled, self.sheet.rows[rest])):
                self.table.skip(rest, why)
        self.table.notes.append(f"第{row + 1}行起是{why}")

    def _take_back_title(self, row: int) -> None:
        """A lone text over a second heading was taken for a lone name."""
        last = self.table.records[-1] if self.table.records else None
        if last and last.row == row - 1 and sum(map(is_filled, last.cells)) == 1:
            self.table.records.take_back()
            self.table.skip(last.row, "另一张表的标题")

    def _title_above(self, row: int) -> str:
        if self.table.skipped and self.table.skipped[-1][0] == row - 1:
            return next((str(cell).strip()[:40] for cell in self.sheet.rows[row - 1] if is_filled(cell)), "")
        return ""

    def _why_skipped(self, cells: list[Cell], filled: list[int]) -> str:
        if _at(cells, self.anchor) in self.examples:
            return "示例行或填写说明"
        return self._why_closing(cells, filled) or self._why_scanty(cells, filled)

    def _why_closing(self, cells: list[Cell], filled: list[int]) -> str:
        first = [compact(str(cells[column])) for column in filled[:3]]
        word = next((text for text in first if CLOSING.fullmatch(text)), "")
        if not word:
            return ""
        if TOTAL.match(word):
            self._compare_total(cells, filled)
        return f"“{word[:20]}”行不是记录"

    def _why_scanty(self, cells: list[Cell], filled: list[int]) -> str:
        """A row that says one thing only: a number, a section, a line of text; a lone name is a record."""
        texts = {cells[column] for column in filled}
        if len(texts) > 1 or (not self.roster.section(str(cells[filled[0]])) and self.anchor in filled):
            return ""
        text = str(texts.pop()).strip()
        if section := self.roster.section(text):
            self.section = section
            return f"分段：{text[:40]}"
        return "只有序号，没有内容" if _is_number(cells[filled[0]]) else "只有一格文字，不是记录"

    def _compare_total(self, cells: list[Cell], filled: list[int]) -> None:
        texts = [compact(str(cells[column])).removesuffix(".0") for column in filled]
        found = next((match for text in texts if (match := COUNT.search(text))), None)
        if found is None:
            return
        stated, read = int(found.group(1)), len(self.table.records)
        self.table.stated_total = stated
        if stated != read:
            self.table.notes.append(f"合计写{stated}，表中读到{read}，请核对")

    def _take(self, row: int, cells: list[Cell]) -> None:
        if self.blanks >= MANY_BLANKS:
            self.table.notes.append(f"第{row + 1}行之前有{self.blanks}个空行，请确认其后仍是同一名册")
        if self.before and not self.dittos.isdisjoint(cells):
            before = self.before
            cells = [
                _at(before, column) if cell in self.dittos else cell for column, cell in enumerate(cells)
            ]
        self.before = cells
        self.table.records.take(row, cells, self.section, is_plain=cells is self.sheet.rows[row])


def _fillings(sheet: Sheet, first: int) -> dict[int, dict[int, Cell]]:
    """Row → column → value for the cells of merged areas below the heading."""
    last_row, last_column = len(sheet.rows) - 1, sheet.width - 1
    filling: dict[int, dict[int, Cell]] = {}
    budget = MOST_FILLED
    for top, left, bottom, right in sheet.merged:
        value = sheet.cell(top, left) if first <= top <= last_row else None
        columns = range(left, min(right, last_column) + 1)
        rows = range(top, min(bottom, last_row) + 1)
        budget -= len(rows) * len(columns)
        if is_filled(value) and budget > 0:
            for row in rows:
                filling.setdefault(row, {}).update(dict.fromkeys(columns, value))
    return filling


def _with(cells: list[Cell], filling: dict[int, Cell]) -> list[Cell]:
    filled = [*cells, *([None] * (max(filling) + 1 - len(cells)))]
    for column, value in filling.items():
        if not is_filled(filled[column]):
            filled[column] = value
    return filled


def _at(cells: list[Cell], column: int | None) -> Cell:
    return cells[column] if column is not None and column < len(cells) else None


def _is_long_number(text: str) -> bool:
    """Half of all texts are: numbers of persons and phones, which stand for nothing else."""
    return len(text) > LONGEST_DITTO and text.isdigit()


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, (int, float)) or (isinstance(cell, str) and compact(cell).isdigit())
