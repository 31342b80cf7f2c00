"""导出人员 — for a purpose, with a second person's word above a number, fetched by its owner for a day."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from openpyxl import load_workbook

from apps.accounts import workflow as accounts
from apps.core import clock, takeouts
from apps.core.audit import outside
from apps.core.models import AuditEntry, Takeout
from apps.members import workflow as members
from apps.members.erasing import erase
from apps.members.models import Member
from tests.factories import LONG_AGO, make_cluster, make_member, make_organization, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.gate("导出人员")]
EXPORT = reverse("members:members_export")
MINE = reverse("desk:takeouts")


@pytest.fixture
def branch():
    branch = make_organization("中共甲支部", cluster=make_cluster("甲集群"))
    for name in ("张测", "李试", "王演"):
        make_member(name, organization=branch, mobile="19900000001")
    return branch


@pytest.fixture
def asker(branch, client):
    user = make_user("branch_operator", "asker", organization=branch)
    client.force_login(user)
    client.get(MINE)
    return user


@pytest.fixture
def manager():
    return make_user("registry_manager", "manager")


@pytest.fixture
def few(settings):
    settings.EXPORT_APPROVAL_ABOVE = 2


def asked_for(client, kind="xlsx", **said):
    return client.post(EXPORT, {"purpose": "年度统计", "format": kind} | said)


@pytest.fixture
def waiting(few, asker, client):
    asked_for(client)
    return Takeout.objects.get()


@pytest.fixture
def approved(waiting, manager):
    return takeouts.approve(waiting, by=manager)


def file_of(takeout):
    return reverse("desk:takeout_file", args=[takeout.pk])


def test_a_list_of_people_asks_what_for(asker, client):
    page = client.get(EXPORT, {"format": "xlsx"})
    assert (page.templates[0].name, Takeout.objects.count()) == ("pieces/take_out.html", 0)


@pytest.mark.parametrize("purpose", ["", "查"])
def test_without_a_purpose_there_is_no_file(asker, client, purpose):
    page = asked_for(client, purpose=purpose)
    assert (page.headers["Content-Type"], Takeout.objects.count()) == ("text/html; charset=utf-8", 0)


def test_a_list_of_nobody_comes_at_once_and_asks_nothing(manager, client):
    client.force_login(manager)
    address = reverse("clusters:clusters_export") + "?format=csv"
    assert (client.get(address)["Content-Type"], client.post(address).status_code) == (
        "text/csv; charset=utf-8",
        405,
    )


def test_the_file_says_who_when_what_for_and_how_much(asker, client):
    sheet = load_workbook(BytesIO(asked_for(client).content)).active
    mark = sheet["A1"].value
    told = ["测试账号（asker）", f"{clock.today()}", "用途：年度统计", "共3行12栏", "审计链："]
    assert [part for part in told if part not in mark] == []
    assert (sheet.oddHeader.center.text, sheet.max_row) == ("用途：年度统计", 5)


def test_a_csv_says_it_too(asker, client):
    lines = asked_for(client, "csv").content.decode("utf-8-sig").splitlines()
    assert ("用途：年度统计" in lines[0], len(lines)) == (True, 5)


def test_an_ampersand_in_a_purpose_is_no_command_of_the_printed_page(asker, client):
    sheet = load_workbook(BytesIO(asked_for(client, purpose="A&D统计").content)).active
    assert sheet.HeaderFooter.oddHeader.center.text == "用途：A&&D统计"


def test_what_was_taken_is_in_the_audit_log(asker, client):
    asked_for(client, purpose="党费核算")
    entry = AuditEntry.objects.filter(action="export").get()
    taken = Takeout.objects.get()
    assert (entry.account, entry.result, entry.address) == ("asker", "导出", "127.0.0.1")
    assert (entry.detail["purpose"], entry.detail["rows"], entry.detail["people"]) == ("党费核算", 3, 3)
    assert (entry.detail["sha256"], entry.detail["columns"]) == (taken.sha256, taken.columns)
    assert (taken.entry, taken.people) == (
        entry.number,
        sorted(Member.objects.values_list("pk", flat=True)),
    )


def test_if_the_audit_cannot_be_written_nothing_is_taken(asker, client, monkeypatch):
    def full(*args):
        raise OSError("No space left on device")

    monkeypatch.setattr(outside, "prepare", full)
    with pytest.raises(OSError, match="No space"), transaction.atomic():
        asked_for(client)
    assert Takeout.objects.count() == 0


def test_above_a_number_of_people_the_file_waits(waiting, client):
    assert (waiting.state, waiting.people_count, waiting.taken_at) == ("waiting", 3, None)
    assert client.get(file_of(waiting)).status_code == 302
    assert AuditEntry.objects.filter(action="export").get().result == "申请"


def test_nought_switches_it_off(asker, client, settings):
    settings.EXPORT_APPROVAL_ABOVE = 0
    asked_for(client)
    assert Takeout.objects.get().state == "taken"


def test_people_are_counted_once_however_many_rows_name_them(asker, client, settings, branch):
    settings.EXPORT_APPROVAL_ABOVE = 3
    asked_for(client)
    assert Takeout.objects.get().state == "taken"


def test_the_waiting_file_is_sealed(waiting):
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM core_takeout WHERE id = %s", [waiting.pk])
        stored = bytes(cursor.fetchone()[0])
    assert (b"PK\x03\x04" in stored, waiting.content[:4]) == (False, b"PK\x03\x04")


def test_nobody_approves_one_s_own(few, manager, client):
    client.force_login(manager)
    client.get(MINE)
    make_member("赵一"), make_member("赵二"), make_member("赵三")
    asked_for(client)
    own = Takeout.objects.get()
    with pytest.raises(ValidationError, match="自己提出的导出须由他人审批。"):
        takeouts.approve(own, by=manager)
    page = reverse("desk:takeout", args=[own.pk])
    assert client.post(page, {"verdict": "approve"}).status_code == 404


def test_the_database_refuses_one_s_own_too(waiting):
    with pytest.raises(IntegrityError, match="takeout_decided_by_another"), transaction.atomic():
        Takeout.objects.filter(pk=waiting.pk).update(decided_by=waiting.owner)


def test_only_whoever_approves_exports_opens_requests(waiting, client, branch):
    client.force_login(make_user("place_operator", "other", place=make_cluster().place))
    client.get(MINE)
    pages = [reverse("desk:takeouts_waiting"), reverse("desk:takeout", args=[waiting.pk])]
    assert [client.get(page).status_code for page in pages] == [403, 403]


def test_a_second_person_approves_and_its_owner_fetches_it(waiting, manager, client):
    client.force_login(manager)
    client.get(MINE)
    client.post(reverse("desk:takeout", args=[waiting.pk]), {"verdict": "approve", "answer": "同意"})
    client.force_login(waiting.owner)
    client.get(MINE)
    answer = client.get(file_of(waiting))
    assert (answer.content, answer["Content-Disposition"][:10]) == (bytes(waiting.content), "attachment")
    done = Takeout.objects.get()
    assert (done.state, done.decided_by, done.answer) == ("taken", manager, "同意")
    said = list(AuditEntry.objects.filter(action="export").values_list("account", "result"))
    assert said == [("asker", "下载"), ("manager", "批准"), ("asker", "申请")]


def test_a_refusal_needs_a_reason(waiting, manager):
    with pytest.raises(ValidationError, match="不批准的须说明理由。"):
        takeouts.refuse(waiting, by=manager, answer=" ")


def test_a_refused_file_is_gone(waiting, manager):
    takeouts.refuse(waiting, by=manager, answer="用途不明")
    gone = Takeout.objects.get()
    assert (gone.state, gone.content, gone.answer) == ("refused", None, "用途不明")


def test_what_is_decided_is_not_decided_again(approved, manager):
    with pytest.raises(ValidationError, match="这项申请已批准，不能再审批。"):
        takeouts.refuse(approved, by=manager, answer="改主意了")


def test_for_another_account_the_file_is_not_there(approved, manager, client):
    client.force_login(manager)
    client.get(MINE)
    assert client.get(file_of(approved)).status_code == 404


@pytest.mark.parametrize(("hours", "status"), [(23, 200), (24, 302)])
def test_it_is_fetched_within_a_day(approved, client, hours, status):
    Takeout.objects.update(expires_at=approved.expires_at - timedelta(hours=hours))
    assert client.get(file_of(approved)).status_code == status


def test_without_the_right_it_was_made_with_it_is_not_fetched(approved, client):
    owner = approved.owner
    given = owner.grants.get()
    accounts.revoke(given, on=clock.today(), by=None, why="调离")
    accounts.grant(owner, "branch_operator", by=None, on=LONG_AGO, organization=make_organization())
    client.logout()
    client.force_login(owner)
    client.get(MINE)
    page = client.get(file_of(approved), follow=True)
    assert ("职责范围已有变动" in page.text, Takeout.objects.get().taken_at) == (True, None)


def test_files_that_are_over_are_swept_their_records_stay(approved):
    assert takeouts.sweep() == 0
    Takeout.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert takeouts.sweep() == 1
    swept = Takeout.objects.get()
    assert (swept.state, swept.content, swept.purpose) == ("expired", None, "年度统计")


def test_one_s_own_exports_are_listed_and_nobody_else_s(waiting, manager, client):
    assert [row.pk for row in client.get(MINE).context["page_obj"].object_list] == [waiting.pk]
    client.force_login(manager)
    assert list(client.get(MINE).context["page_obj"].object_list) == []


def test_an_approver_sees_what_waits_on_the_start_page(waiting, manager, client):
    client.force_login(manager)
    (queue,) = [q for q in client.get("/").context["queues"] if q.label == "待批导出"]
    assert [task.reason for task in queue.tasks] == ["测试账号申请导出3人，用途：年度统计"]


def test_rows_chosen_in_the_administration_are_asked_for_too(manager, client, branch):
    client.force_login(manager)
    client.get(MINE)
    chosen = Member.objects.get(name="李试").pk
    changelist = reverse("admin:members_member_changelist")
    led = client.post(changelist, {"action": "export_chosen", "_selected_action": [chosen]})
    lines = client.post(led["Location"], {"purpose": "核对"}).content
    assert load_workbook(BytesIO(lines)).active.max_row == 3
    assert Takeout.objects.get().people == [chosen]


def test_a_file_that_holds_somebody_erased_is_gone(waiting, manager):
    person = Member.objects.get(name="李试")
    members.transfer_out(person, elsewhere="外省", on=clock.today(), by=None)
    erase(person, by=manager, why="本人申请")
    gone = Takeout.objects.get()
    assert (gone.state, gone.content, gone.people_count) == ("expired", None, 3)


@pytest.mark.parametrize(
    ("name", "arguments", "asks"),
    [
        ("members:members", [], True),
        ("admin:members_member_changelist", [], True),
        ("chains:indicator", ["ORG-03"], True),
        ("activities:attendances", [], True),
        ("clusters:clusters", [], False),
        ("admin:clusters_cluster_changelist", [], False),
    ],
)
def test_the_menu_of_a_list_of_people_asks_what_for(manager, client, branch, name, arguments, asks):
    client.force_login(manager)
    text = client.get(reverse(name, args=arguments)).text
    assert ('id="id_export_purpose"' in text, "format=csv" in text) == (asks, not asks)
