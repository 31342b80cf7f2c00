"""表体 — what is a record, what is not, and what a row takes from the rows around it."""

from apps.members.rosters import MemberRoster
from apps.rosters.headings import find_heading
from apps.rosters.reading.workbook import Sheet
from apps.rosters.tables import Table, read_table

ROSTER = MemberRoster()
HEADING = ["序号", "姓名", "身份证号", "所在党支部", "民族"]
ID = "329999198507010014"


def table(*rows: list, merged: tuple = ()) -> Table:
    sheet = Sheet(name="表", rows=[HEADING, *map(list, rows)], merged=list(merged))
    return read_table(sheet, find_heading(sheet, ROSTER), ROSTER)


def names(found: Table) -> list:
    return [record.cells[1] for record in found.records]


def test_totals_signatures_and_remarks_are_no_records():
    found = table(
        [1, "张三", ID, "甲支部", "汉"],
        ["小计", "1人", None, None, None],
        ["合计", None, "1人", None, None],
        ["制表人：某某", None, None, "审核人：某某", None],
        ["备注：1.一式两份", None, None, None, None],
    )
    assert names(found) == ["张三"]
    assert [row for row, _ in found.skipped] == [2, 3, 4, 5]
    assert found.stated_total == 1
    assert found.notes == []


def test_a_total_that_differs_is_noted():
    found = table([1, "张三", ID, "甲支部", "汉"], ["合计", "2人", None, None, None])
    assert found.notes == ["合计写2，表中读到1，请核对"]


def test_a_person_whose_unit_begins_like_a_closing_word_is_a_record():
    assert names(table(["说明", "张三", ID, "甲支部", "汉"])) == ["张三"]


def test_a_person_without_number_in_a_unit_named_like_a_signature_is_a_record():
    assert names(table([1, "张三", None, "审核认证中心支部", "汉"])) == ["张三"]
    assert names(table(["审核认证中心", "张三", None, None, "汉"])) == ["张三"]


def test_signatures_in_several_cells_are_no_records():
    found = table(
        ["填表人：", "李四", None, "填表日期：", "2026年"], ["单位负责人（签字）", "王五", None, None, None]
    )
    assert names(found) == []
    assert len(found.skipped) == 2


def test_numbered_but_empty_rows_are_skipped():
    found = table([1, "张三", ID, "甲支部", "汉"], [2, None, None, None, None])
    assert found.skipped == [(2, "只有序号，没有内容")]


def test_examples_and_instructions_are_skipped():
    found = table([1, "示例：张三", ID, "甲支部", "汉"], [None, "填写说明：请如实填写", None, None, None])
    assert names(found) == []
    assert [why for _, why in found.skipped] == ["示例行或填写说明"] * 2


def test_a_section_row_names_the_branch_of_the_rows_below():
    found = table(
        ["第一党支部", None, None, None, None],
        [1, "张三", ID, None, "汉"],
        ["第二党支部", None, None, None, None],
        [2, "李四", ID, None, "汉"],
    )
    assert [record.section for record in found.records] == [
        {"branch": "第一党支部"},
        {"branch": "第二党支部"},
    ]


def test_ditto_takes_the_cell_above_however_it_is_written():
    found = table(
        [1, "张三", ID, "甲支部", "汉"],
        [2, "李四", ID, "同上", "回"],
        [3, "王五", ID, "〃", "满"],
        [4, "赵六", ID, " 同 上 ", "壮"],
    )
    assert [record.cells[3] for record in found.records] == ["甲支部"] * 4


def test_a_merged_cell_fills_its_own_rows_and_no_more():
    found = table(
        [1, "张三", ID, "甲支部", "汉"],
        [2, "李四", ID, None, "汉"],
        [3, "王五", ID, None, "汉"],
        merged=((1, 3, 2, 3),),
    )
    assert [record.cells[3] for record in found.records] == ["甲支部", "甲支部", None]


def test_a_repeated_heading_is_passed_over():
    found = table([1, "张三", ID, "甲支部", "汉"], HEADING, [2, "李四", ID, "甲支部", "汉"])
    assert names(found) == ["张三", "李四"]
    assert found.skipped == [(2, "重复的表头")]


def test_a_second_table_is_left_alone():
    found = table(
        [1, "张三", ID, "甲支部", "汉"],
        ["入党积极分子名册", None, None, None, None],
        ["序号", "姓名", "性别", "民族", None],
        [1, "李四", "男", "汉", None],
    )
    assert names(found) == ["张三"]
    assert [row for row, _ in found.skipped] == [2, 3, 4]
    assert found.notes == ["第4行起是另一张表“入党积极分子名册”，请单独导入"]


def test_many_blank_rows_are_pointed_out():
    found = table([1, "张三", ID, "甲支部", "汉"], *[[None]] * 5, [2, "李四", ID, "甲支部", "汉"])
    assert names(found) == ["张三", "李四"]
    assert found.notes == ["第8行之前有5个空行，请确认其后仍是同一名册"]


def test_a_row_without_number_but_with_a_name_is_a_record_to_be_judged():
    assert names(table([1, "张三", None, None, None])) == ["张三"]


def test_merged_areas_without_end_are_answered_in_time():
    rows = [[number, "张三", ID, "甲支部", "汉"] for number in range(2_000)]
    found = table(*rows, merged=((1, 3, 1_000_000, 16_000),) * 60_000)
    assert len(found.records) == 2_000
