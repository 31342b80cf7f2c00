"""三员控制台 — each of the three starts from what is theirs, and from nothing else."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.core import console
from apps.core.audit.recording import record
from apps.core.models import AuditEntry
from apps.rosters.models import Job
from tests.desk.worlds import at_desk, make_corner
from tests.factories import make_takeout, make_upload, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.gate("三员分立")]
SHOWN = {
    "system_administrator": ["参数", "导入作业", "数据库和照管", "备份"],
    "security_administrator": ["账号", "登录受限", "30天内到期的授权", "待批导出"],
    "audit_administrator": ["24小时内", "核验", "锚点"],
}
LOGIN = "/accounts/login/"


def start(client):
    return client.get(reverse("desk:start"))


def panel(client, heading):
    (found,) = [one for one in start(client).context["consoles"] if one.heading == heading]
    return found


def facts(client, heading):
    return {fact.label: fact.value for fact in panel(client, heading).facts}


@pytest.mark.parametrize("duty", SHOWN)
def test_an_administrator_starts_from_a_console_of_one_s_own(duty):
    page = start(at_desk(duty))
    assert [one.heading for one in page.context["consoles"]] == SHOWN[duty]
    assert (page.context["queues"], page.context["alerts"]) == ([], [])


def test_a_console_names_nothing_of_the_registers():
    ours = make_corner("元宇宙")
    make_upload()
    for duty in SHOWN:
        page = start(at_desk(duty)).text
        assert [said for said in (ours.member.name, "元宇宙", "名册.tsv") if said in page] == []


def test_business_desks_have_no_console():
    ours = make_corner("元宇宙")
    desks = [at_desk("registry_manager"), at_desk("cluster_clerk", cluster=ours.cluster)]
    assert [start(desk).context["consoles"] for desk in desks] == [[], []]


def test_every_panel_belongs_to_one_administrator():
    assert {permission: len(shown) for permission, shown in console.PANELS.items()} == {
        console.SYSTEM: 4,
        console.SECURITY: 4,
        console.AUDIT: 3,
    }


def test_jobs_are_counted_by_kind_and_state():
    for state in ("done", "done", "failed"):
        Job.objects.create(upload=make_upload(), task="keep", state=state)
    (row,) = panel(at_desk("system_administrator"), "导入作业").rows
    assert tuple(row.cells) == ("入库", 0, 0, 2, 1)


def test_a_locked_account_is_named_with_where_the_guesses_came_from():
    known = make_user(username="known")
    for _ in range(5):
        Client(REMOTE_ADDR="10.1.2.3").post(LOGIN, {"username": "known", "password": "wrong"})
    (row,) = panel(at_desk("security_administrator"), "登录受限").rows
    cell, address, _, failures = row.cells
    assert (cell.text, cell.href, address, failures) == (
        "known",
        reverse("admin:accounts_user_change", args=[known.pk]),
        "10.1.2.3",
        5,
    )


def test_requests_are_told_by_who_and_how_many_only():
    waiting = make_takeout(make_user("registry_manager", "asker"))
    page = panel(at_desk("security_administrator"), "待批导出")
    assert [tuple(row.cells)[:2] for row in page.rows] == [("测试账号（asker）", waiting.people_count)]
    assert page.note == "审批须两个组织部业务管理员账号，请补授"


def test_acts_of_a_day_are_counted_and_open_their_entries():
    record(AuditEntry.Action.REVEAL, by="li", subject="党员1")
    auditor = at_desk("audit_administrator")
    (row,) = [row for row in panel(auditor, "24小时内").rows if row.cells[0] == "查看号码"]
    assert auditor.get(row.cells[1].href).context["page_obj"].paginator.count == 1 == row.cells[1].text


def test_the_log_is_verified_on_request_and_that_is_on_record():
    auditor = at_desk("audit_administrator")
    assert facts(auditor, "核验")["上次核验"] == "还没有"
    answer = auditor.post(reverse("desk:verify"))
    last = AuditEntry.objects.get(action=AuditEntry.Action.VERIFY)
    assert ("条审计记录" in answer.text or "处问题" in answer.text, last.account != "") == (True, True)
    assert facts(auditor, "核验")["结果"] == last.result


def test_a_console_asks_no_more_for_a_busy_house(django_assert_max_num_queries):
    for _ in range(30):
        make_takeout()
    security = at_desk("security_administrator")
    start(security)
    with django_assert_max_num_queries(25):
        start(security)
