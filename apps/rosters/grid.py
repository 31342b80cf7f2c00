"""核对表格 — judged rows as the sheet shows them: numbers, letters, old → new, faults where they stand.

A faulty cell is a box to type in, so that it is put right without any script; with a script every cell is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.core.formatting import NONE
from apps.core.identifiers import mask_numbers
from apps.core.judgement import Issue, Level
from apps.core.tables import Heading, head
from apps.rosters.columns import wording
from apps.rosters.recognised import CUT_SHORT
from apps.rosters.report import shown
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
NARROWEST, WIDEST = 8, 44
"""Places of a box."""
PRECISE = {"M": "%Y-%m", "Y": "%Y"}


@dataclass(frozen=True, slots=True)
class Editing:
    """改正中 — what a page of the grid needs to know to be typed into."""

    sheets: Mapping[str | None, int] = field(default_factory=dict)
    """Sheet → its place in the file, by which forms name it."""
    corrected: frozenset[tuple[str | None, int, str]] = frozenset()
    """(sheet, row, field) of cells put right already."""
    opened: str = ""
    """The row all of whose cells are boxes."""

    def name_of(self, row: Row) -> str:
        """0-5: how forms and addresses name a row."""
        return f"{self.sheets.get(row.sheet, 0)}-{row.number}"


def grid(rows: Sequence[Row], roster: Roster, editing: Editing | None = None) -> SafeString:
    """One page of rows as one piece."""
    return _Grid(rows, roster, editing or Editing()).drawn()


class _Grid:
    """What all cells of one page share."""

    def __init__(self, rows: Sequence[Row], roster: Roster, editing: Editing):
        self.rows, self.roster, self.editing = rows, roster, editing
        self.fields = _fields(rows, roster)
        self.several = len({row.sheet for row in rows}) > 1

    def drawn(self) -> SafeString:
        titles = (_heading(name, self.rows, self.roster) for name in self.fields)
        headings = [Heading("行"), Heading("结果"), *map(Heading, titles), Heading("说明")]
        return format_html(
            '<table class="grid" data-grid><thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
            format_html_join("", "{}", ((head(heading),) for heading in headings)),
            format_html_join("", "{}", ((self._line(row),) for row in self.rows)),
        )

    def _line(self, row: Row) -> SafeString:
        name = self.editing.name_of(row)
        place = f"{row.sheet} {row.number}" if self.several else str(row.number)
        opening = place if row.is_skipped else format_html('<a href="?row={}#r{}">{}</a>', name, name, place)
        label, tone = VERDICTS[row.verdict]
        said = [issue.message for issue in row.issues] + ([row.why] if row.why else [])
        told = mask_numbers("；".join(dict.fromkeys(said)))
        return format_html(
            '<tr data-row="{}"><th scope="row" id="r{}">{}{}</th><td><span class="dot {}"></span>{}</td>{}'
            '<td class="told" title="{}">{}</td></tr>',
            name,
            name,
            opening,
            "（隐藏行）" if row.hidden else "",
            tone,
            label,
            format_html_join("", "{}", ((self._cell(row, each),) for each in self.fields)),
            told,
            told or NONE,
        )

    def _cell(self, row: Row, name: str) -> SafeString:
        issues = [issue for issue in row.issues if issue.field == name]
        is_ours = name in row.letters and not row.is_skipped
        content: object
        if is_ours and (self.editing.opened == self.editing.name_of(row) or _blocks(issues)):
            content = self._box(row, name, issues)
        else:
            content = self._said(row, name)
        return format_html(
            '<td class="{}"{}{}>{}</td>',
            self._tone(row, name, issues),
            format_html(' title="{}"', _told(issues)) if issues else "",
            format_html(' data-field="{}" data-raw="{}"', name, self._raw(row, name)) if is_ours else "",
            content or NONE,
        )

    def _tone(self, row: Row, name: str, issues: Sequence[Issue]) -> str:
        if _blocks(issues):
            return "bad"
        if any(issue.level is Level.WARNING for issue in issues):
            return "warn"
        is_corrected = (row.sheet, row.number, name) in self.editing.corrected
        return "fixed" if name in row.changes or is_corrected else ""

    def _said(self, row: Row, name: str) -> object:
        text: object = said(name, _value(row, name), row, self.roster)
        if name not in row.changes:
            return text or as_written(name, row, self.roster)
        old = said(name, row.changes[name][0], None, self.roster)
        return format_html("<del>{}</del><ins>{}</ins>", old or "空", text or "空")

    def _box(self, row: Row, name: str, issues: Sequence[Issue]) -> SafeString:
        """What may be read stands in the box; a number of a person stands behind it, masked."""
        label = f"第{row.number}行{self.roster.columns[name].title}"
        written = as_written(name, row, self.roster)
        is_masked = name in self.roster.masks
        return format_html(
            '<input name="fix-{}-{}" value="{}" placeholder="{}" size="{}" aria-label="{}" aria-invalid="{}" '
            'autocomplete="off">',
            self.editing.name_of(row),
            name,
            "" if is_masked else written,
            written if is_masked else "",
            _places(written),
            f"{label}：{_told(issues)}" if issues else label,
            "true" if _blocks(issues) else "false",
        )

    def _raw(self, row: Row, name: str) -> str:
        return "" if name in self.roster.masks else as_written(name, row, self.roster)


def _places(text: str) -> int:
    """How wide a box is; a Chinese character takes two places."""
    return min(max(sum(1 if sign.isascii() else 2 for sign in text), NARROWEST), WIDEST)


def _blocks(issues: Sequence[Issue]) -> bool:
    return any(issue.blocks for issue in issues)


def _told(issues: Sequence[Issue]) -> str:
    return "；".join(mask_numbers(issue.message) for issue in issues)


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


def as_written(field: str, row: Row, roster: Roster) -> str:
    """What the cell says where it could not be taken, else the value; numbers of persons masked."""
    if field not in row.raw:
        return said(field, _value(row, field), row, roster)
    raw = row.raw[field]
    if isinstance(raw, float) and abs(raw) >= CUT_SHORT:
        return f"{raw:.5E}"
    mask = roster.masks.get(field, mask_numbers)
    return mask(wording(raw))


def _value(row: Row, field: str) -> Any:
    """What was read, else what stood there without being a field; nought and no are something."""
    value = row.values.get(field)
    return row.asides.get(field) if value is None else value


def said(field: str, value: Any, row: Row | None, roster: Roster) -> str:
    """A value as a sheet would show it; numbers of persons masked, codes as their labels."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        precision = row.values.get(f"{field}_precision", "") if row else ""
        return value.strftime(PRECISE.get(precision, "%Y-%m-%d"))
    if field in roster.masks:
        return str(shown(field, value, roster))
    return mask_numbers(str(roster.columns[field].write(value) or value))
