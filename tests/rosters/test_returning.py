"""退表 — the clerk's file back, with what became of each row; handed in again it goes on where it was."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.core import clock
from apps.core.proof import PROVED_AT
from apps.members.models import Member
from apps.rosters import jobs
from apps.rosters.models import Checked, Job, Upload
from apps.rosters.reading.returned import MARK_SHEET, RESULT_TITLE
from tests.desk.worlds import at_desk
from tests.factories import an_id_number, make_member, make_organization, make_user
from tests.rosters.samples import FOLDER
from tests.rosters.test_pages import mapping_of

pytestmark = pytest.mark.django_db
HEADING = "姓名\t身份证号\t所在党支部\t性别\t手机号\t备注"
LU, SHEN, GU = (an_id_number(date(year, 7, 1)) for year in (1985, 1990, 1978))
ROWS = (
    f"陆明远\t{LU}\t甲支部\t难\t19900000001\t=1+1",
    f"沈雨\t{SHEN}\t甲支部\t难\t19900000002\t@SUM(A1)",
    "第二党支部\t\t\t\t\t",
    f"顾成\t{GU}\t\t男\t\t",
    "合计\t3人\t\t\t\t",
)


@pytest.fixture(autouse=True)
def branches():
    with clock.set_to(date(2026, 11, 22)):
        yield [make_organization("甲支部"), make_organization("第二党支部")]


@pytest.fixture
def manager():
    client = Client()
    client.force_login(make_user("registry_manager"))
    return client


def handed_in(client, data, name="名册.tsv"):
    said = {"as_of": "2026-11-22", "files": SimpleUploadedFile(name, data)}
    answer = client.post(reverse("rosters:hand_in", args=["member"]), said)
    return Upload.objects.latest("pk"), answer


def page(name, upload):
    return reverse(f"rosters:{name}", args=[upload.pk])


@pytest.fixture
def upload(manager):
    return handed_in(manager, "\n".join((HEADING, *ROWS)).encode())[0]


def given_back(client, upload):
    client.get(page("review", upload))
    answer = client.get(page("returned", upload))
    assert answer.status_code == 200
    return answer.content


def sheet_of(data):
    return openpyxl.load_workbook(BytesIO(data)).worksheets[0]


def test_every_row_comes_back_where_it_was_with_what_becomes_of_it(manager, upload):
    sheet = sheet_of(given_back(manager, upload))
    last = [row[6].value for row in sheet.iter_rows()]
    assert [cell.value for cell in sheet[1]] == [*HEADING.split("\t"), RESULT_TITLE]
    assert last[1].startswith("未入库：“难”不在")
    assert last[3:] == ["跳过：分段：第二党支部", "新增", "跳过：“合计”行不是记录"]


def test_a_faulty_cell_is_red_with_a_note_and_all_others_are_plain(manager, upload):
    sheet = sheet_of(given_back(manager, upload))
    red = {cell.coordinate for row in sheet.iter_rows(max_col=6) for cell in row if cell.fill.fill_type}
    noted = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}
    assert (red, noted) == ({"D2", "D3"}, {"D2", "D3"})


def test_nothing_in_it_is_ever_calculated_and_numbers_keep_their_places(manager, upload):
    sheet = sheet_of(given_back(manager, upload))
    said = [(cell.value, cell.data_type, cell.number_format) for cell in (sheet["F2"], sheet["B2"])]
    assert said == [("=1+1", "s", "@"), (LU, "s", "@")]


def test_corrected_cells_come_back_corrected(manager, upload):
    manager.post(page("repair", upload), {"fix-0-2-sex": "男", "alike": "1"})
    sheet = sheet_of(given_back(manager, upload))
    assert [sheet["D2"].value, sheet["D3"].value] == ["男", "男"]


@pytest.mark.parametrize("is_kept", [False, True])
def test_nobody_but_whoever_handed_it_in_is_offered_it_or_given_it(manager, upload, is_kept):
    if is_kept:
        manager.post(page("keep", upload))
    shown = page("receipt" if is_kept else "review", upload)
    pages = [client.get(shown).content.decode() for client in (manager, at_desk("registry_manager"))]
    assert [page("returned", upload) in shown for shown in pages] == [True, False]
    assert at_desk("registry_manager").get(page("returned", upload)).status_code == 404


def test_a_file_that_still_has_to_be_judged_is_led_to_its_check(manager, upload):
    assert manager.get(page("returned", upload)).url == page("review", upload)
    assert Job.objects.count() == 0


def test_a_file_is_judged_again_before_it_is_given_where_somebody_has_written_since(manager, upload):
    given_back(manager, upload)
    make_member()
    assert manager.get(page("returned", upload)).url == page("review", upload)


@pytest.mark.parametrize(("minutes", "is_given"), [(14, True), (16, False)])
def test_a_large_file_is_given_back_as_it_is_shown(manager, upload, monkeypatch, minutes, is_given):
    given_back(manager, upload)
    make_member()
    monkeypatch.setattr(jobs, "AT_ONCE_BYTES", 0)
    Checked.objects.update(checked_at=clock.now() - timedelta(minutes=minutes))
    assert (manager.get(page("returned", upload)).status_code == 200) is is_given


def test_it_is_given_to_whoever_has_lately_proved_who_they_are(manager, upload):
    session = manager.session
    del session[PROVED_AT]
    session.save()
    assert manager.get(page("returned", upload)).url.startswith(reverse("accounts:prove"))


def mended(data, **cells):
    book = openpyxl.load_workbook(BytesIO(data))
    for place, text in cells.items():
        book.worksheets[0][place] = text
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_handed_in_again_it_is_the_same_upload(manager, upload):
    data = mended(given_back(manager, upload), D2="男", D3="男")
    again, answer = handed_in(manager, data, "名册（导入结果）.xlsx")
    assert (again.pk, answer.url) == (upload.pk, page("review", upload))
    review = manager.get(page("review", upload))
    assert (review.context["counts"]["read"], review.context["counts"]["new"]) == (3, 3)
    rows = review.context["page_obj"].object_list
    assert [row.values.get("branch") for row in rows if not row.is_skipped] == [
        "甲支部",
        "甲支部",
        "第二党支部",
    ]


def test_after_keeping_the_rest_goes_on_in_an_upload_that_names_the_first(manager, upload):
    manager.post(page("keep", upload))
    assert Member.objects.count() == 1
    data = mended(given_back(manager, upload), D2="男", D3="男")
    again, _ = handed_in(manager, data, "名册（导入结果）.xlsx")
    assert again.continues == upload
    manager.post(page("keep", again))
    again.refresh_from_db()
    assert (again.counts["new"], again.counts["unchanged"], Member.objects.count()) == (2, 1, 3)


def test_the_result_after_keeping_says_what_was_done_then(manager, upload):
    manager.post(page("keep", upload))
    sheet = sheet_of(given_back(manager, upload))
    assert sheet["G5"].value == "新增"


def test_somebody_elses_mark_begins_an_upload_of_ones_own(manager, upload):
    data = given_back(manager, upload)
    other = Client()
    other.force_login(make_user("registry_manager", username="other"))
    again, _ = handed_in(other, data, "名册.xlsx")
    assert (again.pk != upload.pk, again.continues) == (True, None)


def test_a_forged_mark_is_no_mark(manager, upload):
    data = mended(given_back(manager, upload))
    book = openpyxl.load_workbook(BytesIO(data))
    book[MARK_SHEET]["A1"] = f"{upload.uid.hex}:forged"
    buffer = BytesIO()
    book.save(buffer)
    again, _ = handed_in(manager, buffer.getvalue(), "名册.xlsx")
    assert again.pk != upload.pk


def with_sheets(*names):
    """A workbook whose sheets are called as no spreadsheet lets anybody call them."""
    book, buffer, renamed = openpyxl.Workbook(), BytesIO(), BytesIO()
    book.remove(book.active)
    for place in range(len(names)):
        sheet = book.create_sheet(f"place{place}")
        for line in (HEADING, ROWS[3]):
            sheet.append(line.split("\t"))
    book.save(buffer)
    with ZipFile(buffer) as old, ZipFile(renamed, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            text = old.read(part)
            for place, name in enumerate(names):
                text = text.replace(f'name="place{place}"'.encode(), f'name="{name}"'.encode())
            new.writestr(part, text)
    return renamed.getvalue()


WRONG_NAMES = {
    "a/b:c?d*e[f]\\g": "a_b_c_d_e_f__g",
    "x" * 40: "x" * 31,
    "\U00020000" * 20: "\U00020000" * 15,
    "'q'": "q",
    " ' ": "党员名册",
    "History": "History2",
}


@pytest.mark.parametrize(("name", "written"), WRONG_NAMES.items())
def test_a_name_no_sheet_may_have_comes_back_as_one_it_may_have(manager, name, written):
    upload, _ = handed_in(manager, with_sheets(name), "名册.xlsx")
    assert openpyxl.load_workbook(BytesIO(given_back(manager, upload))).sheetnames[0] == written


def test_sheets_of_one_name_come_back_under_two(manager):
    upload, _ = handed_in(manager, with_sheets("x" * 35 + "1", "X" * 35 + "2"), "名册.xlsx")
    names = openpyxl.load_workbook(BytesIO(given_back(manager, upload))).sheetnames[:2]
    assert names == ["x" * 31, "X" * 30 + "2"]


def test_numbers_in_the_names_of_sheets_are_masked_and_the_sheets_stay_apart(manager):
    upload, _ = handed_in(manager, with_sheets(f"{GU}某", f"{GU[0]}99999{GU[6:]}某"), "名册.xlsx")
    sheets = manager.get(page("columns", upload)).context["sheets"]
    masked = f"{GU[0]}{'*' * 16}{GU[-1]}某"
    assert [sheet.name for sheet in sheets] == [masked, f"{masked}2"]


def test_a_number_in_the_name_of_a_file_is_masked(manager):
    upload, _ = handed_in(manager, "\n".join((HEADING, *ROWS)).encode(), f"{GU}.tsv")
    assert upload.file_name == f"{GU[0]}{'*' * 16}{GU[-1]}.tsv"


def test_a_sheet_renamed_on_its_way_goes_on_with_what_was_decided(manager):
    upload, _ = handed_in(manager, with_sheets("甲/乙"), "名册.xlsx")
    manager.post(page("columns", upload), mapping_of(manager, upload))
    handed_in(manager, given_back(manager, upload), "名册（导入结果）.xlsx")
    assert manager.get(page("review", upload)).context["counts"]["read"] == 1


@pytest.mark.parametrize("file", ["01_layout_a_branch.xls", "02_layout_b_cluster.xlsx", "11_totals.xlsx"])
def test_a_sample_given_back_reads_as_it_did(manager, file):
    upload, _ = handed_in(manager, (FOLDER / file).read_bytes(), file)
    before = manager.get(page("review", upload)).context["counts"]
    handed_in(manager, given_back(manager, upload), "名册（导入结果）.xlsx")
    assert manager.get(page("review", upload)).context["counts"] == before
