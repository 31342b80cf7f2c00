"""单元格 — every kind of cell reads what sheets hold and writes what they show."""

from datetime import date
from decimal import Decimal

import pytest

from apps.core.codes import ETHNICITY, SEX
from apps.core.dates import MONTH, PartialDate
from apps.members.cells import CategoryCell, EducationCell, PartyAgeCell, TwofoldCell
from apps.rosters import cells
from apps.rosters.cells import Circumstances, ListCell, NumberCell, PersonNameCell, PhoneCell, TextCell
from apps.rosters.columns import Column, heading_key

TODAY = Circumstances(date(2026, 11, 22))


def read(cell: cells.Cell, raw: object) -> tuple:
    said = cell.read(raw, TODAY)
    return said.value, [issue.code for issue in said.issues], dict(said.also)


@pytest.mark.parametrize(
    ("raw", "name", "note"),
    [
        ("张　三", "张三", None),
        (" 李 四 ", "李四", None),
        ("买买提•艾力", "买买提·艾力", None),
        ("买买提．艾力", "买买提·艾力", None),
        ("王五(预备)", "王五", "预备"),
        ("赵六（书记）", "赵六", "书记"),
        ("John Smith", "John Smith", None),
        ("张\u200b三", "张三", None),
        ("𠮷田䶮", "𠮷田䶮", None),
        ("\uf9d1六", "六六", None),
    ],
)
def test_names_lose_what_is_no_part_of_them(raw, name, note):
    assert read(PersonNameCell(), raw) == (name, [], {"name_note": note} if note else {})


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        ("张3", ["C24"]),
        ("张", ["C24"]),
        ("张" * 300, ["C24"]),
        ("张\x07三", ["TEXT_UNPRINTABLE"]),
        ("\ue863", ["TEXT_UNPRINTABLE"]),
        ("#N/A", ["CELL_ERROR"]),
        (True, ["CELL_BOOLEAN"]),
    ],
)
def test_what_is_no_name_is_said(raw, codes):
    assert read(PersonNameCell(), raw)[1] == codes


@pytest.mark.parametrize("raw", [None, "", "  ", '=DISPIMG("ID_1",1)', '=_xlfn.DISPIMG("ID_1",1)'])
def test_nothing_and_pictures_are_nothing(raw):
    assert read(TextCell(), raw) == (None, [], {})


def test_a_number_in_a_text_column_is_what_the_clerk_typed():
    assert read(TextCell(), 12.0)[0] == "12"
    assert read(TextCell(), 1.5)[0] == "1.5"
    assert read(TextCell(), date(2008, 6, 1))[0] == "2008-06-01"


def test_long_text_is_refused():
    assert read(TextCell(), "长" * 501) == (None, ["TEXT_TOO_LONG"], {})


def test_a_number_of_a_person_is_masked_where_text_is_stored_as_it_is():
    assert read(TextCell(), "王工19900000001") == ("王工199****0001", ["TEXT_NUMBER"], {})
    assert read(ListCell(), "甲、19900000001、乙") == (("甲", "199****0001", "乙"), ["TEXT_NUMBER"], {})


def test_a_number_of_a_person_stays_where_text_is_sealed():
    assert read(TextCell(numbers=True), "王工19900000001") == ("王工19900000001", [], {})


def test_a_verbatim_cell_keeps_what_was_written():
    assert read(TextCell(verbatim=True), "\t=1+1")[0] == "\t=1+1"


def test_an_unknown_code_is_refused_with_the_list():
    said = cells.CodedCell(SEX).read("甲", TODAY)
    assert [(i.level, i.message) for i in said.issues] == [("error", "“甲”不在性别列表中，可填：男、女")]


def test_a_lenient_list_only_warns():
    said = cells.CodedCell(ETHNICITY, strict=False).read("甲", TODAY)
    assert [issue.level for issue in said.issues] == ["warning"]


@pytest.mark.parametrize("raw", ["是", "√", "1", "有", "Y", "是，已转入", True, 1.0])
def test_yes_in_every_spelling(raw):
    assert read(cells.BooleanCell(), raw)[0] is True


@pytest.mark.parametrize("raw", ["否", "×", "0", "无", "N", "否，关系在户籍地", False, 0.0])
def test_no_in_every_spelling(raw):
    assert read(cells.BooleanCell(), raw)[0] is False


def test_blank_is_unknown_and_never_no():
    assert read(cells.BooleanCell(), "")[0] is None
    assert read(cells.BooleanCell(), "也许") == (None, ["CODE_UNKNOWN"], {})


def test_words_behind_a_no_are_handed_on():
    assert read(cells.BooleanCell(), "否，关系在户籍地")[2] == {"remark": "否，关系在户籍地"}


def test_a_second_phone_goes_to_the_remark_and_a_landline_to_its_field():
    assert read(PhoneCell("mobile"), "19900000010/0512-57000010") == (
        "19900000010",
        [],
        {"landline": "0512-57000010", "remark": "其他电话：0512-57000010"},
    )
    assert read(PhoneCell("mobile"), "19900000001\n19900000002")[2] == {"remark": "其他电话：19900000002"}


def test_a_contact_may_give_either_kind():
    either = PhoneCell("mobile", "landline")
    assert read(either, "0512-57000010") == ("0512-57000010", [], {})
    assert read(either, "19900000001")[0] == "19900000001"
    assert read(PhoneCell("landline"), "19900000001")[2]["mobile"] == "19900000001"


def test_a_wrong_phone_is_warned_about():
    assert read(PhoneCell("mobile"), "1990000001")[:2] == (None, ["C22"])


@pytest.mark.parametrize(
    ("raw", "amount"),
    [("120", 120), ("120人", 120), (120.0, 120), ("1,200", 1200), ("１２", 12), ("/", None)],
)
def test_whole_numbers_with_or_without_unit(raw, amount):
    assert read(NumberCell(), raw) == (amount, [], {})


@pytest.mark.parametrize("raw", ["很多", "1.5", "-3", "1" * 40])
def test_what_is_no_whole_number_is_warned_about(raw):
    assert read(NumberCell(), raw)[1] == ["NUMBER_UNREADABLE"]


def test_units_are_worth_what_they_are_worth():
    money = NumberCell(whole=False, units={"万": 1, "亿元": 10_000})
    assert read(money, "1.2亿元")[0] == Decimal("12000")
    assert read(money, "350万")[0] == Decimal("350")


def test_an_applicant_is_a_stage_and_no_category():
    assert read(CategoryCell(), "积极分子") == (None, [], {"stage": "入党积极分子"})
    assert read(CategoryCell(), "中共预备党员") == ("预备党员", [], {})


def test_who_is_no_member_is_read_as_one_of_the_masses():
    assert read(CategoryCell(), "共青团员") == (None, [], {"stage": "群众"})


def test_education_and_degree_may_share_a_cell():
    assert read(EducationCell(), "大学本科/学士") == ("21", [], {"degree": "学士"})
    assert read(EducationCell(), "硕士") == ("14", [], {})
    assert read(EducationCell(), "留学")[:2] == (None, ["CODE_UNKNOWN"])


def test_a_unit_and_a_job_are_parted_where_the_unit_ends():
    unit = TwofoldCell("公司", second="job_title")
    assert read(unit, "昆山甲有限公司 工程师") == ("昆山甲有限公司", [], {"job_title": "工程师"})
    assert read(unit, "昆山甲有限公司苏州分公司") == ("昆山甲有限公司苏州分公司", [], {})
    assert read(unit, "长" * 200)[1] == ["TEXT_TOO_LONG"]


def test_party_age_is_in_years():
    assert read(PartyAgeCell(), "12年3个月")[0] == 12.0
    assert read(PartyAgeCell(), 12.0)[0] == 12.0


def test_a_list_is_parted_and_each_item_stands_once():
    assert read(cells.ListCell(), "甲、乙；甲，丙")[0] == ("甲", "乙", "丙")
    assert cells.ListCell().write(("甲", "乙")) == "甲、乙"


def test_a_date_is_written_as_far_as_it_is_known():
    assert cells.DateCell().write(PartialDate(date(2008, 6, 1), MONTH)) == "2008-06"
    assert cells.DateCell().write(PartialDate(date(2008, 6, 1))) == date(2008, 6, 1)


@pytest.mark.parametrize("text", ["姓 名", "*姓名", "姓\n名", "【姓名】", "姓名：", "姓　名★"])
def test_ornaments_do_not_tell_headings_apart(text):
    assert heading_key(text) == "姓名"


def test_a_column_explains_itself():
    column = Column("性别", cells.CodedCell(SEX), required=True, example="女")
    column.field = "sex"
    assert column.explanation == "必填；填男、女；例：女"


def test_equal_cells_are_judged_once_and_1_is_not_true():
    column = Column("是否", cells.BooleanCell())
    column.field = "flag"
    read_cell = column.reader(TODAY)
    assert read_cell("是") is read_cell("是")
    assert read_cell(True).value is True
    assert read_cell(1.0).value is True
