"""识别结果 — what was found out about a file's columns, as the page shows it, and the clerk's answer."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from django.core.exceptions import ValidationError

from apps.core import clock
from apps.core.identifiers import mask_numbers
from apps.rosters.cells.cell import shown
from apps.rosters.choices import Layout
from apps.rosters.headings import CONTAINED, EXACT, SPELLED, SYNONYM, Heading, Vocabulary, read_heading
from apps.rosters.reading.workbook import VISIBLE, Cell, Sheet, is_filled, letter_of
from apps.rosters.roster import ROW_NUMBER, Roster
from apps.rosters.sheets import SheetCheck
from apps.rosters.situation import Plan

SAMPLES = 5
SKIPPED_SHOWN = 12
SURENESS = {
    EXACT: ("一致 100%", "good"),
    SYNONYM: ("同义 98%", "good"),
    CONTAINED: ("相近 80%", "warn"),
    SPELLED: ("拼音 70%", "warn"),
}
CHOSEN, SETTLED, UNKNOWN = ("已指定", "good"), ("按内容", "warn"), ("未识别", "")
NUMBERS = re.compile(r"\d+")
ROWS_OF_SAMPLES = 200
CUT_SHORT = 1e15
"""Numbers a spreadsheet itself shows as 3.29999E+17; their digits are somebody's."""


@dataclass(frozen=True, slots=True)
class ColumnFound:
    """One column: what stands above it, which field it seems to be and how surely, and what it holds."""

    letter: str
    title: str
    field: str
    sureness: tuple[str, str]
    samples: list[str]


@dataclass(frozen=True, slots=True)
class SheetFound:
    """One sheet as the page of columns shows it."""

    place: int
    name: str
    is_visible: bool
    is_read: bool
    header_rows: str
    columns: list[ColumnFound]
    records: int
    skipped: list[tuple[int, str]]
    more_skipped: int
    notes: list[str] = field(default_factory=list)


def found_in(sheets: Sequence[SheetCheck], roster: Roster, plan: Plan) -> list[SheetFound]:
    """Every sheet of a file."""
    return [_sheet(place, looked_at, roster, plan) for place, looked_at in enumerate(sheets)]


def _sheet(place: int, looked_at: SheetCheck, roster: Roster, plan: Plan) -> SheetFound:
    heading, table, sheet = looked_at.heading, looked_at.table, looked_at.sheet
    skipped = [(row + 1, mask_numbers(why)) for row, why in [*looked_at.above, *table.skipped]]
    is_wanted = sheet.state == VISIBLE if plan.sheets is None else sheet.name in plan.sheets
    return SheetFound(
        place=place,
        name=sheet.name or "文本",
        is_visible=sheet.state == VISIBLE,
        is_read=is_wanted,
        header_rows="、".join(str(row + 1) for row in heading.rows) if heading else "",
        columns=_columns(looked_at, roster, is_chosen=sheet.name in plan.layouts),
        records=len(table.records),
        skipped=skipped[:SKIPPED_SHOWN],
        more_skipped=max(len(skipped) - SKIPPED_SHOWN, 0),
        notes=list(dict.fromkeys(map(mask_numbers, looked_at.notes))),
    )


def _columns(looked_at: SheetCheck, roster: Roster, *, is_chosen: bool) -> list[ColumnFound]:
    heading = looked_at.heading
    if heading is None:
        return []
    vocabulary = Vocabulary(roster)
    skipped = {row for row, _ in looked_at.table.skipped}
    below = range(heading.last_row + 1, len(looked_at.sheet.rows))
    rows = list(islice((row for row in below if row not in skipped), ROWS_OF_SAMPLES))
    return [
        ColumnFound(
            letter=letter_of(column),
            title=mask_numbers(heading.titles.get(column, "")),
            field=(name := heading.columns.get(column, "")),
            sureness=CHOSEN if is_chosen and name else _sureness(vocabulary, heading, column),
            samples=_samples(looked_at.sheet, column, rows),
        )
        for column in range(looked_at.sheet.width)
        if column in heading.titles or _samples(looked_at.sheet, column, rows)
    ]


def _sureness(vocabulary: Vocabulary, heading: Heading, column: int) -> tuple[str, str]:
    name = heading.columns.get(column)
    if not name:
        return UNKNOWN
    if column in heading.by_content:
        return f"按内容 {heading.by_content[column]}%", "warn"
    said, strength = vocabulary.match(heading.titles.get(column, ""))
    return SURENESS.get(strength, SETTLED) if said == name else SETTLED


def _samples(sheet: Sheet, column: int, rows: Sequence[int]) -> list[str]:
    """The first few different values, numbers of persons masked."""
    cells = (sheet.cell(row, column) for row in rows)
    texts = (mask_numbers(_text(cell))[:24] for cell in cells if is_filled(cell))
    found: dict[str, None] = {}
    for text in texts:
        found.setdefault(text)
        if len(found) == SAMPLES:
            break
    return list(found)


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and abs(cell) >= CUT_SHORT:
        return f"{cell:.5E}"
    return shown(cell) if isinstance(cell, float | date) else str(cell).strip()


def fields_of(roster: Roster) -> list[tuple[str, str]]:
    """What a column may be, for the choice beside it."""
    return [(name, column.title) for name, column in roster.columns.items() if name != ROW_NUMBER] + [
        (ROW_NUMBER, roster.columns[ROW_NUMBER].title)
    ]


def answered(plan: Plan, sheets: Sequence[SheetCheck], said: Mapping[str, str], roster: Roster) -> Plan:
    """The plan with the clerk's word on each sheet. Raises ``ValidationError`` for what cannot stand."""
    layouts = {
        looked_at.sheet.name: _layout(place, looked_at, said, roster)
        for place, looked_at in enumerate(sheets)
        if said.get(f"rows-{place}")
    }
    wanted = tuple(
        looked_at.sheet.name for place, looked_at in enumerate(sheets) if said.get(f"read-{place}")
    )
    if not wanted:
        raise ValidationError("请至少选择一个工作表。")
    return replace(
        plan,
        as_of=_as_of(said.get("filed_on") or said.get("as_of", ""), plan),
        sheets=wanted,
        layouts={name: layout for name, layout in layouts.items() if layout},
        erase=tuple(name for name in roster.columns if said.get(f"erase-{name}")),
    )


def _as_of(said: str, plan: Plan) -> date | None:
    if not said:
        return plan.as_of
    try:
        day = date.fromisoformat(said)
    except ValueError as wrong:
        raise ValidationError("名册日期请填写年月日。") from wrong
    if day > clock.today():
        raise ValidationError("名册日期不能晚于今天。")
    return day


def _layout(place: int, looked_at: SheetCheck, said: Mapping[str, str], roster: Roster) -> Layout | None:
    """Nothing while the clerk leaves everything as it was found."""
    rows = tuple(int(number) for number in NUMBERS.findall(said[f"rows-{place}"]))[:3]
    if not rows or not all(1 <= row <= len(looked_at.sheet.rows) for row in rows):
        raise ValidationError(f"“{looked_at.sheet.name or '文本'}”的表头行请填行号，如 3 或 3、4。")
    found = looked_at.heading
    if found is None or rows != tuple(row + 1 for row in found.rows):
        return Layout(rows, _headed(looked_at.sheet, rows, roster))
    columns = {
        letter_of(column): name
        for column in range(looked_at.sheet.width)
        if (name := said.get(f"field-{place}-{letter_of(column)}", "")) in roster.columns
    }
    twice = {name for name in columns.values() if list(columns.values()).count(name) > 1}
    if twice:
        titles = "、".join(roster.columns[name].title for name in sorted(twice))
        raise ValidationError(f"“{looked_at.sheet.name or '文本'}”有两列都选作{titles}，请只留一列。")
    as_found = {letter_of(column): name for column, name in found.columns.items()}
    return None if columns == as_found else Layout(rows, columns)


def _headed(sheet: Sheet, rows: tuple[int, ...], roster: Roster) -> dict[str, str]:
    """What other heading rows say about the columns."""
    heading = read_heading(sheet, tuple(row - 1 for row in rows), roster)
    return {letter_of(column): name for column, name in heading.columns.items()}
