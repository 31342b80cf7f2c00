"""审计齐全 — every act is on record with who, what, result and from where; or it does not happen."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts import workflow as accounts
from apps.accounts.models import Grant
from apps.chains import workflow as chains
from apps.chains.models import BoardSetting, Closing, ReportingPeriod
from apps.clusters.models import Enterprise
from apps.core import clock
from apps.core.audit import outside
from apps.core.audit.telling import lines
from apps.core.audit.writes import record_writes
from apps.core.history import because, noting
from apps.core.models import AuditEntry, Takeout
from apps.members.models import Employment, Member, Reveal
from apps.rosters.models import Undo, Upload
from tests.administration import sent, typed
from tests.application import as_application
from tests.factories import LONG_AGO, make_department, make_enterprise, make_member, make_user
from tests.rosters.test_undoing import an_upload, row

pytestmark = [pytest.mark.django_db, pytest.mark.gate("审计齐全")]
Action = AuditEntry.Action


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(date(2026, 11, 22)):
        yield


@pytest.fixture
def quick_closing(monkeypatch):
    """What a closing keeps is others' to test; that it is on record is ours."""
    monkeypatch.setattr(chains, "freeze", lambda closing: None)


def signed_in(duty, name):
    client = Client(REMOTE_ADDR="10.1.2.3")
    client.force_login(make_user(duty, name))
    client.get(reverse("desk:start"))
    return client


@pytest.fixture
def manager():
    return signed_in("registry_manager", "manager")


@pytest.fixture
def system():
    return signed_in("system_administrator", "system")


@pytest.fixture
def security():
    return signed_in("security_administrator", "security")


@pytest.fixture
def full_disk(monkeypatch):
    """From now on nothing can be written down."""

    def refuse(*args):
        raise OSError("No space left on device")

    return lambda: monkeypatch.setattr(outside, "prepare", refuse)


def acts(action):
    said = AuditEntry.objects.filter(action=action).order_by("number")
    return list(said.values_list("account", "subject", "result", "address"))


def employ(client, person, firm):
    page = reverse("members:employ", args=[person.pk])
    said = sent(client.get(page).context["form"]) | {"enterprise": firm.name, "job_title": "工程师"}
    return client.post(page, {name: value for name, value in said.items() if value is not None})


def test_what_a_page_writes_is_one_entry(manager):
    person, firm = make_member("张测"), make_enterprise("甲有限公司")
    employ(manager, person, firm)
    job = Employment.objects.get()
    assert acts(Action.WRITE) == [("manager", f"工作单位{job.pk}", "新增", "10.1.2.3")]


def test_the_entry_tells_before_and_after_with_numbers_masked(manager):
    person = make_member("张测", mobile="19900000001")
    page = reverse("admin:members_member_change", args=[person.pk])
    manager.post(page, typed(manager.get(page), school="示例大学", mobile="19900000002"))
    entry = AuditEntry.objects.get(action=Action.WRITE)
    auditor = signed_in("audit_administrator", "auditor")
    text = auditor.get(reverse("desk:audit_entry", args=[entry.number])).text
    assert [said for said in ("示例大学", f"党员{person.pk}", "10.1.2.3") if said not in text] == []
    assert [number for number in ("19900000001", "19900000002") if number in text] == []


def entry_page(auditor):
    entry = AuditEntry.objects.filter(action=Action.WRITE).latest("number")
    return auditor.get(reverse("desk:audit_entry", args=[entry.number]))


def test_an_entry_about_people_opens_for_whom_no_person_is_to_see(manager):
    person, firm = make_member("张测"), make_enterprise("甲有限公司")
    employ(manager, person, firm)
    auditor = signed_in("audit_administrator", "auditor")
    with as_application():
        text = entry_page(auditor).text
    assert [f"党员{person.pk}" in text, "甲有限公司" in text, "张测" in text] == [True, True, False]


def test_an_entry_about_a_row_that_is_gone_opens_all_the_same(manager):
    person, firm = make_member("张测"), make_enterprise("甲有限公司")
    employ(manager, person, firm)
    Employment.objects.all().delete()
    firm.states.all().delete()
    Enterprise.objects.filter(pk=firm.pk)._raw_delete("default")
    assert f"企业{firm.pk}" in entry_page(signed_in("audit_administrator", "auditor")).text


def test_an_entry_of_thirty_rows_asks_as_often_as_one_of_three():
    def asked(rows):
        people = [(make_member(), make_enterprise()) for _ in range(rows)]
        request = f"write of {rows}"
        with noting() as contexts, because(request=request):
            for person, firm in people:
                Employment.objects.create(member=person, enterprise=firm, starts_on=LONG_AGO)
        entry = record_writes(contexts, by="zhang", request=request)
        with CaptureQueriesContext(connection) as queries:
            assert len(lines(entry)) == rows
        return len(queries)

    assert asked(30) == asked(3)


def test_a_page_that_is_only_read_leaves_no_entry(manager):
    manager.get(reverse("members:member", args=[make_member("张测").pk]))
    assert acts(Action.WRITE) == []


def test_a_refused_form_leaves_no_entry(manager):
    manager.post(reverse("members:employ", args=[make_member("张测").pk]), {"on": "2026-11-22"})
    assert acts(Action.WRITE) == []


def test_a_setting_of_the_boards_is_configuration(system):
    BoardSetting.objects.create()
    page = reverse("admin:chains_boardsetting_change", args=[1])
    system.post(page, typed(system.get(page), ranks_clusters="on"))
    assert acts(Action.CONFIGURE) == [("system", "看板参数1", "修改", "10.1.2.3")]


def test_closing_a_period_is_configuration(manager, quick_closing):
    manager.post(reverse("chains:close", args=["2026Q3"]))
    (entry,) = AuditEntry.objects.filter(action=Action.CONFIGURE)
    assert (entry.account, entry.subject.startswith("统计期"), entry.result) == (
        "manager",
        True,
        "新增、修改",
    )


def test_closing_a_period_by_command_is_configuration_too(quick_closing):
    by = make_user("registry_manager", "clerk")
    call_command("readings", close="2026Q3", by=by.username, stdout=StringIO())
    (entry,) = AuditEntry.objects.filter(action=Action.CONFIGURE)
    assert (entry.account, entry.subject.startswith("统计期"), entry.result) == ("clerk", True, "新增、修改")


def test_an_upload_is_on_record_from_hand_in_to_undo(manager):
    by = make_user("registry_manager", "clerk")
    upload = an_upload(row(0), row(1), by=by)
    manager.post(reverse("rosters:undo", args=[upload.pk]), {"why": "传错了"})
    manager.post(reverse("rosters:redo", args=[upload.pk, Undo.objects.get().pk]), {"why": "没错"})
    subject = f"批次{upload.pk} {upload.file_name}"
    assert [(act[0], act[1], act[2]) for act in acts(Action.IMPORT)] == [
        ("clerk", subject, "上传"),
        ("clerk", subject, "入库"),
    ]
    assert acts(Action.UNDO) == [
        ("manager", subject, "撤销", "10.1.2.3"),
        ("manager", subject, "恢复", "10.1.2.3"),
    ]


def test_what_an_upload_wrote_is_not_told_twice(manager):
    an_upload(row(0), by=make_user("registry_manager", "clerk"))
    assert acts(Action.WRITE) == []


def test_a_wrong_password_asked_for_again_is_on_record(manager):
    manager.post(reverse("accounts:prove"), {"password": "wrong"})
    assert acts(Action.SIGN_IN_FAILED) == [("manager", "再次验证", "失败", "10.1.2.3")]


def test_taking_a_duty_back_is_on_record():
    given = accounts.grant(
        make_user(username="known"), "department_handler", by=None, department=make_department("工信局")
    )
    accounts.revoke(given, on=clock.today(), by=make_user(username="secadmin"), why="调离")
    assert acts(Action.GRANT)[-1] == ("secadmin", "known 部门经办（工信局）", "收回", "")


def test_searching_by_number_is_on_record_without_the_number(manager):
    person = make_member("张测")
    manager.post(reverse("desk:search"), {"q": person.id_number})
    (entry,) = AuditEntry.objects.filter(action=Action.REVEAL)
    assert (entry.subject, entry.detail) == ("全局查找", {"item": "按证件号查找", "rows": 1})


def test_the_log_is_searched_by_who_what_when_and_where(manager):
    employ(manager, make_member("张测"), make_enterprise("甲有限公司"))
    auditor = signed_in("audit_administrator", "auditor")
    asked = {"account": "manager", "subject": "工作单位", "address": "10.1.2.3", "action": "write"}
    days = {"since": "2026-11-22", "until": "2026-11-22"}
    page = auditor.get(reverse("desk:audit"), asked | days)
    assert page.context["page_obj"].paginator.count == 1
    for name, other in {"account": "li", "address": "10.9.9.9", "since": "2026-11-23"}.items():
        page = auditor.get(reverse("desk:audit"), asked | days | {name: other})
        assert page.context["page_obj"].paginator.count == 0


def a_number_is_read(manager, system, security):
    person = make_member("张测", mobile="19900000001")
    manager.post(reverse("members:reveal", args=[person.pk]), {"item": "mobile", "why": "核对"})


def people_are_taken_out(manager, system, security):
    make_member("张测")
    manager.post(reverse("members:members_export"), {"purpose": "核对", "format": "csv"})


def a_roster_is_kept(manager, system, security):
    an_upload(row(0))


def a_page_writes(manager, system, security):
    employ(manager, make_member("张测"), make_enterprise("甲有限公司"))


def a_duty_is_given(manager, system, security):
    user = make_user(username="known")
    accounts.grant(user, "department_handler", by=None, department=make_department("工信局"))


def a_period_is_closed(manager, system, security):
    manager.post(reverse("chains:close", args=["2026Q3"]))


def a_setting_changes(manager, system, security):
    page = reverse("admin:chains_boardsetting_add")
    system.post(page, {"ranks_clusters": "on"})


ACTS = {
    a_number_is_read: lambda: Reveal.objects.count(),
    people_are_taken_out: lambda: Takeout.objects.count(),
    a_roster_is_kept: lambda: Upload.objects.count(),
    a_page_writes: lambda: Employment.objects.count(),
    a_duty_is_given: lambda: Grant.objects.filter(duty="department_handler").count(),
    a_period_is_closed: lambda: ReportingPeriod.objects.count() + Closing.objects.count(),
    a_setting_changes: lambda: BoardSetting.objects.count(),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_cannot_be_written_down_does_not_happen(
    act, manager, system, security, full_disk, quick_closing
):
    full_disk()
    with pytest.raises(OSError, match="No space"):
        act(manager, system, security)
    assert ACTS[act]() == 0


def test_an_undo_that_cannot_be_written_down_does_not_happen(manager, full_disk):
    upload = an_upload(row(0), by=make_user("registry_manager", "clerk"))
    full_disk()
    manager.raise_request_exception = False
    manager.post(reverse("rosters:undo", args=[upload.pk]), {"why": "传错了"})
    assert (Undo.objects.count(), Member.objects.count()) == (0, 1)
