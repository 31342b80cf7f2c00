"""审计 — a chain that only grows; whatever is done to it behind our back is found."""

from contextlib import closing
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, ProgrammingError, connection, transaction

from apps.clusters.models import Place
from apps.core import clock, fence
from apps.core.audit import history, outside, verifying
from apps.core.audit.recording import coming_from, head, record
from apps.core.audit.verifying import faults
from apps.core.models import AuditEntry
from apps.core.remit import Remit
from tests.application import as_application
from tests.factories import make_member, make_place

pytestmark = pytest.mark.django_db
TABLE = AuditEntry._meta.db_table
Action = AuditEntry.Action


@pytest.fixture(autouse=True)
def own_copy(settings, tmp_path):
    settings.AUDIT_DIRECTORY = tmp_path / "audit"
    return settings.AUDIT_DIRECTORY


@pytest.fixture
def five(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return [record(Action.EXPORT, by="zhang", subject=f"第{n}份", result="成功") for n in range(1, 6)]


def behind_our_back(sql, *values):
    """As the owner of the database, past every trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")


def test_entries_count_without_gaps_and_hang_together(five):
    assert [entry.number for entry in five] == [1, 2, 3, 4, 5]
    assert [bytes(entry.previous) for entry in five[1:]] == [bytes(entry.hash) for entry in five[:-1]]


def test_an_untouched_chain_has_no_faults(five):
    assert faults() == []


NUMBER, MASKED = "32999919850701001X", "3****************X"


def test_numbers_of_persons_are_masked_in_whatever_an_entry_says():
    said = {"why": f"核对{NUMBER}", "rows": {"0": [f"{NUMBER}某"]}}
    entry = record(Action.EXPORT, by="zhang", subject=f"{NUMBER}.xlsx", result=NUMBER, **said)
    told = (entry.subject, entry.result, entry.detail)
    assert told == (f"{MASKED}.xlsx", MASKED, {"why": f"核对{MASKED}", "rows": {"0": [f"{MASKED}某"]}})


def test_digits_of_a_fingerprint_are_no_number():
    fingerprint = "ab19900000001c" + "0" * 50
    assert record(Action.IMPORT, by="zhang", sha256=fingerprint).detail["sha256"] == fingerprint


def test_an_entry_says_where_it_comes_from():
    with coming_from("10.1.2.3"):
        assert record(Action.SIGN_IN, by="zhang").address == "10.1.2.3"


@pytest.mark.parametrize("change", ["UPDATE {} SET result = '失败'", "DELETE FROM {}"])
def test_entries_are_neither_changed_nor_removed(five, change):
    with (
        pytest.raises(ProgrammingError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(TABLE))


def test_a_changed_entry_is_found(five):
    behind_our_back(f"UPDATE {TABLE} SET result = '失败' WHERE number = 3")
    assert faults() == ["第3条内容被改过。"]


def test_a_changed_entry_with_a_hash_to_match_is_found_by_the_next_one_and_outside(five):
    behind_our_back(f"UPDATE {TABLE} SET hash = sha256('x') WHERE number = 3")
    assert faults() == [
        "第3条内容被改过。",
        "第4条与前一条接不上：有记录被改、被插入或调换了次序。",
        "第3条与库外副本不一致。",
    ]


def test_a_removed_entry_is_found(five):
    behind_our_back(f"DELETE FROM {TABLE} WHERE number = 3")
    assert faults() == ["第3条到第3条缺失。"]


def test_a_cut_tail_is_found(five):
    behind_our_back(f"DELETE FROM {TABLE} WHERE number > 3")
    assert faults() == ["末尾被截断：库外副本到第5条，库中到第3条。"]


def test_two_entries_that_changed_places_are_found(five):
    behind_our_back(
        f"UPDATE {TABLE} SET number = CASE number WHEN 2 THEN -3 ELSE -2 END WHERE number IN (2, 3)"
    )
    behind_our_back(f"UPDATE {TABLE} SET number = -number WHERE number < 0")
    found = faults()
    assert [fault for fault in found if "内容被改过" in fault] == ["第2条内容被改过。", "第3条内容被改过。"]


def test_an_entry_slipped_in_is_found_by_the_copy_outside(five, own_copy):
    record(Action.EXPORT, by="li", subject="假的")
    for path in own_copy.glob("*.log"):
        path.write_text(
            "\n".join(path.read_text(encoding="utf-8").splitlines()[:-1]) + "\n", encoding="utf-8"
        )
    assert faults() == ["第6条不在库外副本中：是后来插入的，或副本不全。"]


def test_a_rewritten_chain_is_found_by_the_copy_outside(five):
    behind_our_back(f"DELETE FROM {TABLE}")
    for number in range(1, 6):
        AuditEntry.objects.create(at=five[0].at, account="li", action=Action.EXPORT, subject=f"第{number}份")
    assert [fault for fault in faults() if "不一致" in fault] == [
        f"第{n}条与库外副本不一致。" for n in range(1, 6)
    ]


@transaction.atomic
def an_act_that_fails():
    record(Action.EXPORT, by="zhang", subject="没有成的")
    raise ZeroDivisionError


@transaction.atomic
def an_act():
    make_place("不该有的镇")
    record(Action.CONFIGURE, by="zhang")


def test_an_act_that_did_not_happen_leaves_a_prepared_line_and_no_fault(five):
    with pytest.raises(ZeroDivisionError):
        an_act_that_fails()
    assert (head()[0], faults()) == (5, [])


def test_an_act_that_cannot_be_written_down_outside_does_not_happen(settings, tmp_path):
    blocked = tmp_path / "a-file"
    blocked.write_text("")
    settings.AUDIT_DIRECTORY = blocked / "audit"
    with pytest.raises(NotADirectoryError):
        an_act()
    assert (head(), Place.objects.filter(name="不该有的镇").exists()) == ((0, b""), False)


def test_the_copy_outside_is_for_its_owner_only(five, own_copy):
    (path,) = own_copy.glob("*.log")
    assert (path.stat().st_mode & 0o777, own_copy.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_torn_last_line_is_passed_over(five, own_copy):
    (path,) = own_copy.glob("*.log")
    with path.open("a", encoding="utf-8") as file:
        file.write('{"state": "confi')
    assert sum(line.state == outside.CONFIRMED for line in outside.lines()) == 5


def test_the_last_line_confirmed_is_found_from_the_end(five, own_copy, monkeypatch):
    monkeypatch.setattr(outside, "END", 10)
    (own_copy / "2999-01.log").write_text(
        '{"state": "prepared", "number": 6, "hash": ""}\n', encoding="utf-8"
    )
    assert outside.last_confirmed() == 5


def test_what_is_added_while_the_copy_is_read_is_no_fault(five, monkeypatch):
    read = outside.lines

    def slowly():
        yield from read()
        if head()[0] == 5:
            record(Action.EXPORT, by="li")

    monkeypatch.setattr(outside, "lines", slowly)
    assert faults() == []


def test_history_is_not_verified_while_it_is_changed_by_right():
    other, key = connection.copy(), "hashtextextended('clusterreg.seal', 0)"
    with closing(other), other.cursor() as changing, connection.cursor() as cursor:
        changing.execute(f"SELECT pg_advisory_lock({key})")
        cursor.execute("SET LOCAL lock_timeout = '50ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            faults()


def test_it_is_due_again_a_day_after_somebody_verified(five):
    before = verifying.is_due()
    verifying.verify(by="")
    after = verifying.is_due()
    with clock.set_to(clock.today() + timedelta(days=2)):
        assert (before, after, verifying.is_due()) == (True, False, True)


def test_the_command_says_that_all_is_well(five, capsys):
    call_command("verify_audit")
    assert capsys.readouterr().out == "共5条审计记录，核验无误。\n"


def test_the_command_fails_when_something_does_not_fit(five):
    behind_our_back(f"UPDATE {TABLE} SET result = '失败' WHERE number = 3")
    with pytest.raises(CommandError, match="共5条审计记录，发现1处问题。"):
        call_command("verify_audit")


@pytest.fixture
def settled(monkeypatch):
    """Rows of this very test count as settled, though its transaction is still running."""
    monkeypatch.setattr(history, "SETTLED", "SELECT now() + interval '1 second'")


def test_whoever_sees_no_people_verifies_their_history_all_the_same(settled):
    make_member("张测")
    history.seal()
    with as_application(), fence.raised(Remit()):
        found = faults()
    assert [fault for fault in found if "变更记录" in fault] == []


def test_sealed_history_that_is_rewritten_is_found(settled):
    place = make_place("甲镇")
    history.seal()
    before = faults()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE clusters_placeevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE clusters_placeevent SET name = '乙镇' WHERE pgh_obj_id = %s", [place.pk])
    found = [fault for fault in faults() if "变更记录" in fault]
    assert ([f for f in before if "变更记录" in f], found) == (
        [],
        ["“区域”的变更记录在第1条封存之后被改过。"],
    )


def test_history_is_sealed_once(settled):
    make_place("甲镇")
    first = history.seal()
    assert (first is not None, history.seal()) == (True, None)


def test_a_change_by_right_asks_no_more_after_many_seals(settled, django_assert_num_queries):
    first, *_ = [(make_place(), history.seal()) for _ in range(5)]
    with django_assert_num_queries(6), history.rewriting(Place.pgh_event_model, [first[0].pk]) as amended:
        assert [part["entry"] for part in amended] == [first[1].number]
