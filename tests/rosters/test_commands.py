"""Every public sample through the commands and the database, as its expected.json states."""

import json
from collections import Counter
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from apps.core.identifiers import mask_id_number, mask_phone
from apps.core.models import AuditEntry
from apps.rosters import keeping
from tests.rosters.samples import CASES, FOLDER, LEVELS

pytestmark = pytest.mark.django_db
every_sample = pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
MASKS = {"id_number": mask_id_number, "mobile": mask_phone, "landline": mask_phone}


def run(command: str, file: str | Path, **options: Any) -> tuple[dict, int]:
    """The JSON a command prints, and its exit status."""
    out, status = StringIO(), 0
    options = {"format": "json", "today": "2026-11-22", "create_missing": True} | options
    path = file if isinstance(file, Path) else FOLDER / file
    try:
        call_command(command, str(path), *arguments(options), stdout=out)
    except SystemExit as left:
        status = int(left.code or 0)
    return json.loads(out.getvalue()), status


def arguments(options: dict[str, Any]) -> list[str]:
    """Options as they are typed."""
    typed: list[str] = []
    for name, value in options.items():
        flag = f"--{name.replace('_', '-')}"
        if value is True:
            typed.append(flag)
        elif value not in (False, None):
            typed += [flag, str(value)]
    return typed


def masked(name: str, value: object) -> object:
    return MASKS[name](value) if name in MASKS and value else value


@every_sample
def test_a_sample_is_judged_as_stated(case):
    for earlier in case.get("given", {}).get("committed", ()):
        run("import_roster", earlier)
    said, status = run("check_roster", case["file"])
    assert_sheets(case, said)
    assert_rows(case, said)
    assert_counts(case, said)
    assert said["absent"] == [
        {name: masked(name, value) for name, value in absent.items()} for absent in case.get("absent", ())
    ]
    assert status == (1 if said["counts"]["refused"] else 0)
    assert said["upload"] is None


def assert_sheets(case: dict, said: dict) -> None:
    sheets = {sheet["name"]: sheet for sheet in said["sheets"]}
    for wanted in case["sheet_expectations"]:
        if wanted.get("read_by_default", True):
            assert sheets[wanted["name"]]["header_rows"] == wanted["header_rows"]
            assert sheets[wanted["name"]]["columns"] == wanted["columns"]
            assert sheets[wanted["name"]]["defaults"] == wanted.get("defaults", {})


def assert_rows(case: dict, said: dict) -> None:
    rows = {(row["sheet"], row["row"]): row for row in said["rows"]}
    for wanted in case["rows"]:
        found = rows[wanted["sheet"], wanted["row"]]
        where = (wanted["sheet"], wanted["row"])
        assert found["verdict"] == wanted.get("verdict", found["verdict"]), where
        values = {name: masked(name, value) for name, value in wanted.get("values", {}).items()}
        assert {name: found["values"].get(name) for name in values} == values, where
        changes = {n: [masked(n, old), masked(n, new)] for n, (old, new) in wanted.get("changes", {}).items()}
        if "changes" in wanted:
            assert found["changes"] == changes, where
        for issue in wanted.get("issues", ()):
            assert any(is_as_stated(one, issue) for one in found["issues"]), (where, issue)


def is_as_stated(found: dict, wanted: dict) -> bool:
    return (
        wanted.get("code", found["code"]) == found["code"]
        and found["code"] in wanted.get("code_any", [found["code"]])
        and LEVELS.get(wanted.get("level"), found["level"]) == found["level"]
        and wanted.get("field", found["field"]) == found["field"]
    )


def assert_counts(case: dict, said: dict) -> None:
    for name in ("read", "new", "changed", "unchanged", "refused", "absent"):
        stated = case["counts"].get(name, 0)
        least, most = stated if isinstance(stated, list) else (stated, stated)
        assert least <= said["counts"][name] <= most, name
    codes = Counter(code for row in said["rows"] for code in {i["code"] for i in row["issues"]})
    assert {code: codes[code] for code in case["counts"].get("by_issue", {})} == case["counts"].get(
        "by_issue", {}
    )


@every_sample
def test_what_was_kept_is_found_unchanged_the_next_time(case):
    kept, _ = run("import_roster", case["file"])
    again, _ = run("import_roster", case["file"])
    good = kept["counts"]["new"] + kept["counts"]["changed"] + kept["counts"]["unchanged"]
    assert again["counts"]["unchanged"] == good, [
        (row["row"], row["changes"], row["issues"])
        for row in again["rows"]
        if row["verdict"] not in ("unchanged", "skipped", "refused")
    ]
    assert again["counts"]["refused"] == kept["counts"]["refused"]
    assert (again["counts"]["new"], again["counts"]["changed"]) == (0, 0)


def test_while_a_roster_is_kept_others_may_write_to_the_audit_log(monkeypatch):
    is_free, write = [], keeping.write

    def watched(*told):
        write(*told)
        with closing(connections["default"].copy()) as second, second.cursor() as other:
            other.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('clusterreg.audit', 0))")
            is_free.append(other.fetchone()[0])

    monkeypatch.setattr(keeping, "write", watched)
    run("import_roster", CASES[0]["file"])

    entries = AuditEntry.objects.filter(action=AuditEntry.Action.IMPORT).order_by("number")
    assert is_free == [True]
    assert [entry.result for entry in entries] == ["上传", "入库"]
