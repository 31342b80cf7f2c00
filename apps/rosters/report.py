"""核对报告 — a check as the JSON that `check_roster` and `import_roster` print; numbers of persons masked."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from apps.core.identifiers import mask_numbers
from apps.core.judgement import Issue
from apps.rosters.checking import Check
from apps.rosters.roster import Roster
from apps.rosters.rows import Row, Verdict
from apps.rosters.sheets import SheetCheck


def as_json(check: Check, *, file: str, sha256: str, upload: int | None = None) -> dict[str, Any]:
    """The document of issue 2, ready for `json.dumps`."""
    refused = check.refused
    return {
        "file": file,
        "sha256": sha256,
        "refused": {"code": refused.code, "message": refused.message} if refused else None,
        "sheets": [_sheet(sheet, check.roster) for sheet in check.sheets],
        "rows": [_row(row, check.roster) for row in check.rows],
        "absent": [_absent(who, check.roster) for who in check.recognition.absent],
        "counts": check.counts,
        "upload": upload,
    }


def refused_rows(check: Check) -> list[dict[str, Any]]:
    """Which rows were not kept, by number and reason; numbers of persons masked."""
    return [
        {
            "sheet": row.sheet,
            "row": row.number,
            "why": [mask_numbers(i.message) for i in row.issues if i.blocks],
        }
        for row in check.having(Verdict.REFUSED)
    ]


def layouts(check: Check) -> list[dict[str, Any]]:
    """How each sheet was read: its heading rows, and which column was taken for which field."""
    return [
        {
            "name": looked_at.sheet.name,
            "header_rows": [row + 1 for row in looked_at.heading.rows],
            "columns": {letter: name for name, letter in looked_at.letters.items()},
        }
        for looked_at in check.sheets
        if looked_at.heading
    ]


def _sheet(looked_at: SheetCheck, roster: Roster) -> dict[str, Any]:
    heading = looked_at.heading
    fields = {name: letter for name, letter in looked_at.letters.items() if not roster.columns[name].aside}
    return {
        "name": looked_at.sheet.name,
        "state": looked_at.sheet.state,
        "header_rows": [row + 1 for row in heading.rows] if heading else [],
        "columns": {letter: name for name, letter in fields.items()},
        "defaults": _values(looked_at.defaults, roster),
        "skipped": [{"row": row + 1, "why": mask_numbers(why)} for row, why in looked_at.table.skipped],
        "notes": list(map(mask_numbers, looked_at.notes)),
    }


def _row(row: Row, roster: Roster) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        "row": row.number,
        "verdict": row.verdict.value,
        "values": _values(row.values, roster),
        "changes": {
            name: [shown(name, old, roster), shown(name, new, roster)]
            for name, (old, new) in row.changes.items()
        },
        "hidden": row.hidden,
        "issues": [_issue(issue, row) for issue in row.issues],
    }


def _issue(issue: Issue, row: Row) -> dict[str, Any]:
    return {
        "code": issue.code,
        "detail": issue.detail,
        "level": issue.level.value,
        "field": issue.field,
        "column": row.letters.get(issue.field),
        "message": mask_numbers(issue.message),
    }


def _absent(who: Mapping[str, Any], roster: Roster) -> dict[str, Any]:
    """Without the register's own key."""
    return _values({name: value for name, value in who.items() if name in roster.columns}, roster)


def _values(values: Mapping[str, Any], roster: Roster) -> dict[str, Any]:
    return {name: shown(name, value, roster) for name, value in values.items()}


def shown(name: str, value: Any, roster: Roster) -> Any:
    """A value as it may leave the system: masked where it is somebody's number, plain JSON otherwise."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (tuple, list)):
        return [shown(name, item, roster) for item in value]
    mask: Callable[[str], str] = roster.masks.get(name, mask_numbers)
    return mask(str(value))
