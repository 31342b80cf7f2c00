"""判行 — the records of one sheet, cell by cell, into judged rows."""

from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from operator import attrgetter
from typing import Any

from apps.core.dates import DAY, PartialDate
from apps.core.judgement import Issue, error
from apps.rosters.cells import Circumstances, Said
from apps.rosters.choices import Choices
from apps.rosters.reading.workbook import Sheet
from apps.rosters.roster import ROW_NUMBER, Roster
from apps.rosters.rows import Row, Verdict
from apps.rosters.sheets import SheetCheck
from apps.rosters.tables import Record

UNCALCULATED = error("FORMULA_UNCALCULATED", "公式没有计算结果，请用WPS或Excel打开并保存后再上传")

Readers = list[tuple[int, str, Callable[[Any], Said]]]


def judge_records(
    looked_at: SheetCheck, roster: Roster, circumstances: Circumstances, choices: Choices
) -> Iterator[Row]:
    """Rows in the order of the sheet, those skipped among them with the reason; judged as they are taken."""
    judge = _Judge(looked_at, roster, circumstances, choices)
    skipped = (judge.skipped(row, why) for row, why in sorted(looked_at.table.skipped))
    return merge(skipped, judge.records(looked_at.table.records), key=attrgetter("number"))


class _Judge:
    """Holds what all rows of a sheet share."""

    def __init__(self, looked_at: SheetCheck, roster: Roster, circumstances: Circumstances, choices: Choices):
        self.sheet: Sheet = looked_at.sheet
        self.roster = roster
        self.defaults = looked_at.defaults
        self.letters = looked_at.letters
        self.corrections = choices.corrections
        columns = looked_at.heading.columns if looked_at.heading else {}
        self.mapped = frozenset(columns.values())
        read = {
            name: roster.columns[name].reader(circumstances, choices.meanings.get(name))
            for name in self.mapped
        }
        fields = [(column, name) for column, name in columns.items() if name != ROW_NUMBER]
        self.readers: Readers = [
            (column, name, read[name]) for column, name in fields if not roster.columns[name].aside
        ]
        self.asides: Readers = [
            (column, name, read[name]) for column, name in fields if roster.columns[name].aside
        ]
        self.derived = frozenset(name for name in self.mapped if roster.columns[name].derived)

    def skipped(self, row: int, why: str) -> Row:
        return Row(
            self.sheet.name,
            row + 1,
            hidden=row in self.sheet.hidden_rows,
            why=why,
            letters=self.letters,
            verdict=Verdict.SKIPPED,
        )

    def records(self, records: Iterable[Record]) -> Iterator[Row]:
        for record in records:
            row = Row(self.sheet.name, record.row + 1, letters=self.letters)
            row.hidden = record.row in self.sheet.hidden_rows
            self._fill(row, record)
            self.roster.complete(row, self.mapped)
            yield row

    def _fill(self, row: Row, record: Record) -> None:
        row.values.update(self.defaults)
        row.values.update(record.section)
        cells = self._corrected(row, record.cells) if self.corrections else record.cells
        width = len(cells)
        values = row.values
        for column, name, read in self.readers:
            raw = cells[column] if column < width else None
            value, issues, also = read(raw)
            if type(value) is PartialDate:
                _put_date(values, name, value)
            elif value is not None or name not in values:
                values[name] = value
            if issues or also:
                self._remark(row, name, raw, issues, also)
        for column, name, read in self.asides:
            row.asides[name] = read(cells[column] if column < width else None).value
        if self.sheet.uncalculated:
            self._note_formulas(row, record.row)

    def _corrected(self, row: Row, cells: list[Any]) -> list[Any]:
        corrected = list(cells)
        for column, name, _ in (*self.readers, *self.asides):
            if (self.sheet.name, row.number, name) in self.corrections:
                corrected += [None] * (column + 1 - len(corrected))
                corrected[column] = self.corrections[self.sheet.name, row.number, name]
        return corrected

    def _remark(self, row: Row, name: str, raw: Any, issues: Iterable[Issue], also: Iterable[Any]) -> None:
        """What is wrong with a cell; what it says about others waits until the row is complete."""
        # A derived column is only read to cross-check: a broken age formula is nobody's fault.
        if issues and name not in self.derived:
            row.issues.extend(issues)
            row.raw[name] = raw
        for about, words in also:
            row.notes.setdefault(about, []).append(words)

    def _note_formulas(self, row: Row, place: int) -> None:
        for column, name, _ in self.readers:
            if (place, column) in self.sheet.uncalculated and name not in self.derived:
                row.say(UNCALCULATED.about(name))


def _put_date(values: dict[str, Any], name: str, value: PartialDate) -> None:
    """The day, and beside it how much of it is known where that is not all."""
    values[name] = value.on
    if value.precision != DAY:
        values[f"{name}_precision"] = value.precision
