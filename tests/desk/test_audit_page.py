"""审计页 — what was done is there to be read by the audit administrator, and that it was read as well."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts import workflow
from apps.accounts.duties import DutyCode
from apps.core.models import AuditEntry
from apps.desk.audit import told
from tests.factories import LONG_AGO, PASSWORD, make_cluster, make_department, make_member, make_user

pytestmark = pytest.mark.django_db
PAGE, LOGIN = reverse("desk:audit"), "/accounts/login/"
Action = AuditEntry.Action


@pytest.fixture
def auditor():
    client = Client()
    client.force_login(make_user(DutyCode.AUDIT_ADMINISTRATOR, "auditor"))
    return client


def acts():
    return list(AuditEntry.objects.order_by("number").values_list("account", "action", "result"))


def test_signing_in_and_out_and_failing_are_on_record(client):
    make_user(username="known")
    client.post(LOGIN, {"username": "known", "password": "wrong-Password-1"})
    client.post(LOGIN, {"username": "known", "password": PASSWORD})
    client.post(reverse("accounts:logout"))
    assert acts() == [
        ("known", "sign_in_failed", "失败"),
        ("known", "sign_in", "成功"),
        ("known", "sign_out", ""),
    ]


def test_what_was_typed_for_an_account_that_is_not_there_is_not_kept(client):
    client.post(LOGIN, {"username": "my-Secret-9", "password": "x"})
    assert acts() == [("（不存在的账号）", "sign_in_failed", "失败")]


def test_giving_a_duty_is_on_record():
    user, security = make_user(username="known"), make_user(username="secadmin")
    workflow.grant(
        user, DutyCode.DEPARTMENT_HANDLER, by=security, on=LONG_AGO, department=make_department("工信局")
    )
    entry = AuditEntry.objects.get(action=Action.GRANT)
    assert (entry.account, entry.subject, entry.result) == ("secadmin", "known 部门经办（工信局）", "授予")


def test_reading_a_number_is_on_record_without_the_number():
    manager, member = (
        make_user(DutyCode.REGISTRY_MANAGER, "manager"),
        make_member("张三", mobile="19900000001"),
    )
    desk = Client()
    desk.force_login(manager)
    desk.get(reverse("desk:start"))
    desk.post(reverse("members:reveal", args=[member.pk]), {"item": "mobile", "why": "核对花名册"})
    entry = AuditEntry.objects.get(action=Action.REVEAL)
    assert (entry.account, entry.subject, entry.detail) == (
        "manager",
        f"党员{member.pk}",
        {"item": "手机号码", "why": "核对花名册"},
    )


def test_an_export_is_on_record_with_its_rows_and_columns():
    desk = Client()
    desk.force_login(make_user(DutyCode.REGISTRY_MANAGER, "manager"))
    make_cluster("元宇宙集群")
    desk.get(reverse("clusters:clusters_export"), {"format": "csv"})
    entry = AuditEntry.objects.get(action=Action.EXPORT)
    assert (entry.account, entry.subject, entry.detail["rows"]) == ("manager", "集群", 1)


def test_the_audit_administrator_reads_what_was_done_and_that_is_on_record_too(auditor, client):
    client.post(LOGIN, {"username": "nobody", "password": "x"})
    page = auditor.get(PAGE).content.decode()
    assert ("登录失败" in page, acts()[-1]) == (True, ("auditor", "read_audit", "查阅"))


def test_what_was_imported_is_told_in_the_words_of_the_pages():
    told_of = told(
        AuditEntry(
            detail={
                "kind": "member",
                "rows": {"read": 28, "new": 26, "refused": 0, "warnings": 2},
                "upload": 7,
            }
        )
    )
    assert told_of == "行数：读取28、新增26、提醒2；名册：党员名册"


def test_a_roster_that_is_no_longer_there_is_told_by_its_code():
    assert told(AuditEntry(detail={"kind": "gone"})) == "名册：gone"


def test_nobody_else_reads_the_log():
    desk = Client()
    desk.force_login(make_user(DutyCode.REGISTRY_MANAGER))
    assert desk.get(PAGE).status_code == 403
