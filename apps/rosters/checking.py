"""核对 — a file read whole and judged whole, before anything is kept.

Twice over all rows: sheets → records → cells, noting what rows say together; then the register is asked and
rules are weighed → verdicts. A large roster goes through in batches, of which only one lies open at a time.
Nothing here writes, but for a register that tries what it would write and takes it back.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from apps.core.judgement import Issue, Level
from apps.rosters import reading
from apps.rosters.cells import Circumstances
from apps.rosters.choices import DECIDABLE, PARK, SKIP, Choices
from apps.rosters.comparing import changes_of
from apps.rosters.judging import judge_records
from apps.rosters.progress import Progress
from apps.rosters.reading import FileRefused, Workbook
from apps.rosters.reading.refusal import no_header
from apps.rosters.register import BatchedRegister, Known, Recognition, Register, RehearsingRegister
from apps.rosters.roster import Roster
from apps.rosters.rows import Row, Verdict
from apps.rosters.sheets import SheetCheck, look_at
from apps.rosters.shelf import Picked, Shelf
from apps.rosters.tables import Table
from apps.rosters.tally import Tally


@dataclass(slots=True)
class Check:
    """核对结果"""

    roster: Roster
    sheets: list[SheetCheck] = field(default_factory=list)
    rows: Shelf = field(default_factory=lambda: Shelf({}))
    recognition: Recognition = field(default_factory=Recognition)
    refused: FileRefused | None = None
    tally: Tally = field(default_factory=Tally)
    progress: Progress = field(default_factory=Progress)
    """Of the keeping that follows."""

    @property
    def records(self) -> Sequence[Row]:
        """Rows that are records, in the order in which the register was asked about them."""
        return self.having(Verdict.NEW, Verdict.CHANGED, Verdict.UNCHANGED, Verdict.REFUSED)

    def having(self, *verdicts: Verdict) -> Sequence[Row]:
        """Rows that came out so."""
        return Picked(self.rows, self.tally.places(*verdicts))

    @property
    def counts(self) -> dict[str, int]:
        return self.tally.counts | {"absent": len(self.recognition.absent)}

    @property
    def is_good(self) -> bool:
        return self.refused is None and not self.counts[Verdict.REFUSED]


def check_file(
    data: bytes,
    name: str,
    roster: Roster,
    register: Register,
    choices: Choices,
    progress: Progress | None = None,
) -> Check:
    """Never raises for what is in the file: a file refused whole is a check that says so."""
    progress = progress or Progress()
    progress.begin("读取")
    try:
        return check_workbook(reading.read(data, name), roster, register, choices, progress)
    except FileRefused as refused:
        return Check(roster, refused=refused)


def check_workbook(
    workbook: Workbook,
    roster: Roster,
    register: Register,
    choices: Choices,
    progress: Progress | None = None,
) -> Check:
    """Raises `FileRefused` when no sheet has a heading."""
    check = Check(roster, [look_at(sheet, roster, choices) for sheet in workbook])
    _insist_on_heading(check)
    check.rows = Shelf({sheet.sheet.name: sheet.letters for sheet in check.sheets})
    judging = _Judging(check, register, choices, progress or Progress())
    judging.read(Circumstances(choices.today, workbook.epoch_1904))
    judging.weigh()
    return check


def _insist_on_heading(check: Check) -> None:
    """Refuse the file unless a sheet has every required column."""
    columns = check.roster.columns
    required = {name for name, column in columns.items() if column.required}
    wanted = "、".join(f"“{columns[name].title}”" for name in columns if name in required)
    for looked_at in check.sheets:
        if looked_at.heading and not required <= looked_at.heading.fields | looked_at.defaults.keys():
            looked_at.heading, looked_at.table = None, Table()
            looked_at.notes.append(f"缺少必需的列，未读取：需要{wanted}")
    if not any(looked_at.heading for looked_at in check.sheets):
        raise no_header(wanted)


class _Judging:
    """The two times all rows are gone through."""

    def __init__(self, check: Check, register: Register, choices: Choices, progress: Progress):
        self.check, self.register, self.choices, self.progress = check, register, choices, progress
        self.batched = register if isinstance(register, BatchedRegister) else None
        self.together = check.roster.together()
        self.mapped = {sheet.sheet.name: sheet.heading.fields for sheet in check.sheets if sheet.heading}

    def read(self, circumstances: Circumstances) -> None:
        """Judge every cell, and note what can only be judged when all rows are known."""
        sheets = [sheet for sheet in self.check.sheets if sheet.heading]
        self.progress.begin("核对内容", sum(len(sheet.table.records) for sheet in sheets))
        rows = (
            row
            for sheet in sheets
            for row in judge_records(sheet, self.check.roster, circumstances, self.choices)
        )
        for batch in self.progress.over(_batches(rows, self.batched.rows_at_once if self.batched else None)):
            records = [row for row in batch if not row.is_skipped]
            if self.batched:
                self.batched.note(records)
            self.together.note(records)
            self.check.rows.add(batch)

    def weigh(self) -> None:
        """Ask the register, then judge every record by what it says and what is known."""
        self.progress.begin("比对登记", len(self.check.rows))
        if self.batched:
            self.batched.settle()
        for number, rows in enumerate(self.progress.over(self.check.rows.pieces())):
            self._weigh([row for row in rows if not row.is_skipped])
            self.check.tally.count(rows)
            self.check.rows.put(number, rows)
        if self.batched:
            self.check.recognition.absent = self.batched.absent()

    def _weigh(self, records: Sequence[Row]) -> None:
        found = self.register.recognise(records)
        roster, choices = self.check.roster, self.choices
        for place, row in enumerate(records):
            known = found.known.get(place)
            row.say(*found.issues.get(place, ()))
            row.say(*_consistency(roster, row, known, self.mapped[row.sheet], choices.today))
        self.together.judge(records)
        for place, row in enumerate(records):
            _decide(row, choices.decisions.get((row.sheet, row.number), ""))
            _conclude(row, found.known.get(place), erase=choices.erase)
        if isinstance(self.register, RehearsingRegister):
            for place, issue in self.register.rehearse(records):
                records[place].say(issue)
                records[place].verdict = Verdict.REFUSED
        self.check.recognition.add(found)
        if self.batched:
            self.batched.conclude(records)


def _batches(rows: Iterable[Row], size: int | None) -> Iterator[list[Row]]:
    """So many at a time; all at once where the register wants to see them together."""
    waiting = iter(rows)
    if size is None:
        yield list(waiting)
        return
    while batch := list(islice(waiting, size)):
        yield batch


def _consistency(
    roster: Roster, row: Row, known: Known | None, mapped: frozenset[str], today: date
) -> Iterator[Issue]:
    """What is wrong with a row's values over the stored ones: a blank cell leaves the stored fact standing.

    A fault the register has already is not the file's, unless the file repeats it.
    """
    given = {name: value for name, value in row.values.items() if value is not None}
    if known is None:
        yield from roster.judge(row, given, mapped, today)
        return
    found = list(roster.judge(row, {**known.values, **given}, mapped, today))
    if found:
        before = {(issue.code, issue.field) for issue in roster.judge(row, known.values, mapped, today)}
        yield from (i for i in found if i.field in given or (i.code, i.field) not in before)


def _decide(row: Row, decision: str) -> None:
    """A decision lifts the faults a person may judge, or takes the row out."""
    if decision == SKIP:
        row.why = "已选择不导入"
    elif decision and decision != PARK:
        row.issues = [_as_warning(issue) if issue.code in DECIDABLE else issue for issue in row.issues]


def _as_warning(issue: Issue) -> Issue:
    return issue._replace(level=Level.WARNING) if issue.level is Level.ERROR else issue


def _conclude(row: Row, known: Known | None, *, erase: frozenset[str]) -> None:
    if known:
        row.known = known.record
        row.changes = changes_of(row.values, known.values, erase=erase)
    if row.is_skipped:
        row.verdict = Verdict.SKIPPED
    elif row.blocks:
        row.verdict = Verdict.REFUSED
    elif known:
        row.verdict = Verdict.CHANGED if row.changes else Verdict.UNCHANGED


def grouped_issues(rows: Sequence[Row]) -> dict[tuple[str, str, str], list[Row]]:
    """Rows by cause: (code, field, message) → rows, most frequent first."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        for issue in row.issues:
            groups.setdefault((issue.code, issue.field, issue.message), []).append(row)
    return dict(sorted(groups.items(), key=lambda item: -len(item[1])))
