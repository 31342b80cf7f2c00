"""表头 are found under titles, over two rows, and by any customary name."""

from datetime import date

import pytest

from apps.members.rosters import MemberRoster
from apps.organizations.rosters import OrganizationRoster
from apps.rosters.choices import Choices
from apps.rosters.headings import CONTAINED, EXACT, NOT_FOUND, SPELLED, SYNONYM, Vocabulary, find_heading
from apps.rosters.reading.workbook import Sheet, column_of, letter_of
from apps.rosters.sheets import look_at

ROSTER = MemberRoster()


def sheet(*rows: list, merged: tuple = ()) -> Sheet:
    return Sheet(name="表", rows=[list(row) for row in rows], merged=list(merged))


def fields(*headings: str) -> dict[int, str]:
    found = find_heading(sheet(list(headings)), ROSTER)
    return found.columns if found else {}


@pytest.mark.parametrize("column", ROSTER.columns.values(), ids=lambda column: column.field)
def test_every_spelling_names_its_own_column(column):
    vocabulary = Vocabulary(ROSTER)
    assert {vocabulary.exact(heading) for heading in (column.title, *column.also)} == {column.field}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("是否农民工 ", "is_migrant"),
        ("入党时间(年月日)", "joined_on"),
        ("党员姓名(必填)", "name"),
        ("组织关系所在党支部名称", "branch"),
        ("党支部书记", None),
        ("入党介绍人姓名", "introducers"),
        ("单位性质", None),
        ("统一社会信用代码(18位)", "uscc"),
        ("工资", None),
        ("cluster_id", None),
    ],
)
def test_longer_headings_are_known_by_the_longest_spelling_in_them(heading, field):
    assert Vocabulary(ROSTER).match(heading)[0] == field


def test_a_heading_needs_the_name_and_two_more():
    assert fields("姓名", "性别") == {}
    assert fields("性别", "民族", "学历") == {}
    assert fields("姓名", "性别", "民族") == {0: "name", 1: "sex", 2: "ethnicity"}


def test_a_heading_is_looked_for_in_the_first_fifteen_rows_only():
    blank = [[None]] * 15
    assert find_heading(sheet(*blank, ["姓名", "性别", "民族"]), ROSTER) is None
    assert find_heading(sheet(*blank[:14], ["姓名", "性别", "民族"]), ROSTER).rows == (14,)


def test_children_of_merged_parents_decide():
    found = find_heading(
        sheet(
            ["姓名", "性别", "联系方式", None, "民族"],
            [None, None, "手机号码", "固定电话", None],
            ["张三", "男", "19900000001", None, "汉"],
            merged=((0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1), (0, 4, 1, 4)),
        ),
        ROSTER,
    )
    assert found.rows == (0, 1)
    assert found.columns == {0: "name", 1: "sex", 2: "mobile", 3: "landline", 4: "ethnicity"}


def test_text_files_have_parents_without_merged_cells():
    found = find_heading(
        sheet(
            ["姓名", "性别", "民族", "学历", ""],
            ["", "", "", "全日制", "在职"],
            ["张三", "男", "汉", "本科", ""],
        ),
        ROSTER,
    )
    assert found.rows == (0, 1)
    assert found.columns == {0: "name", 1: "sex", 2: "ethnicity", 3: "education"}


def test_a_row_of_parents_above_the_names_belongs_to_the_heading():
    found = find_heading(
        sheet(
            ["基本情况", None, None, "入党情况", None],
            ["姓名", "性别", "民族", "入党时间", "转正时间"],
            merged=((0, 0, 0, 2), (0, 3, 0, 4)),
        ),
        ROSTER,
    )
    assert found.rows == (0, 1)


def test_a_title_over_everything_is_no_heading():
    found = find_heading(sheet(["党员花名册"], ["姓名", "性别", "民族"], merged=((0, 0, 0, 2),)), ROSTER)
    assert found.rows == (1,)


def test_one_of_two_columns_for_a_field_is_taken_and_the_other_noted():
    found = find_heading(sheet(["姓名", "联系电话", "手机号码", "性别"]), ROSTER)
    assert found.columns == {0: "name", 2: "mobile", 3: "sex"}
    assert found.notes == ["B列“联系电话”与C列“手机号码”都像“手机号码”，采用C列"]


def test_another_roster_reads_by_its_own_names():
    found = find_heading(sheet(["党组织名称", "组织类别", "上级党组织", "所属集群"]), OrganizationRoster())
    assert found.columns == {0: "full_name", 1: "type_code", 2: "parent", 3: "cluster"}


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_letters_a_spreadsheet_shows(column, letters):
    assert letter_of(column) == letters
    assert column_of(letters) == column


@pytest.mark.parametrize(
    ("heading", "field", "strength"),
    [
        ("姓名", "name", EXACT),
        ("党员姓名", "name", SYNONYM),
        ("姓名(必填)党员", "name", CONTAINED),
        ("xingming", "name", SPELLED),
        ("XB", "sex", SPELLED),
        ("姓名".encode().hex(), None, NOT_FOUND),
        ("身份證號碼", "id_number", EXACT),
    ],
)
def test_a_heading_names_its_field_more_or_less_surely(heading, field, strength):
    assert Vocabulary(ROSTER).match(heading) == (field, strength)


def heading_of(titles: list, *rows: list):
    return look_at(sheet(titles, *rows), ROSTER, Choices(today=date(2026, 11, 22))).heading


def test_a_column_is_known_by_what_it_holds_where_its_heading_says_nothing():
    found = heading_of(
        ["姓名", "性别", "民族", "号码", "", "丙"],
        ["陆明远", "男", "汉", "329999198507010014", "19900000001", "x"],
        ["沈雨", "女", "汉", "32999919900312002X", "19900000002", "y"],
    )
    assert found.columns == {0: "name", 1: "sex", 2: "ethnicity", 3: "id_number", 4: "mobile"}
    assert found.by_content == {3: 100, 4: 100}


def test_a_column_that_holds_anything_else_besides_stays_unknown():
    found = heading_of(
        ["姓名", "性别", "民族", "号码"],
        ["陆明远", "男", "汉", "329999198507010014"],
        ["沈雨", "女", "汉", "A-17"],
    )
    assert found.columns == {0: "name", 1: "sex", 2: "ethnicity"}
