"""Exported rosters read back as unchanged, in full and masked; the masked one holds no number."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from apps.core.models import Takeout
from apps.core.remit import Remit
from apps.core.watermark import Watermark
from apps.members import workflow as members
from apps.members.importing.listing_out import ListingOut
from apps.members.models import Member
from apps.rosters import registry, workflow
from apps.rosters.rows import Verdict
from apps.rosters.situation import Plan
from tests.beyond import out_of_duty
from tests.desk.worlds import no_longer_proved
from tests.factories import (
    a_credit_code,
    make_cluster,
    make_enterprise,
    make_member,
    make_organization,
    make_user,
    remit_to,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
EVERYTHING = Remit.everything()
TOLD = {
    "mobile": "19900000001",
    "landline": "0512-57330001",
    "address": "示例路1号",
    "remark": "原有备注",
    "education": "21",
    "ethnicity": "01",
}


@pytest.fixture
def cluster():
    cluster = make_cluster("甲集群")
    firm = make_enterprise("甲有限公司", cluster=cluster, uscc=a_credit_code(4001))
    branch = make_organization("中共甲有限公司支部委员会", cluster=cluster, units=(firm,))
    secretary = make_member("张测", organization=branch, enterprise=firm, **TOLD)
    members.appoint(secretary, organization=branch, post="secretary", on=TODAY, by=None)
    make_member("李试", organization=branch, stage="预备党员", joined_on=date(2026, 6, 1))
    make_member("王演", stage="入党积极分子")
    guest = make_member("赵示", organization=make_organization("中共乙支部委员会"))
    members.take_part(guest, organization=branch, kind="cluster", on=TODAY, by=None)
    return cluster


MARK = Watermark("张管（zhang）", datetime(2026, 11, 22, 9, 30, tzinfo=UTC), 4, 30, "7·ab12", "年度统计")


def exported(remit=EVERYTHING, masked=False, mark=MARK):
    people = Member.objects.within(remit).order_by("pk")
    return ListingOut(remit, TODAY, masked=masked).workbook(people, mark)


def read_back(data, remit=EVERYTHING):
    kind = registry.kind_of("member")
    found, _ = workflow.check(data, "名册.xlsx", kind, Plan(), remit=remit, today=TODAY)
    return found


def verdicts(found):
    return {
        row.values["name"]: (row.verdict, row.changes, [i.message for i in row.issues if i.blocks])
        for row in found.records
    }


def text_of(data):
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])


@pytest.mark.parametrize("masked", [False, True])
def test_an_export_reads_back_as_unchanged(cluster, masked):
    found = read_back(exported(masked=masked))
    assert verdicts(found) == {name: (Verdict.UNCHANGED, {}, []) for name in ("张测", "李试", "王演", "赵示")}


@pytest.mark.parametrize("masked", [False, True])
def test_within_a_remit_too(cluster, masked):
    remit = remit_to(cluster)
    found = read_back(exported(remit, masked), remit)
    assert verdicts(found) == {name: (Verdict.UNCHANGED, {}, []) for name in ("张测", "李试", "赵示")}


def test_a_masked_export_shows_no_number_and_nothing_sealed(cluster):
    text = text_of(exported(masked=True))
    numbers = [one.id_number for one in Member.objects.all()]
    assert [
        secret for secret in (*numbers, TOLD["mobile"], TOLD["landline"], TOLD["remark"]) if secret in text
    ] == []


def test_a_change_beside_masked_cells_changes_only_itself(cluster):
    data = ListingOut(EVERYTHING, TODAY, masked=True)
    records = [dict(record) for record in data.records(Member.objects.filter(name="张测"))]
    assert records[0]["id_number"][1:17] == "*" * 16
    records[0]["school"] = "示例大学"
    data.records = lambda people: records
    found = read_back(data.workbook([]))
    (row,) = found.records
    assert (row.verdict, list(row.changes)) == (Verdict.CHANGED, ["school"])


def test_a_masked_number_without_its_mark_is_still_refused(cluster):
    data = ListingOut(EVERYTHING, TODAY, masked=True)
    records = [
        dict(record) | {"person_uid": ""} for record in data.records(Member.objects.filter(name="张测"))
    ]
    data.records = lambda people: records
    (row,) = read_back(data.workbook([])).records
    assert (row.verdict, "ID_MASKED" in {issue.code for issue in row.issues}) == (Verdict.REFUSED, True)


def test_a_mark_from_outside_the_remit_finds_nobody(cluster):
    outsider = make_member("陈外", organization=make_organization("中共丙支部委员会"))
    data = ListingOut(EVERYTHING, TODAY, masked=True).workbook(Member.objects.filter(pk=outsider.pk))
    (row,) = read_back(data, remit_to(cluster)).records
    assert (row.verdict, row.known) == (Verdict.REFUSED, None)


def signed_in(duty, **target):
    client = Client()
    user = make_user(duty, **target)
    client.force_login(user)
    return client, user


def test_the_watermark_stands_above_the_table_and_on_printed_pages(cluster):
    sheet = load_workbook(BytesIO(exported())).active
    assert (sheet["A1"].value, sheet.oddHeader.left.text, sheet.print_title_rows) == (
        MARK.sentence,
        "张管（zhang）　2026-11-22 17:30",
        "$1:$2",
    )


def test_the_watermark_is_no_row_of_the_roster(cluster):
    assert len(read_back(exported()).records) == 4


@pytest.mark.parametrize("full", ["", "on"])
def test_only_for_a_purpose_that_is_written_down(cluster, full):
    client, user = signed_in("registry_manager")
    page = reverse("members:members_roster")
    refused = client.post(page, {"full": full})
    assert (refused.status_code, Takeout.objects.count()) == (200, 0)
    answer = client.post(page, {"full": full, "purpose": "年度统计"})
    assert (Member.objects.get(name="张测").id_number in text_of(answer.content)) is bool(full)
    taken = Takeout.objects.get()
    assert (taken.owner, taken.purpose, taken.rows, taken.is_full) == (user, "年度统计", 4, bool(full))


def test_whole_numbers_are_for_whoever_may_see_them(cluster):
    client, _ = signed_in("registry_manager")
    said = {"full": "on", "purpose": "年度统计"}
    with out_of_duty("members.add_reveal"):
        answer = client.post(reverse("members:members_roster"), said)
    assert (answer.context["form"].errors, Takeout.objects.count()) == (
        {"full": ["您的职责不含查看完整号码。"]},
        0,
    )


def test_an_export_asks_for_the_password_again(cluster):
    client, _ = signed_in("registry_manager")
    page = reverse("members:members_roster")
    client.get(page)
    no_longer_proved(client)
    answer = client.post(page, {"full": "on", "purpose": "年度统计"})
    assert (answer.status_code, Takeout.objects.count()) == (302, 0)


def test_the_filters_of_the_list_decide_who_is_in_it(cluster):
    client, _ = signed_in("registry_manager")
    answer = client.post(reverse("members:members_roster") + "?q=张测", {"purpose": "年度统计"})
    text = text_of(answer.content)
    assert ("张测" in text, "李试" in text) == (True, False)
