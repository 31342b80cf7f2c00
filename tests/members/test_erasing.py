"""清除敏感信息 — the numbers of somebody who has left are nowhere any more; what they were stays."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, ProgrammingError, connection, transaction
from django.urls import reverse

from apps.core import fence, merging
from apps.core.audit import history, verifying
from apps.core.models import AuditEntry
from apps.core.remit import Remit
from apps.members import erasing, workflow
from apps.members.models import Erasure, Member
from apps.rosters.models import Upload
from clusterreg.embedded_postgres import APPLICATION
from tests.beyond import out_of_duty
from tests.desk.worlds import asked, at_desk, make_corner
from tests.factories import make_member, make_user
from tests.members.test_acts import act
from tests.rosters.test_remit import a_row
from tests.rosters.test_undoing import an_upload

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("on_the_day"),
    pytest.mark.gate("个人信息清除"),
]
NUMBER, MOBILE, LANDLINE = "329999198507010014", "19900000001", "0512-99990001"
ADDRESS, REMARK, WHY = "无名镇无名路1号", "备注里的话", "本人申请，保存期满"
EVENTS = Member.pgh_event_model


@pytest.fixture(autouse=True)
def own_copy(settings, tmp_path):
    settings.AUDIT_DIRECTORY = tmp_path / "audit"


@pytest.fixture
def gone():
    """Somebody with a past who belongs nowhere any more."""
    person = make_member(
        "甲某", id_number=NUMBER, mobile=MOBILE, landline=LANDLINE, address=ADDRESS, remark=REMARK
    )
    person.mobile = "19900000002"
    person.save()
    return person


@pytest.fixture
def manager():
    return make_user("registry_manager")


def erase(person, by=None):
    return erasing.erase(person, by=by, why=WHY)


def what_stands(table, *columns):
    """Distinct values of some columns of a whole table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT {', '.join(columns)} FROM {table}")
        return cursor.fetchall()


EMPTY = [(None,) * 7 + ("", "")]


def test_nothing_of_the_numbers_is_left_in_the_register_and_its_history(gone, manager, cases):
    before = EVENTS.objects.count()
    erase(gone, by=manager)
    tables = ("members_member", "members_memberevent")
    cases(len(tables) * len(erasing.EMPTIED))
    assert [what_stands(table, *erasing.EMPTIED) for table in tables] == [EMPTY, EMPTY]
    assert EVENTS.objects.count() == before + 1


def test_what_the_person_was_stays(gone):
    standings = list(gone.standings.values())
    erase(gone)
    kept = Member.objects.get(pk=gone.pk)
    assert (kept.name, kept.birth_date, kept.joined_on) == (gone.name, gone.birth_date, gone.joined_on)
    assert list(kept.standings.values()) == standings


def test_who_erased_and_why_is_on_record_and_in_the_audit(gone, manager):
    erase(gone, by=manager)
    assert Erasure.objects.values_list("member", "by", "why").get() == (gone.pk, manager.pk, WHY)
    entry = AuditEntry.objects.get(action="erase")
    assert (entry.account, entry.subject, entry.detail["why"]) == (manager.username, f"党员{gone.pk}", WHY)


def test_the_record_holds_nothing_of_what_it_destroyed(gone):
    erase(gone)
    said = str(AuditEntry.objects.get(action="erase").detail) + str(Erasure.objects.values().get())
    assert [word for word in (NUMBER, MOBILE, LANDLINE, ADDRESS, REMARK) if word in said] == []


def test_the_record_is_for_good(gone):
    erase(gone)
    with pytest.raises(Error), transaction.atomic():
        Erasure.objects.update(why="别的")


def test_whoever_still_belongs_is_refused():
    member = make_corner("元宇宙").member
    with pytest.raises(ValidationError, match="组织关系仍在册"):
        erase(member)
    assert Member.objects.get(pk=member.pk).id_number == member.id_number


def test_nobody_is_erased_twice(gone):
    erase(gone)
    with pytest.raises(ValidationError, match="已经清除"):
        erase(gone)


def test_a_row_that_went_into_the_person_is_erased_with_it(gone):
    other = make_member("甲某", id_number="329999198507010030", mobile="19900000003")
    merging.carry_out(merging.propose(gone, other, why="同一人", by=None), by=None)
    erase(gone)
    assert what_stands("members_member", *erasing.EMPTIED) == EMPTY
    assert what_stands("members_memberevent", *erasing.EMPTIED) == EMPTY
    assert Erasure.objects.count() == 2


def test_others_keep_theirs(gone):
    other = make_member()
    erase(gone)
    kept = Member.objects.get(pk=other.pk)
    assert (kept.id_number, kept.mobile) == (other.id_number, other.mobile)


def test_the_number_may_be_registered_again_for_somebody_else(gone):
    erase(gone)
    assert make_member(id_number=NUMBER).id_number == NUMBER


@pytest.fixture
def settled(monkeypatch):
    monkeypatch.setattr(history, "SETTLED", "SELECT now() + interval '1 second'")


def test_the_audit_stays_clean_and_says_what_was_taken_out(gone, settled):
    history.seal()
    erase(gone)
    history.seal()
    (part,) = AuditEntry.objects.get(action="erase").detail["amended"]
    assert (part["table"], part["entry"]) == ("members_memberevent", 1)
    assert list(verifying.history_faults()) == []


def test_two_people_of_one_sealed_part_are_erased_one_after_the_other(gone, settled):
    other = make_member(address="别处")
    history.seal()
    erase(gone)
    erase(other)
    assert list(verifying.history_faults()) == []


def test_history_rewritten_after_an_erasure_is_found(gone, settled):
    other = make_member()
    history.seal()
    erase(gone)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE members_memberevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE members_memberevent SET name = '别人' WHERE pgh_obj_id = %s", [other.pk])
    assert list(verifying.history_faults()) == ["“党员”的变更记录在第1条封存之后被改过。"]


def test_history_rewritten_before_is_not_covered_up(gone, settled):
    history.seal()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE members_memberevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE members_memberevent SET name = '别人'")
        cursor.execute("ALTER TABLE members_memberevent ENABLE TRIGGER USER")
    with pytest.raises(ValidationError, match="封存之后被改过，不能清除"), transaction.atomic():
        erase(gone)
    assert Member.objects.get(pk=gone.pk).id_number == NUMBER


@pytest.fixture
def as_application():
    with connection.cursor() as cursor:
        cursor.execute(f"DISCARD TEMP; SET LOCAL ROLE {APPLICATION}")
    with fence.raised(Remit.everything()):
        yield


def test_the_application_can_do_it(gone, as_application):
    erase(gone)
    assert what_stands("members_memberevent", *erasing.EMPTIED) == EMPTY


def test_the_application_cannot_empty_the_history_of_somebody_not_erased(gone, as_application):
    with pytest.raises(ProgrammingError, match="not erased"), transaction.atomic(), connection.cursor() as c:
        c.execute(f"SELECT {erasing.FUNCTION}(ARRAY[{gone.pk}]::bigint[])")


def test_a_record_alone_does_not_open_the_history_while_the_register_holds_the_numbers(gone, as_application):
    Erasure.objects.create(member=gone, why=WHY)
    with pytest.raises(ProgrammingError, match="not erased"), transaction.atomic(), connection.cursor() as c:
        c.execute(f"SELECT {erasing.FUNCTION}(ARRAY[{gone.pk}]::bigint[])")


def files_left():
    return {upload.pk for upload in Upload.objects.with_file()}


def left(member):
    """Transferred out: the affiliation has ended."""
    workflow.transfer_out(member, elsewhere="外地", on=date(2026, 11, 22), by=None)


def test_the_file_that_brought_the_person_is_destroyed_and_its_record_stays():
    upload = an_upload(a_row("乙某", NUMBER, "中共甲支部委员会", mobile=MOBILE))
    person = Member.objects.get(name="乙某")
    left(person)
    erase(person)
    kept = Upload.objects.get(pk=upload.pk)
    assert (files_left(), kept.corrections, kept.outcome, kept.counts["new"]) == (set(), None, None, 1)


def test_a_file_that_named_the_person_and_changed_nothing_is_found_too_and_others_stay():
    rows = a_row("乙某", NUMBER, "中共甲支部委员会", mobile=MOBILE)
    an_upload(rows)
    an_upload(rows)
    other = an_upload(a_row("丙某", "329999198507010030", "中共甲支部委员会"))
    person = Member.objects.get(name="乙某")
    left(person)
    erase(person)
    assert files_left() == {other.pk}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_a_file_of_text_is_searched_in_its_encoding(gone, encoding):
    content = f"姓名,身份证号\n甲某,{NUMBER}\n".encode(encoding)
    Upload.objects.create(
        roster="member", file_name="名册.csv", sha256="", size=1, state="abandoned", content=content
    )
    erase(gone)
    assert files_left() == set()


def page(person):
    return reverse("members:member", args=[person.pk])


def test_the_manager_erases_from_the_page_of_the_person(gone):
    client = at_desk("registry_manager")
    assert "清除敏感信息" in client.get(page(gone)).content.decode()
    answer = act(client, "erase", gone, same_name="甲某", why=WHY)
    told = client.get(answer.url).content.decode()
    assert reverse("desk:take_back", args=["member", gone.pk, EVENTS.objects.latest("pk").pk]) not in told
    assert ">清除敏感信息</td>" in told
    assert (answer.url, "已清除。证件号码、电话" in told, "敏感信息已于2026年11月22日清除" in told) == (
        page(gone),
        True,
        True,
    )
    assert reverse("members:erase", args=[gone.pk]) not in told


@pytest.mark.parametrize(("said", "field"), [({"same_name": "乙某"}, "same_name"), ({"why": ""}, "why")])
def test_another_name_or_no_reason_destroys_nothing(gone, said, field):
    answer = act(at_desk("registry_manager"), "erase", gone, **({"same_name": "甲某", "why": WHY} | said))
    assert list(answer.context["form"].errors) == [field]
    assert Member.objects.get(pk=gone.pk).id_number == NUMBER


def test_whoever_has_not_lately_proved_who_they_are_is_asked_first(gone):
    client = at_desk("registry_manager")
    session = client.session
    del session["proved_at"]
    session.save()
    answer = client.get(reverse("members:erase", args=[gone.pk]))
    assert answer.url.startswith(reverse("accounts:prove"))


def test_a_clerk_may_not(gone):
    corner = make_corner("元宇宙")
    clerk = at_desk("cluster_clerk", cluster=corner.cluster)
    assert clerk.get(reverse("members:erase", args=[corner.member.pk])).status_code == 403


def test_the_page_of_a_person_asks_no_more_for_it(gone):
    client = at_desk("registry_manager")
    before = asked(client, page(gone))
    erase(gone)
    assert asked(client, page(gone)) == before


@pytest.mark.parametrize("right", ["members.erase_member", "members.change_member"])
def test_a_page_offers_it_to_whoever_may(gone, client, manager, right):
    client.force_login(manager)
    page, address = (reverse(name, args=[gone.pk]) for name in ("members:member", "members:erase"))
    offered = [address in client.get(page).content.decode()]
    with out_of_duty(right):
        offered.append(address in client.get(page).content.decode())
    assert offered == [True, False]
