"""核对 — a file read whole and judged whole, before anything is kept.

One pass: sheets → records → cells → rows → the register asked once → rules → verdicts. Nothing here writes.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from apps.core.judgement import Issue, Level
from apps.rosters import reading
from apps.rosters.cells import Circumstances
from apps.rosters.choices import DECIDABLE, PARK, SKIP, Choices
from apps.rosters.comparing import changes_of
from apps.rosters.judging import judge_records
from apps.rosters.reading import FileRefused, Workbook
from apps.rosters.reading.refusal import no_header
from apps.rosters.register import Known, Recognition, Register
from apps.rosters.roster import Roster
from apps.rosters.rows import Row, Verdict
from apps.rosters.sheets import SheetCheck, look_at
from apps.rosters.tables import Table


@dataclass(slots=True)
class Check:
    """核对结果"""

    roster: Roster
    sheets: list[SheetCheck] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    recognition: Recognition = field(default_factory=Recognition)
    refused: FileRefused | None = None

    @property
    def records(self) -> list[Row]:
        """Rows that are records, in the order in which the register was asked about them."""
        return [row for row in self.rows if not row.is_skipped]

    @property
    def counts(self) -> dict[str, int]:
        records = self.records
        verdicts = Counter(row.verdict for row in records)
        kept = (Verdict.NEW, Verdict.CHANGED, Verdict.UNCHANGED, Verdict.REFUSED)
        return {
            "read": len(records),
            **{verdict.value: verdicts[verdict] for verdict in kept},
            "absent": len(self.recognition.absent),
            "warnings": sum(row.warned() for row in records),
        }

    @property
    def is_good(self) -> bool:
        return self.refused is None and not any(row.verdict is Verdict.REFUSED for row in self.rows)


def check_file(data: bytes, name: str, roster: Roster, register: Register, choices: Choices) -> Check:
    """Never raises for what is in the file: a file refused whole is a check that says so."""
    try:
        return check_workbook(reading.read(data, name), roster, register, choices)
    except FileRefused as refused:
        return Check(roster, refused=refused)


def check_workbook(workbook: Workbook, roster: Roster, register: Register, choices: Choices) -> Check:
    """Raises `FileRefused` when no sheet has a heading."""
    check = Check(roster, [look_at(sheet, roster, choices) for sheet in workbook])
    _insist_on_heading(check)
    circumstances = Circumstances(choices.today, workbook.epoch_1904)
    for looked_at in check.sheets:
        if looked_at.heading:
            check.rows += judge_records(looked_at, roster, circumstances, choices)
    _judge_against(register, check, choices)
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


def _judge_against(register: Register, check: Check, choices: Choices) -> None:
    """Ask the register once, then judge every record by what it says and what is known."""
    records = check.records
    mapped = {sheet.sheet.name: sheet.heading.fields for sheet in check.sheets if sheet.heading}
    check.recognition = register.recognise(records)
    for place, row in enumerate(records):
        known = check.recognition.known.get(place)
        row.say(*check.recognition.issues.get(place, ()))
        row.say(*_consistency(check.roster, row, known, mapped[row.sheet], choices.today))
    check.roster.judge_together(records)
    for place, row in enumerate(records):
        _decide(row, choices.decisions.get((row.sheet, row.number), ""))
        _conclude(row, check.recognition.known.get(place), erase=choices.erase)


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
    before = {(issue.code, issue.field) for issue in roster.judge(row, known.values, mapped, today)}
    for issue in roster.judge(row, {**known.values, **given}, mapped, today):
        if issue.field in given or (issue.code, issue.field) not in before:
            yield issue


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
