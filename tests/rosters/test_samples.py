"""Every public sample comes out as its expected.json states."""

from collections import Counter
from datetime import date
from functools import cache

import pytest

from apps.core.judgement import Issue
from apps.rosters.checking import Check
from apps.rosters.rows import Row
from tests.rosters.samples import CASES, LEVELS, check_sample

every_sample = pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])


@cache
def _checked(file: str, committed: tuple[str, ...]) -> Check:
    return check_sample(file, committed)


def checked(case: dict) -> Check:
    return _checked(case["file"], tuple((case.get("given") or {}).get("committed", ())))


def rows_of(case: dict) -> dict[tuple, Row]:
    return {(row.sheet, row.number): row for row in checked(case).rows}


def expected_rows(case: dict) -> list[tuple[dict, Row]]:
    found = rows_of(case)
    return [(row, found[row["sheet"], row["row"]]) for row in case["rows"]]


def plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def is_as_expected(issue: Issue, wanted: dict) -> bool:
    return (
        wanted.get("code", issue.code) == issue.code
        and issue.code in wanted.get("code_any", [issue.code])
        and LEVELS.get(wanted.get("level"), issue.level) == issue.level
        and wanted.get("field", issue.field) == issue.field
        and wanted.get("detail", issue.detail) == issue.detail
    )


@every_sample
def test_the_heading_is_found_and_every_column_is_named(case):
    sheets = {sheet.sheet.name: sheet for sheet in checked(case).sheets}
    wanted = [sheet for sheet in case["sheet_expectations"] if sheet.get("read_by_default", True)]

    for sheet in wanted:
        found = sheets[sheet["name"]]
        fields = {letter: name for name, letter in found.letters.items() if name != "cluster"}
        assert [row + 1 for row in found.heading.rows] == sheet["header_rows"]
        assert fields == sheet["columns"]
        assert found.defaults == sheet.get("defaults", {})


@every_sample
def test_sheets_that_are_off_by_default_give_no_row(case):
    off = {sheet["name"] for sheet in case["sheet_expectations"] if not sheet.get("read_by_default", True)}
    assert [row for row in checked(case).rows if row.sheet in off] == []


@every_sample
def test_facts_about_the_sheet_are_noted(case):
    sheets = {sheet.sheet.name: sheet for sheet in checked(case).sheets}
    for wanted in case["sheet_expectations"]:
        found = sheets[wanted["name"]]
        assert found.stated_total == wanted.get("stated_total")
        assert any("合计写" in note for note in found.notes) == wanted.get("total_differs", False)
        if "hidden_rows" in wanted:
            assert sorted(row + 1 for row in found.sheet.hidden_rows) == wanted["hidden_rows"]
            assert sorted(row + 1 for row in found.sheet.struck_rows) == wanted["struck_rows"]
            assert [chr(65 + column) for column in found.sheet.hidden_columns] == wanted["hidden_columns"]


@every_sample
def test_every_row_gets_its_verdict(case):
    wanted = {(row["sheet"], row["row"]): row["verdict"] for row in case["rows"] if "verdict" in row}
    found = rows_of(case)
    assert {place: found[place].verdict.value for place in wanted} == wanted


@every_sample
def test_every_cell_is_normalised(case):
    for wanted, row in expected_rows(case):
        values = wanted.get("values", {})
        assert {name: plain(row.values.get(name)) for name in values} == values, row.place


@every_sample
def test_what_does_not_fit_its_field_is_kept_in_another(case):
    for wanted, row in expected_rows(case):
        for name, text in wanted.get("contains", {}).items():
            assert text in row.values[name], row.place


@every_sample
def test_every_fault_is_named_and_no_other(case):
    for wanted, row in expected_rows(case):
        for issue in wanted.get("issues", []):
            assert any(is_as_expected(found, issue) for found in row.issues), (row.place, issue)
        if wanted.get("issues_exact"):
            named = {issue.get("code") for issue in wanted["issues"]} | set(wanted.get("may", [])) | {"C18"}
            consistency = [i.code for i in row.issues if i.level != "info" and i.code.startswith("C")]
            assert set(consistency) <= named, row.place


@every_sample
def test_a_row_hidden_in_the_sheet_is_read_and_flagged(case):
    hidden = {row["row"] for row in case["rows"] if row.get("hidden")}
    assert {row.number for row in checked(case).records if row.hidden} == hidden


@every_sample
def test_changes_are_told_field_by_field(case):
    wanted = {(row["sheet"], row["row"]): row["changes"] for row in case["rows"] if "changes" in row}
    found = rows_of(case)
    said = {
        place: {name: [plain(old), plain(new)] for name, (old, new) in found[place].changes.items()}
        for place in wanted
    }
    assert said == wanted


@every_sample
def test_the_counts_come_out(case):
    counts, stated = checked(case).counts, case["counts"]
    for name in ("read", "new", "changed", "unchanged", "refused", "absent"):
        least, most = stated[name] if isinstance(stated.get(name), list) else (stated.get(name, 0),) * 2
        assert least <= counts[name] <= most, name


@every_sample
def test_people_missing_from_the_file_are_listed(case):
    assert list(checked(case).recognition.absent) == (case.get("absent") or [])


@every_sample
def test_nothing_comes_about_that_must_not(case):
    found = rows_of(case)
    people = {row.values.get("name") for row in checked(case).records}
    for ban in case["must_not"]:
        place = (ban.get("sheet"), ban.get("row"))
        if "values" in ban:
            rows = [found[place]] if "row" in ban else checked(case).rows
            assert not any(ban["values"].items() <= row.values.items() for row in rows), ban
        elif "name" in ban:
            assert ban["name"] not in people
        elif "erases" in ban:
            assert ban["erases"] not in found[place].changes


def test_the_city_roster_counts_clusters_branches_and_warnings():
    case = next(case for case in CASES if case["file"] == "05_city.xlsx")
    check, counts = checked(case), case["counts"]
    codes = Counter(code for row in check.records for code in {issue.code for issue in row.issues})
    clusters = Counter(row.asides["cluster"] for row in check.records)

    assert dict(codes) == counts["by_issue"]
    assert len({row.values["branch"] for row in check.records}) == counts["branches"]
    assert len(clusters) == counts["clusters"]
    assert sum(clusters.values()) == counts["read"]


def test_a_second_look_at_a_kept_file_finds_nothing_to_do():
    check = check_sample("04_template_clean.xlsx", ("04_template_clean.xlsx",))
    assert check.counts["unchanged"] == 60
    assert check.counts["new"] == 0
