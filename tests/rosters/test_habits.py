"""表格的习惯 — what offices send, and that no row of it is dropped in silence (domain.md §6.1)."""

import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.members.rosters import MemberRoster
from apps.rosters.checking import check_file, check_workbook
from apps.rosters.choices import Choices
from apps.rosters.reading import FileRefused, read, read_pasted
from apps.rosters.reading.workbook import Sheet, Workbook, is_filled
from apps.rosters.register import EmptyRegister
from tests.rosters.samples import FOLDER, TODAY

HEADING = ["姓名", "身份证号", "所在党支部", "入党时间", "手机号"]
LU = ["陆明远", "329999198507010014", "甲支部", "2008-06-01", "19900000001"]
CHOICES = Choices(today=TODAY)


def checked(rows, name="名册.xlsx", write=None):
    """A workbook of these rows, checked."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("表")
    for place, row in enumerate([HEADING, *rows]):
        sheet.write_row(place, 0, row)
    if write:
        write(book, sheet)
    book.close()
    return check_file(buffer.getvalue(), name, MemberRoster(), EmptyRegister(), CHOICES)


def pasted(*rows):
    text = "\n".join("\t".join(row) for row in (HEADING, *rows))
    return check_workbook(read_pasted(text), MemberRoster(), EmptyRegister(), CHOICES)


def value(check, field):
    return check.records[0].values.get(field)


def test_a_roster_in_big5_is_read_with_its_traditional_headings():
    text = "姓名,身份證號碼,性別,民族,所在黨支部\n陸明遠,329999198507010014,男,漢族,甲黨支部\n"
    check = check_file(text.encode("big5"), "名冊.csv", MemberRoster(), EmptyRegister(), CHOICES)
    assert (value(check, "name"), value(check, "id_number")) == ("陸明遠", LU[1])


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "hz", "utf-16", "utf-8-sig"])
def test_a_roster_in_any_chinese_encoding_is_read(encoding):
    text = "姓名,身份证号,性别,所在党支部\n陆明远,329999198507010014,男,甲支部\n"
    check = check_file(text.encode(encoding), "名册.csv", MemberRoster(), EmptyRegister(), CHOICES)
    assert value(check, "name") == "陆明远"


def test_an_et_of_wps_is_read_as_what_it_is():
    data = (FOLDER / "08_legacy.xls").read_bytes()
    as_et, as_xls = (read(data, name) for name in ("名册.et", "名册.xls"))
    assert [sheet.rows for sheet in as_et] == [sheet.rows for sheet in as_xls]


def test_a_file_that_says_less_than_it_holds_is_read_whole():
    def narrowed(data):
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
            for name in old.namelist():
                part = old.read(name)
                new.writestr(name, part.replace(b'<dimension ref="A1:E2"/>', b'<dimension ref="A1"/>'))
        return buffer.getvalue()

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, HEADING)
    sheet.write_row(1, 0, LU)
    book.close()
    (found,) = read(narrowed(buffer.getvalue()), "名册.xlsx")
    assert (found.rows[1], b'ref="A1:E2"' in narrowed(buffer.getvalue())) == (LU, False)


def test_a_picture_in_a_cell_says_nothing():
    def write(book, sheet):
        sheet.write_row(1, 0, LU[:4])
        sheet.write_formula(1, 4, '=_xlfn.DISPIMG("ID_1",1)', None, '=DISPIMG("ID_1",1)')

    check = checked([], write=write)
    assert (value(check, "mobile"), check.records[0].issues) == (None, [])


@pytest.mark.parametrize(
    ("field", "said", "read_as"),
    [
        ("name", "⻓⺠", "长民"),
        ("name", "张\u200b三", "张三"),
        ("name", "王　芳", "王芳"),
        ("name", "买买提•艾力", "买买提·艾力"),
        ("id_number", "３２９９９９１９８５０７０１００１４", "329999198507010014"),
        ("id_number", "329999 19850701 0014", "329999198507010014"),
        ("mobile", "19900000001/19900000002、19900000003", "19900000001"),
        ("branch", "甲 支部\n", "甲 支部"),
    ],
)
def test_writing_is_read_as_it_was_meant(field, said, read_as):
    row = dict(zip(["name", "id_number", "branch", "joined_on", "mobile"], LU, strict=True)) | {field: said}
    assert value(checked([list(row.values())]), field) == read_as


def test_the_other_phones_of_a_cell_are_kept_in_the_remark():
    check = pasted([*LU[:4], "19900000001/19900000002"])
    assert value(check, "remark") == "其他电话：19900000002"


def test_a_number_guarded_as_text_keeps_its_places():
    text = 'a\t姓名\t身份证号\t民族\n1\t陆明远\t="329999198507010014"\t汉\n'
    check = check_workbook(read_pasted(text), MemberRoster(), EmptyRegister(), CHOICES)
    assert value(check, "id_number") == LU[1]


def test_the_same_as_above_is_what_stands_above():
    check = pasted(LU, ["沈雨", "32999919900312002X", "同上", "2012-05-01", "19900000002"])
    assert check.records[1].values["branch"] == "甲支部"


def test_a_date_shown_in_any_chinese_format_is_a_date():
    def write(book, sheet):
        for place, form in enumerate([27, 31, 36, 50, 57, 58], start=1):
            sheet.write_row(place, 0, LU)
            sheet.write_number(place, 3, 39600, book.add_format({"num_format": form}))

    joined = {row.values["joined_on"].isoformat() for row in checked([], write=write).records}
    assert joined == {"2008-06-01"}


def test_hidden_rows_are_read_and_flagged_and_a_second_table_is_left_out_with_a_reason():
    second = ["姓名", "性别", "身份证号", "民族"]
    check = checked(
        [LU, [], ["入党积极分子名册"], second, ["沈雨", "女", "32999919900312002X", "汉"]],
        write=lambda book, sheet: sheet.set_row(1, None, None, {"hidden": True}),
    )
    assert [(row.values["name"], row.hidden) for row in check.records] == [("陆明远", True)]
    assert [row.why for row in check.rows if row.number == 6] == ["另一张表“入党积极分子名册”，请单独导入"]


def test_a_spreadsheet_saved_as_html_is_read():
    cells = "".join(f"<td>{text}</td>" for text in LU)
    heading = "".join(f"<th>{text}</th>" for text in HEADING)
    page = f"<html><meta charset=gbk><table><tr>{heading}</tr><tr>{cells}</tr></table>"
    check = check_file(page.encode("gbk"), "名册.xls", MemberRoster(), EmptyRegister(), CHOICES)
    assert value(check, "name") == "陆明远"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/extra.dat"])
def test_markup_in_two_bytes_a_character_is_refused_wherever_it_stands(encoding, name):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.add_worksheet("表").write_row(0, 0, HEADING)
    book.close()
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(
            name + "x", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode(encoding)
        )
    with pytest.raises(FileRefused):
        read(buffer.getvalue(), "名册.xlsx")


def test_an_encoding_named_far_behind_is_seen():
    declared = b'<?xml version="1.0"' + b" " * 500 + b'encoding="utf-7"?><x/>'
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.add_worksheet("表").write_row(0, 0, HEADING)
    book.close()
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/extra.xml", declared)
    with pytest.raises(FileRefused):
        read(buffer.getvalue(), "名册.xlsx")


CELLS = st.sampled_from(
    [
        None,
        "",
        " ",
        "陆明远",
        "329999198507010014",
        "合计",
        "3人",
        "第二党支部",
        "同上",
        "备注：无",
        "填表人：某",
        1.0,
        "示例：张三",
    ]
)
ROWS = st.lists(st.lists(CELLS, min_size=5, max_size=5) | st.just(list(HEADING)), max_size=14)


@given(
    above=st.lists(
        st.lists(st.sampled_from([None, "党员花名册", "填报时间：2023年8月"]), max_size=3), max_size=2
    ),
    rows=ROWS,
)
@settings(max_examples=60)
def test_every_row_of_a_sheet_is_accounted_for_exactly_once(above, rows):
    sheet = Sheet(name="表", rows=[*above, list(HEADING), *rows])
    check = check_workbook(Workbook([sheet]), MemberRoster(), EmptyRegister(), CHOICES)
    (looked_at,) = check.sheets
    filled = [row + 1 for row, cells in enumerate(sheet.rows) if any(map(is_filled, cells))]
    told = [row + 1 for row, _ in looked_at.above] + [row.number for row in check.rows]
    assert sorted(told) == filled
    assert [row.number for row in check.rows if row.is_skipped != bool(row.why)] == []
    assert (
        sum(check.counts[name] for name in ("new", "changed", "unchanged", "refused")) == check.counts["read"]
    )
