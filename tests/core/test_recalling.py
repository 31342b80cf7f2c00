"""回想 — what a remit reaches is found once for many pages, and anew as soon as it may be something else."""

import re
from contextlib import closing, contextmanager
from datetime import date

import pytest
from django.db import connection, connections, transaction

from apps.chains.seen import NAMED_IN_SQL, all_tables, event_tables
from apps.core import clock, fence, recalling
from apps.core.recalling import SETTING, Found, Recollection
from apps.members.models import Affiliation
from tests.factories import make_cluster, make_member, make_organization, make_place, remit_to

pytestmark = [pytest.mark.django_db, pytest.mark.gate("第二道栅栏")]


@pytest.fixture(autouse=True)
def recollection(monkeypatch):
    """Of a process that has just begun, and what it was told."""
    found = Recollection()
    told = []
    keep = found.keep

    def listening(whose, moment, setting, keys):
        told.append(setting.removeprefix(SETTING))
        keep(whose, moment, setting, keys)

    monkeypatch.setattr(found, "keep", listening)
    monkeypatch.setattr(recalling, "RECOLLECTION", found)
    found.told = told
    return found


@pytest.fixture
def cluster():
    return make_cluster(place=make_place())


@pytest.fixture
def branch(cluster):
    branch = make_organization(cluster=cluster)
    make_member(organization=branch)
    return branch


def reached(cluster, *, is_reading=True):
    """The people whom a page about to be shown reaches."""
    return asked(cluster, "clusterreg_reached_members_member", is_reading=is_reading)


def asked(cluster, function, *, is_reading=True):
    """What a page asks for, in a transaction of its own that nobody after it is told of."""
    with transaction.atomic(), fence.raised(remit_to(cluster), is_reading=is_reading):
        keys = keys_of(function)
        transaction.set_rollback(True)
    return keys


def keys_of(function):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT {function}() ORDER BY 1")
        return [key for (key,) in cursor.fetchall()]


def of(branch):
    return sorted(Affiliation.objects.filter(organization=branch).values_list("member", flat=True))


def test_what_a_page_found_is_not_found_again_for_the_next(cluster, branch, recollection):
    first = reached(cluster)
    recollection.told.clear()

    assert (reached(cluster), first, recollection.told) == (first, of(branch), [])


def test_a_page_finds_only_what_none_before_has_asked_for(cluster, branch, recollection):
    asked(cluster, "clusterreg_reached_members_affiliation")
    first = list(recollection.told)
    reached(cluster)

    assert first == ["members_affiliation"] != sorted(recollection.told) == sorted(set(recollection.told))


def test_a_new_person_is_reached_by_the_next_page(cluster, branch):
    reached(cluster)
    make_member(organization=branch)

    assert reached(cluster) == of(branch)


def test_what_has_moved_out_of_the_remit_is_not_reached_by_the_next_page(cluster, branch):
    reached(cluster)
    elsewhere = make_organization(cluster=make_cluster(place=make_place()))
    Affiliation.objects.filter(organization=branch).update(organization=elsewhere)

    assert asked(cluster, "clusterreg_reached_members_affiliation") == []


def test_another_remit_is_not_handed_it(cluster, branch):
    reached(cluster)

    assert reached(make_cluster(place=make_place())) == []


def test_the_next_day_it_is_found_anew(cluster, branch, recollection):
    with clock.set_to(date(2026, 11, 20)):
        reached(cluster)
    recollection.told.clear()
    reached(cluster)

    assert "members_member" in recollection.told


def test_a_page_that_writes_is_handed_nothing(cluster, branch, recollection):
    reached(cluster)
    (found,) = recollection._found.values()
    found.keys.update({setting: keys[:32] + "{}" for setting, keys in found.keys.items()})

    assert (reached(cluster), reached(cluster, is_reading=False)) == ([], of(branch))


@contextmanager
def somebody_writing():
    with closing(connections["default"].copy()) as second, second.cursor() as other:
        other.execute("BEGIN")
        other.execute("LOCK TABLE members_affiliation IN ROW EXCLUSIVE MODE")  # as every write to it does
        yield
        other.execute("ROLLBACK")


def test_what_is_found_while_somebody_writes_holds_until_they_finish(cluster, branch, recollection):
    with somebody_writing():
        reached(cluster)
        recollection.told.clear()
        reached(cluster)
        meanwhile = list(recollection.told)
    reached(cluster)

    assert (meanwhile, "members_member" in recollection.told) == ([], True)


def test_what_was_found_before_somebody_writes_holds_while_they_do(cluster, branch, recollection):
    reached(cluster)
    recollection.told.clear()
    with somebody_writing():
        reached(cluster)

    assert recollection.told == []


def test_every_table_that_is_looked_through_is_watched(cases):
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname, prosrc FROM pg_proc WHERE proname ~ '^clusterreg_(found|within)_'")
        read = {name: all_tables() & set(NAMED_IN_SQL.findall(body)) for name, body in cursor.fetchall()}
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'clusterreg_moment'")
        (body,) = cursor.fetchone()
    watched = set(re.findall(r"'(\w+)'", body)) & all_tables()
    cases(len(read))

    assert {event_tables()[table] for table in watched} == set(NAMED_IN_SQL.findall(body)) & set(
        event_tables().values()
    )
    # What has no history is found anew by every page, and nothing else is found from it.
    assert {table: [name for name in read if table in read[name]] for table in unwatched(read, watched)} == {
        table: [f"clusterreg_found_{table}"] for table in ("members_erasure", "members_reveal")
    }


def unwatched(read, watched):
    return set().union(*read.values()) - watched


def test_what_has_no_history_is_never_told():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc"
            " WHERE proname LIKE 'clusterreg_held_%' AND prosrc NOT LIKE '%RAISE NOTICE%' ORDER BY 1"
        )
        untold = [name for (name,) in cursor.fetchall()]

    assert untold == ["clusterreg_held_members_erasure", "clusterreg_held_members_reveal"]


def test_what_nobody_has_asked_for_the_longest_goes_first():
    kept, moment = Recollection(most=10), Found("1", frozenset())
    for name in ("甲", "乙", "丙"):
        kept.keep((name, "2026-11-22"), moment, SETTING, "12345")
        kept.of(("甲", "2026-11-22"))

    assert [name for name in ("甲", "乙", "丙") if kept.of((name, "2026-11-22"))] == ["甲", "丙"]


@pytest.mark.parametrize("keys", [[], [1], [63, 64, 65], [5, 100_000], list(range(1, 300)), [2**33]])
def test_a_set_of_bits_holds_its_keys_and_no_other(keys):
    with connection.cursor() as cursor:
        cursor.execute("SELECT clusterreg_packed(%s)", [[None, *keys, *keys]])
        (packed,) = cursor.fetchone()
        cursor.execute("SELECT clusterreg_unpacked(%s::bigint[]) ORDER BY 1", [packed])

        assert [key for (key,) in cursor.fetchall()] == keys
