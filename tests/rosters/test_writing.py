"""出表 — templates and filled sheets read back as they were written, and nothing in them is alive."""

import io
import zipfile
from datetime import date

import pytest

from apps.clusters.rosters import EnterpriseRoster
from apps.core import clock
from apps.members.rosters import MemberRoster
from apps.organizations.rosters import OrganizationRoster
from apps.rosters.checking import check_file
from apps.rosters.choices import Choices
from apps.rosters.headings import find_heading
from apps.rosters.reading import read
from apps.rosters.register import EmptyRegister
from apps.rosters.writing import filled, template, template_columns

TODAY = date(2026, 11, 22)
every_roster = pytest.mark.parametrize("roster", [MemberRoster(), EnterpriseRoster(), OrganizationRoster()])


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@every_roster
def test_every_column_of_a_template_is_known_when_it_comes_back(roster):
    sheet, lists, guide = read(template(roster), "模板.xlsx")
    heading = find_heading(sheet, roster)
    assert list(heading.columns.values()) == [column.field for column in template_columns(roster)]
    assert heading.notes == []
    assert (sheet.name, lists.state, guide.name) == (roster.title, "hidden", "填写说明")
    assert find_heading(guide, roster) is None


@every_roster
def test_a_template_has_drop_downs_a_frozen_heading_and_no_rows(roster):
    sheet = parts(template(roster))["xl/worksheets/sheet1.xml"]
    choices = [column for column in template_columns(roster) if column.cell.options]
    assert sheet.count("<dataValidation ") == len(choices)
    assert 'state="frozen"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert sheet.count("<row ") == 1


@every_roster
def test_a_template_was_made_when_the_clock_says(roster):
    with clock.set_to(date(2031, 2, 15)):
        assert "2031-02-1" in parts(template(roster))["docProps/core.xml"]


def test_records_read_back_unchanged():
    values = {
        "name": "陆明远",
        "id_number": "329999198507010014",
        "sex": "1",
        "ethnicity": "01",
        "birth_date": date(1985, 7, 1),
        "education": "21",
        "member_category": "正式党员",
        "branch": "中共昆山示例公司支部委员会",
        "joined_on": date(2008, 6, 1),
        "joined_on_precision": "M",
        "full_member_on": date(2009, 6, 1),
        "mobile": "19900000001",
        "is_migrant": False,
        "remark": "=HYPERLINK(1)",
    }
    data = filled(MemberRoster(), [values])
    check = check_file(data, "导出.xlsx", MemberRoster(), EmptyRegister(), Choices(today=TODAY))
    assert {name: value for name, value in check.rows[0].values.items() if value is not None} == values
    assert check.rows[0].issues == []


def test_nothing_in_an_export_is_ever_calculated():
    data = filled(
        MemberRoster(), [{"name": "=1+1", "remark": "=cmd|' /C calc'!A0", "address": "http://a.invalid"}]
    )
    sheet = parts(data)["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
