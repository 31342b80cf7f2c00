"""看表 — one sheet before its cells are judged: heading, records, defaults, and notes for the clerk."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from apps.core.dates import judge_date
from apps.core.judgement import NOTHING
from apps.rosters.choices import Choices, Layout
from apps.rosters.headings import Heading, find_heading, read_heading
from apps.rosters.reading import refusal
from apps.rosters.reading.workbook import VISIBLE, Sheet, column_of, is_filled, letter_of
from apps.rosters.roster import Roster
from apps.rosters.tables import Table, read_table

FILED = re.compile(
    r"(?:填报|填表|上报|统计|制表)(?:时间|日期)\s*[:：]?\s*([\d一二三四五六七八九〇零十年月日.\-/]{4,12})"
)
MARKUP = re.compile(r"<[a-z!/?]", re.IGNORECASE)
# What a database calls its columns and no office does.
INTERNAL = re.compile(r"pk|uid|uuid|[a-z]+(_[a-z]+)+")

FEWEST_SAMPLES, LEAST_SHARE = 2, 90
"""Different cells, and how many percent of them, that give a column away."""


@dataclass(slots=True)
class SheetCheck:
    """一张表的核对"""

    sheet: Sheet
    heading: Heading | None = None
    table: Table = field(default_factory=Table)
    defaults: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def stated_total(self) -> int | None:
        return self.table.stated_total

    @property
    def above(self) -> list[tuple[int, str]]:
        """Titles, filing lines and the heading, or all of a sheet not read: no records, but accounted for."""
        heading = self.heading
        if heading is None:
            return [(row, self.notes[-1]) for row in self._filled(len(self.sheet.rows))]
        rows = self._filled(heading.last_row + 1)
        return [(row, "表头" if row in heading.rows else "表头以上的标题、说明") for row in rows]

    def _filled(self, stop: int) -> list[int]:
        return [row for row in range(stop) if any(map(is_filled, self.sheet.rows[row]))]

    def filed_on(self, today: date) -> date | None:
        """填报时间 as the lines above the heading say it; of a month its last day, of this one today."""
        lines = self.sheet.rows[: self.heading.rows[0]] if self.heading else []
        for cell in (cell for row in lines for cell in row if isinstance(cell, str)):
            said = FILED.search(cell)
            judged = judge_date(said[1], today=today) if said else NOTHING
            if judged.is_right:
                return min(judged.value.last, today)
        return None

    @property
    def layout(self) -> Layout | None:
        """The heading as a clerk's word would say it."""
        if self.heading is None:
            return None
        columns = {letter: name for name, letter in self.letters.items()}
        return Layout(tuple(row + 1 for row in self.heading.rows), columns)

    @property
    def letters(self) -> dict[str, str]:
        """Field → column letter."""
        columns = self.heading.columns if self.heading else {}
        return {name: letter_of(column) for column, name in columns.items()}


def look_at(sheet: Sheet, roster: Roster, choices: Choices) -> SheetCheck:
    """One sheet's heading, records and the notes a clerk should see about it.

    Raises `FileRefused` for headings that no roster has.
    """
    looked_at = glance_at(sheet, roster, choices)
    if looked_at.heading:
        looked_at.table = read_table(sheet, looked_at.heading, roster)
        looked_at.defaults = {**_defaults(looked_at, roster), **choices.defaults}
        looked_at.notes += [*looked_at.heading.notes, *looked_at.table.notes, *_notes_on(sheet)]
    return looked_at


def glance_at(sheet: Sheet, roster: Roster, choices: Choices) -> SheetCheck:
    """The same as far as the heading: no row below it is gone through."""
    looked_at = SheetCheck(sheet)
    if not _is_wanted(sheet, choices):
        looked_at.notes.append("隐藏的工作表，默认不读取" if sheet.state != VISIBLE else "未选择，不读取")
        return looked_at
    heading = _heading(sheet, roster, choices)
    if heading is None:
        looked_at.notes.append("没有找到表头，未读取")
        return looked_at
    _insist_on_plain(heading)
    looked_at.heading = heading
    return looked_at


def _is_wanted(sheet: Sheet, choices: Choices) -> bool:
    return sheet.state == VISIBLE if choices.sheets is None else sheet.name in choices.sheets


def _heading(sheet: Sheet, roster: Roster, choices: Choices) -> Heading | None:
    """As the clerk laid it out, or as found; a sheet without the required columns has none."""
    layout = choices.layouts.get(sheet.name)
    if layout:
        heading = read_heading(sheet, tuple(row - 1 for row in layout.header_rows), roster)
        heading.columns = {
            column_of(letter): name for letter, name in layout.columns.items() if name in roster.columns
        }
        heading.notes.clear()
        return heading
    found = find_heading(sheet, roster)
    if found:
        sampler = _Sampler(sheet, found)
        _name_by_content(found, sheet, roster, sampler)
        roster.settle(found.columns, found.titles, sampler)
    return found


def _name_by_content(heading: Heading, sheet: Sheet, roster: Roster, sample: "_Sampler") -> None:
    """A column of identity numbers is that column, whatever stands above it: where a field has none yet."""
    for column in range(sheet.width):
        if column in heading.columns:
            continue
        texts = list(dict.fromkeys(sample(column)))
        shares = [
            (sum(map(field.cell.gives_away, texts)) * 100 // len(texts), name)
            for name, field in roster.columns.items()
            if name not in heading.fields and len(texts) >= FEWEST_SAMPLES and not field.derived
        ]
        share, name = max(shares, default=(0, ""))
        if share >= LEAST_SHARE and [found for found, _ in shares].count(share) == 1:
            heading.columns[column], heading.by_content[column] = name, share


def _insist_on_plain(heading: Heading) -> None:
    """A heading of markup or of database columns was made to reach what no roster may touch."""
    unknown = [title for column, title in heading.titles.items() if column not in heading.columns]
    markup = next((title for title in unknown if MARKUP.search(title)), None)
    if markup:
        raise refusal.unreadable(f"表头“{markup[:30]}”含有网页代码，请改正或删去这一列后上传")
    internal = [title for title in unknown if INTERNAL.fullmatch(title)]
    if internal:
        raise refusal.unreadable(
            f"表头{'、'.join(internal[:5])}是数据库的列名，名册中没有这些列，请删去后上传"
        )


class _Sampler:
    """The first filled cells below a heading, for deciding a column by what it holds."""

    MOST, ROWS = 50, 5_000

    def __init__(self, sheet: Sheet, heading: Heading):
        first = heading.last_row + 1
        self._rows = sheet.rows[first : first + self.ROWS]

    def __call__(self, column: int) -> list[str]:
        cells = (row[column] for row in self._rows if column < len(row) and row[column] is not None)
        return [str(cell).strip() for cell, _ in zip(cells, range(self.MOST), strict=False)]


def _defaults(looked_at: SheetCheck, roster: Roster) -> dict[str, Any]:
    heading, sheet = looked_at.heading, looked_at.sheet
    if heading is None:
        return {}
    above = [
        str(cell).strip() for row in sheet.rows[: heading.rows[0]] for cell in row if isinstance(cell, str)
    ]
    return roster.defaults([text for text in above if text], sheet.name, heading.fields)


def _notes_on(sheet: Sheet) -> list[str]:
    """What cells do not show and a clerk ought to know."""
    hidden = "、".join(letter_of(column) for column in sorted(sheet.hidden_columns) if column < sheet.width)
    return [
        note
        for note, applies in (
            (f"隐藏的列{hidden}照常读取", hidden),
            (f"{len(sheet.hidden_rows)}个隐藏行照常读取并标出", sheet.hidden_rows),
            (f"{len(sheet.struck_rows)}行带删除线，常表示已转出；格式不作数据，请核对", sheet.struck_rows),
        )
        if applies
    ]
