"""导出 — a file holds exactly the rows, as people read them, and nothing that acts."""

import csv
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.http import Http404
from django.test import RequestFactory

from apps.accounts.models import User
from apps.clusters.models import Enterprise, Institution
from apps.core import clock
from apps.core.exports import Column, label_in, resource_for, said
from apps.core.sheets import attachment, comma_separated, marked, xlsx
from apps.core.taking_out import download
from apps.core.watermark import Watermark
from apps.members.models import Member
from apps.organizations.kinds import TypeCode


def cells_of(content):
    return [list(row) for row in openpyxl.load_workbook(BytesIO(content)).active.iter_rows()]


def test_a_workbook_keeps_long_digits_and_formulas_as_text():
    content = xlsx(["统一社会信用代码"], [["913205830000000000"], ["=1+1"]], "企业")
    assert [(row[0].value, row[0].data_type) for row in cells_of(content)[1:]] == [
        ("913205830000000000", "s"),
        ("=1+1", "s"),
    ]


def test_a_workbook_keeps_numbers_as_numbers():
    [_, [cell]] = cells_of(xlsx(["在岗职工数"], [[35]], "企业"))
    assert (cell.value, cell.data_type) == (35, "n")


def test_a_workbook_says_when_it_was_made_and_who_took_it():
    with clock.set_to(date(2031, 2, 15)):
        mark = Watermark("张管（zhang）", clock.now(), 1, 1, "7·ab12")
        books = [openpyxl.load_workbook(BytesIO(xlsx(["姓名"], [], "党员", who))) for who in (None, mark)]
    made = [(book.properties.created.year, book.properties.creator) for book in books]
    assert made == [(2031, None), (2031, "张管（zhang）")]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "913205830000000000"])
def test_a_csv_cell_that_a_spreadsheet_would_act_on_is_marked(cell):
    assert marked(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["昆山", "199****0001", "320583", "", -5])
def test_other_csv_cells_are_left_as_they_are(cell):
    assert marked(cell) == cell


def test_a_csv_opens_as_utf8_in_excel():
    content = comma_separated(["姓名"], [["张三"]], "党员")
    assert (content[:3], content.decode("utf-8-sig")) == (b"\xef\xbb\xbf", "姓名\r\n张三\r\n")


def test_a_file_is_named_after_its_contents_and_the_day():
    with clock.set_to(date(2026, 11, 22)):
        answer = attachment(["姓名"], [], title="党员", kind="csv")
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E5%85%9A%E5%91%98_20261122.csv"
    )


def test_an_unknown_kind_of_file_is_not_found():
    with pytest.raises(Http404):
        attachment([], [], title="党员", kind="exe")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "是"),
        (False, "否"),
        (7, 7),
        (["高企", "瞪羚"], "高企、瞪羚"),
        (date(2026, 7, 1), "2026-07-01"),
    ],
)
def test_values_are_said_as_people_read_them(value, text):
    assert said(value) == text


def test_a_code_is_said_by_its_label():
    assert label_in(TypeCode)("631") == "党支部"


def test_a_member_is_exported_masked_and_with_as_much_of_a_date_as_is_known():
    person = Member(name="王五", id_number="32999919900307123X", mobile="19900000001")
    person.joined_on, person.joined_on_precision = date(2012, 7, 1), "M"
    resource = resource_for(Member, "name", "id_number", "mobile", "joined_on")
    dataset = resource().export([person])
    assert (dataset.headers, dataset[0]) == (
        ["姓名", "公民身份号码", "手机号码", "加入党组织日期"],
        ("王五", "3****************X", "199****0001", "2012-07"),
    )


def test_a_resource_without_named_fields_leaves_out_what_is_technical():
    assert "公民身份号码索引" not in resource_for(Member)().export([]).headers


@pytest.mark.django_db
def test_exported_rows_are_those_given_with_what_they_point_to(django_assert_num_queries):
    for number in range(3):
        Institution.objects.create(name=f"学院{number}", kind=Institution.Kind.UNIVERSITY)
    shown = resource_for(Institution, "name", "kind", "place")
    request = RequestFactory().get("/?format=csv")
    request.user = User(username="zhang", name="张管")
    rows_and_record = 6
    with django_assert_num_queries(rows_and_record):
        answer = download(request, shown, Institution.objects.filter(name__in=["学院0", "学院2"]), ())
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [["机构名称", "类别", "所在区域"], ["学院0", "高校", ""], ["学院2", "高校", ""]]


@pytest.mark.django_db
def test_a_column_may_show_what_a_query_worked_out():
    Enterprise.objects.create(name="甲公司")
    resource = resource_for(Enterprise, "name", status=Column("经营状态", "status"))
    assert resource().export(Enterprise.objects.on(date(2026, 11, 22)))[0] == ("甲公司", "")
