"""底线 — the least an import can cost: read, judge and encrypt in a plain loop, COPY, one upsert.

No register is asked, nothing is compared or shown, no history is written, nobody belongs anywhere.
"""

from io import BytesIO
from typing import Any

import python_calamine as calamine
from django.db import connection, transaction

from apps.core import bulk, clock
from apps.core.fields import row_key
from apps.members.consistency import inconsistencies
from apps.members.importing.facts import unfit, written_facts
from apps.members.importing.persons import as_stored
from apps.members.models import Member
from apps.members.rosters import MemberRoster
from apps.rosters.cells import Circumstances
from apps.rosters.headings import Vocabulary


def read_judge_and_write(data: bytes) -> int:
    """Rows written."""
    sheet = calamine.CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0)
    heading, *rows = sheet.to_python()
    roster, today = MemberRoster(), clock.today()
    names = [Vocabulary(roster).exact(title) or "" for title in heading]
    circumstances = Circumstances(today)
    readers = [(name, roster.columns[name].reader(circumstances)) for name in names]
    people = [_person(cells, readers, today) for cells in rows]
    return _upsert(people)


def _person(cells: list[Any], readers: list[Any], today: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    issues: list[Any] = []
    for (name, read), cell in zip(readers, cells, strict=True):
        said = read(cell)
        values[name] = getattr(said.value, "on", said.value)
        issues += said.issues
    issues += [*inconsistencies(values, today), *unfit(values)]
    assert not any(issue.blocks for issue in issues), issues
    uid = row_key()
    return {"uid": uid} | as_stored(written_facts(values, values), uid)


def _upsert(people: list[dict[str, Any]]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE members_member DISABLE TRIGGER USER")
        written = bulk.insert(Member, people)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE members_member ENABLE TRIGGER USER")
    return written
