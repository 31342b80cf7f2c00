"""读表 — every file is read or refused with advice; none brings the reader down."""

import io
import time
import zipfile

import pytest
import xlsxwriter

from apps.rosters.reading import FileRefused, limits, read, read_pasted
from apps.rosters.reading.workbook import HIDDEN, VERY_HIDDEN, VISIBLE

HEADING = "姓名,性别,身份证号\n"


def workbook(write, **options) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    write(book)
    book.close()
    return buffer.getvalue()


def simple(book) -> None:
    book.add_worksheet("表").write_row(0, 0, ["姓名", "张三"])


def repacked(data: bytes, change) -> bytes:
    """The same archive with its parts changed: `change` maps a name and its bytes to new bytes, or None."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return buffer.getvalue()


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return buffer.getvalue()


def refusal(data: bytes, name: str = "名册.xlsx") -> str:
    with pytest.raises(FileRefused) as refused:
        read(data, name)
    assert refused.value.message
    return refused.value.code


def test_rows_stand_where_the_spreadsheet_shows_them():
    def write(book):
        sheet = book.add_worksheet("表")
        sheet.write_string(2, 1, "张三")

    (sheet,) = read(workbook(write), "名册.xlsx")
    assert sheet.cell(2, 1) == "张三"
    assert sheet.cell(0, 0) is None


def test_states_and_hidden_rows_and_columns_are_told():
    def write(book):
        shown, hidden, buried = (book.add_worksheet(name) for name in "甲乙丙")
        hidden.hide()
        buried.very_hidden()
        for sheet in (shown, hidden, buried):
            sheet.write_column(0, 0, ["姓名", "张三", "李四"])
            sheet.write_column(0, 1, ["性别", "男", "女"])
        shown.set_row(1, None, None, {"hidden": True})
        shown.set_column(1, 1, None, None, {"hidden": True})

    first, second, third = read(workbook(write), "名册.xlsx")
    assert [first.state, second.state, third.state] == [VISIBLE, HIDDEN, VERY_HIDDEN]
    assert (first.hidden_rows, first.hidden_columns) == ({1}, {1})


def test_struck_rows_and_uncalculated_formulas_and_errors_are_told():
    def write(book):
        sheet = book.add_worksheet("表")
        sheet.write_string(0, 0, "姓名")
        sheet.write_string(1, 0, "张三", book.add_format({"font_strikeout": True}))
        sheet.write_formula(2, 0, "=B1", None, "")
        sheet.write_formula(3, 0, "=NA()", None, "#N/A")
        sheet.write_formula(4, 0, "=1+1", None, 2)

    (sheet,) = read(workbook(write), "名册.xlsx")
    assert sheet.struck_rows == {1}
    assert sheet.uncalculated == {(2, 0)}
    assert sheet.cell(3, 0) == "#N/A"
    assert sheet.cell(4, 0) == 2.0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_its_encoding(encoding):
    (sheet,) = read((HEADING + "㛃䶮𬭚,男,1\n").encode(encoding), "名册.csv")
    assert sheet.rows == [["姓名", "性别", "身份证号"], ["㛃䶮𬭚", "男", "1"]]
    assert sheet.name is None


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_text_is_parted_where_its_first_lines_are(mark):
    (sheet,) = read_pasted(HEADING.replace(",", mark) + mark.join(["张三", "男", "1"]))
    assert sheet.rows[1] == ["张三", "男", "1"]


def test_a_record_over_two_lines_is_one_row():
    (sheet,) = read_pasted('姓名\t性别\t电话\n张三\t男\t"1\n2"\n李四\t女\t3')
    assert [row[2] for row in sheet.rows] == ["电话", "1\n2", "3"]


def test_a_number_wrapped_as_a_formula_keeps_its_places():
    (sheet,) = read(b'a,b\n"=""329999198206060093""",x\n', "a.csv")
    assert sheet.cell(1, 0) == "329999198206060093"


def test_an_html_table_called_xls_is_read_with_its_spans():
    page = "<html><table><tr><th rowspan=2>姓名<th colspan=2>入党情况<tr><td>入党时间<td>转正时间"
    page += "<tr><td>张三<td>2008.06<td>2009.06</table></html>"
    (sheet,) = read(page.encode("gb18030"), "名册.xls")
    assert sheet.rows == [
        ["姓名", "入党情况"],
        [None, "入党时间", "转正时间"],
        ["张三", "2008.06", "2009.06"],
    ]
    assert sheet.merged == [(0, 0, 1, 0), (0, 1, 0, 2)]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "名册.xlsx", "empty"),
        (b"\xef\xbb\xbf \r\n", "名册.csv", "empty"),
        (b",,,\n,,\n", "名册.csv", "empty"),
        (b"name,sex\n", "名册.xlsx", "unreadable"),
        (b"<html><table><tr><td>1</table>", "名册.xlsx", "unreadable"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "名册.xlsx", "unreadable"),
        (b"PK\x03\x04" + bytes(range(256)) * 9, "名册.xlsx", "unreadable"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\x01" * 512, "名册.xls", "unreadable"),
        (
            bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"),
            "名册.xlsx",
            "encrypted",
        ),
        (b"ID;PWXL;N;E\nC;Y1;X1;K0\nE\n", "名册.csv", "unreadable"),
        ("姓名,性别".encode("utf-16-le"), "名册.csv", "unreadable"),
        (b"a,b\n", "名册", "unreadable"),
        (b"a,b\n", "名册.exe", "unreadable"),
        (b"x" * (limits.FILE_BYTES + 1), "名册.csv", "too_large"),
        (b"a\n" * (limits.ROWS + 200), "名册.csv", "too_large"),
        (b"," * 400, "名册.csv", "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",
)
def test_what_is_no_roster_is_refused_whole(data, name, code):
    assert refusal(data, name) == code


def test_an_archive_that_is_cut_or_lies_is_refused():
    data = workbook(simple)
    assert refusal(data[: len(data) // 2]) == "unreadable"
    assert refusal(data.replace(b"xl/worksheets/sheet1.xml", b"../worksheets/sheet1.xml")) == "unreadable"
    assert (
        refusal(repacked(data, lambda name, part: None if "workbook.xml.rels" in name else part))
        == "unreadable"
    )


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
        ("xl/worksheets/sheet1.xml", b'encoding="UTF-8"', b'encoding="UTF-16"'),
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b'<sheetData x="' + b"a" * 99_999 + b'">'),
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b""),
        (
            "[Content_Types].xml",
            b"<Default",
            b'<Default ContentType="application/vnd.ms-office.vbaProject"/><Default',
        ),
    ],
)
def test_markup_that_no_spreadsheet_program_writes_is_refused(part, old, new):
    def change(name, content):
        assert name != part or old in content
        return content.replace(old, new, 1) if name == part else content

    assert refusal(repacked(workbook(simple), change)) == "unreadable"


@pytest.mark.parametrize(
    "name", ["xl/vbaProject.bin", "xl/activeX/activeX1.xml", "xl/embeddings/oleObject1.bin", "../evil.xml"]
)
def test_active_or_stray_parts_are_refused(name):
    assert refusal(with_part(workbook(simple), name, b"<x/>")) == "unreadable"


def test_masses_of_names_and_links_are_refused():
    def change(name, content):
        many = b'<definedName name="a">1</definedName>' * 6_000
        return (
            content.replace(b"</workbook>", many + b"</workbook>") if name == "xl/workbook.xml" else content
        )

    assert refusal(repacked(workbook(simple), change)) == "too_large"


def test_a_sparse_sheet_that_asks_for_all_memory_is_refused_in_time():
    def write(book):
        sheet = book.add_worksheet("表")
        sheet.write_string(0, 0, "姓名")
        sheet.write_string(1_048_575, 16_383, "远")

    started = time.monotonic()
    assert refusal(workbook(write)) in {"too_large", "unreadable"}
    assert time.monotonic() - started < 10


def test_the_reader_process_sees_no_secret_of_ours(monkeypatch):
    monkeypatch.setenv("CLUSTERREG_DATA_KEY", "canary")
    (sheet,) = read(workbook(simple), "名册.xlsx")
    assert sheet.cell(0, 1) == "张三"
