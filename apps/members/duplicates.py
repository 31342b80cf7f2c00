"""重复 — people who may stand in one file twice: C02, C03 and C22 of domain.md §4.9 among its own rows."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from apps.core.judgement import error, warning
from apps.rosters.rows import Row


def refuse_repeated_numbers(rows: Sequence[Row]) -> None:
    """C02 within the file: the first stands, every later one waits for a decision."""
    first: dict[str, Row] = {}
    for row in rows:
        number = row.values.get("id_number")
        if not number or any(issue.code == "C01" for issue in row.issues):
            continue
        before = first.setdefault(number, row)
        if before is not row:
            row.say(
                error(
                    "C02",
                    f"身份证号重复：与{before.place}“{before.values.get('name') or ''}”相同",
                    field="id_number",
                )
            )


def doubt_namesakes(rows: Sequence[Row]) -> None:
    """C03: one name, one birth date, two ID numbers."""
    alike: dict[tuple[Any, Any], dict[str, Row]] = defaultdict(dict)
    for row in rows:
        number, name = row.values.get("id_number"), row.values.get("name")
        if number and name and len(number) == 18:
            alike[name, number[6:14]].setdefault(number, row)
    for people in alike.values():
        for row in people.values() if len(people) > 1 else ():
            other = next(other for other in people.values() if other is not row)
            row.say(
                warning("C03", f"疑似同一人，请确认：与{other.place}姓名、出生日期相同", field="id_number")
            )


def doubt_shared_phones(rows: Sequence[Row]) -> None:
    """C22: a phone two people give is somebody's mistake."""
    owners: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.values.get("mobile"):
            owners[row.values["mobile"]].append(row)
    for sharing in owners.values():
        if len({row.values.get("id_number") for row in sharing}) > 1:
            for row in sharing:
                other = next(other for other in sharing if other is not row)
                row.say(
                    warning("C22", f"手机号与他人重复：{other.place}", detail="PHONE_SHARED", field="mobile")
                )
