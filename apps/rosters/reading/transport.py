"""传递 — a workbook as JSON, from the process that opened a stranger's file to the one that trusts it."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from apps.rosters.reading.refusal import FileRefused
from apps.rosters.reading.workbook import Cell, Sheet, Workbook

# Dates travel as text behind a character that no cell of a spreadsheet can hold.
DATE_MARK = "\x00"


def pack(workbook: Workbook) -> bytes:
    sheets = [
        {
            "name": sheet.name,
            "state": sheet.state,
            "rows": sheet.rows,
            "merged": sheet.merged,
            "hidden_rows": sorted(sheet.hidden_rows),
            "hidden_columns": sorted(sheet.hidden_columns),
            "struck_rows": sorted(sheet.struck_rows),
            "uncalculated": sorted(sheet.uncalculated),
        }
        for sheet in workbook
    ]
    return json.dumps({"sheets": sheets, "epoch_1904": workbook.epoch_1904}, default=_plain).encode()


def _plain(value: Any) -> str | float:
    if isinstance(value, datetime):
        return DATE_MARK + value.date().isoformat()
    if isinstance(value, date):
        return DATE_MARK + value.isoformat()
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds() / 86_400
    raise TypeError(type(value).__name__)


def pack_refusal(refused: FileRefused) -> bytes:
    return json.dumps({"refused": [refused.code, refused.message]}).encode()


def unpack(data: bytes) -> Workbook:
    """Raises the refusal that was packed, if one was."""
    packed = json.loads(data)
    if "refused" in packed:
        raise FileRefused(*packed["refused"])
    return Workbook([_sheet(sheet) for sheet in packed["sheets"]], packed["epoch_1904"])


def _sheet(packed: dict[str, Any]) -> Sheet:
    return Sheet(
        name=packed["name"],
        state=packed["state"],
        rows=[[_cell(value) for value in row] for row in packed["rows"]],
        merged=[tuple(area) for area in packed["merged"]],
        hidden_rows=set(packed["hidden_rows"]),
        hidden_columns=set(packed["hidden_columns"]),
        struck_rows=set(packed["struck_rows"]),
        uncalculated={tuple(place) for place in packed["uncalculated"]},
    )


def _cell(value: Any) -> Cell:
    if type(value) is str:
        if not value:
            return None
        if value[0] == DATE_MARK:
            return _date(value)
    return value


def _date(marked: str) -> Cell:
    try:
        return date.fromisoformat(marked[1:])
    except ValueError:  # a cell can be made to begin with our mark
        return marked
