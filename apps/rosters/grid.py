"""核对表格 — judged rows as the sheet shows them: numbers, letters, old → new, faults where they stand."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.core.judgement import Level
from apps.core.tables import Cell, Heading, table
from apps.rosters.report import mask_text, shown
from apps.rosters.roster import ROW_NUMBER, Roster
from apps.rosters.rows import Row, Verdict

VERDICTS = {
    Verdict.NEW: ("新增", "good"),
    Verdict.CHANGED: ("有变化", "warn"),
    Verdict.UNCHANGED: ("无变化", ""),
    Verdict.REFUSED: ("不能入库", "bad"),
    Verdict.SKIPPED: ("已跳过", ""),
}
ALWAYS = ("branch",)
PRECISE = {"M": "%Y-%m", "Y": "%Y"}


def grid(rows: Sequence[Row], roster: Roster) -> SafeString:
    """One page of rows as one piece."""
    fields = _fields(rows, roster)
    several = len({row.sheet for row in rows}) > 1
    headings = [Heading("行"), Heading("结果"), *(Heading(_heading(f, rows, roster)) for f in fields)]
    lines = (_line(row, fields, roster, several=several) for row in rows)
    return table([*headings, Heading("说明")], lines, kind="grid")


def _fields(rows: Sequence[Row], roster: Roster) -> list[str]:
    """Every column mapped on one of the sheets, in the order of the sheet, and the branch in any case."""
    letters: dict[str, str] = {}
    for row in rows:
        for name, letter in row.letters.items():
            letters.setdefault(name, letter)
    mapped = sorted(letters, key=lambda name: (len(letters[name]), letters[name]))
    given = [name for name in ALWAYS if name in roster.columns and name not in letters]
    return [name for name in mapped if name != ROW_NUMBER] + given


def _heading(field: str, rows: Sequence[Row], roster: Roster) -> str:
    found = {row.letters[field] for row in rows if field in row.letters}
    title = roster.columns[field].title
    return f"{found.pop()} {title}" if len(found) == 1 else title


def _line(row: Row, fields: Sequence[str], roster: Roster, *, several: bool) -> list[object]:
    place = f"{row.sheet} {row.number}" if several else str(row.number)
    said = [issue.message for issue in row.issues] + ([row.why] if row.why else [])
    return [
        f"{place}（隐藏行）" if row.hidden else place,
        _verdict(row),
        *(_cell(row, field, roster) for field in fields),
        Cell(mask_text("；".join(dict.fromkeys(said)))),
    ]


def _verdict(row: Row) -> Cell:
    label, tone = VERDICTS[row.verdict]
    return Cell(format_html('<span class="dot {}"></span>{}', tone, label))


def _cell(row: Row, field: str, roster: Roster) -> Cell:
    text: object = said(field, row.values.get(field) or row.asides.get(field), row, roster)
    tone = "fixed" if field in row.changes else ""
    if field in row.changes:
        old = said(field, row.changes[field][0], None, roster)
        text = format_html("<del>{}</del><ins>{}</ins>", old or "空", text)
    levels = {issue.level for issue in row.issues if issue.field == field}
    if Level.ERROR in levels:
        tone = "bad"
    elif Level.WARNING in levels:
        tone = "warn"
    messages = "；".join(mask_text(issue.message) for issue in row.issues if issue.field == field)
    return Cell(text, tone=tone, title=messages)


def said(field: str, value: Any, row: Row | None, roster: Roster) -> str:
    """A value as a sheet would show it; numbers of persons masked, codes as their labels."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        precision = row.values.get(f"{field}_precision", "") if row else ""
        return value.strftime(PRECISE.get(precision, "%Y-%m-%d"))
    if field in roster.masks:
        return str(shown(field, value, roster))
    return mask_text(str(roster.columns[field].write(value) or value))
