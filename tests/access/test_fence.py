"""第二道栅栏 — with the filter of Python gone, the database shows no row about the neighbour's people."""

import pytest
from django.db import connection, transaction

from apps.accounts.duties import DutyCode
from apps.accounts.models import remit_of
from apps.chains.seen import newest
from apps.core import fence
from apps.core.remit import RemitQuerySet
from apps.members.models import Affiliation, Employment, Member
from clusterreg.embedded_postgres import APPLICATION
from clusterreg.fence import fenced
from tests.access.conftest import LIMITED
from tests.factories import LONG_AGO

pytestmark = [pytest.mark.django_db, pytest.mark.gate("第二道栅栏")]


@pytest.fixture
def as_application(world, monkeypatch):
    """The application's role, and no filter in Python."""
    monkeypatch.setattr(RemitQuerySet, "within", lambda rows, remit: rows)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DISCARD TEMP; SET LOCAL ROLE {APPLICATION}")
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("is_reading", [True, False])
@pytest.mark.parametrize("duty", LIMITED)
def test_no_row_about_the_neighbours_people_is_seen(world, as_application, duty, is_reading, cases):
    with fence.raised(remit_of(world.users[duty]), is_reading=is_reading):
        newest = world.before
        leaked = {
            model._meta.label: count
            for model in fenced()
            if (
                count := model.objects.within(None)
                .filter(pk__gt=newest[model], pk__lt=world.after[model])
                .count()
            )
        }
    cases(len(fenced()))
    assert leaked == {}


@pytest.mark.parametrize("duty", LIMITED)
def test_what_the_filter_of_python_leaves_is_seen(world, duty, cases):
    remit = remit_of(world.users[duty])
    wanted = {model: set(model.objects.within(remit).values_list("pk", flat=True)) for model in fenced()}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DISCARD TEMP; SET LOCAL ROLE {APPLICATION}")
        seen = [keys_seen(remit, is_reading=is_reading) for is_reading in (True, False)]
        transaction.set_rollback(True)
    cases(len(wanted))
    assert seen[0] == seen[1]
    assert {model: keys - seen[0][model] for model, keys in wanted.items() if keys - seen[0][model]} == {}


def keys_seen(remit, *, is_reading):
    """Of every fenced table."""
    with fence.raised(remit, is_reading=is_reading):
        return {model: set(model.objects.values_list("pk", flat=True)) for model in fenced()}


def test_a_reader_keeps_what_one_remit_reaches_apart_from_another(world, as_application):
    one, other = (remit_of(world.users[duty]) for duty in (LIMITED[0], DutyCode.CLUSTER_CLERK))
    alone = keys_seen(other, is_reading=True)
    keys_seen(one, is_reading=True)
    assert keys_seen(other, is_reading=True) == alone


def histories():
    """The history of every register that is fenced."""
    return [model.pgh_event_model for model in fenced() if hasattr(model, "pgh_event_model")]


@pytest.mark.parametrize("duty", LIMITED)
def test_no_version_of_a_row_about_the_neighbours_people_is_seen(world, as_application, duty, cases):
    theirs = {model: (world.before[model], world.after[model]) for model in fenced()}
    with fence.raised(remit_of(world.users[duty])):
        seen = {
            events._meta.label
            for events in histories()
            if events.objects.filter(
                pgh_obj_id__gt=theirs[events.pgh_tracked_model][0],
                pgh_obj_id__lt=theirs[events.pgh_tracked_model][1],
            ).exists()
        }
    cases(len(histories()))
    assert seen == set()


@pytest.mark.parametrize("duty", LIMITED)
def test_what_a_row_that_is_seen_said_before_is_seen(world, as_application, duty, cases):
    with fence.raised(remit_of(world.users[duty])):
        for events in histories():
            keys = set(events.pgh_tracked_model.objects.values_list("pk", flat=True))
            assert set(events.objects.values_list("pgh_obj_id", flat=True)) >= keys
    cases(len(histories()))


def test_a_part_that_was_removed_keeps_its_history_for_whoever_sees_the_person(world, as_application):
    with fence.raised(remit_of(world.users[DutyCode.CLUSTER_CLERK])):
        job = Employment.objects.filter(member=world.own["members.member"]).first()
        key = job.pk
        job.delete()
        written = Employment.pgh_event_model.objects.filter(pgh_obj_id=key)
        assert set(written.values_list("pgh_label", flat=True)) == {"insert", "delete"}


def test_the_newest_event_behind_a_number_is_found_whoever_asks(world, as_application):
    def found(duty):
        with fence.raised(remit_of(world.users[duty])):
            return newest([Member._meta.db_table, Affiliation._meta.db_table])

    assert found(DutyCode.CLUSTER_CLERK) == found(DutyCode.REGISTRY_MANAGER)


def test_whoever_was_told_nothing_sees_nothing(as_application):
    told = [*fenced(), *histories()]
    assert [model._meta.label for model in told if model.objects.exists()] == []


def test_the_whole_registry_is_seen_by_whoever_reaches_it(world, as_application):
    with fence.raised(remit_of(world.users[DutyCode.REGISTRY_MANAGER])):
        seen = Member.objects.filter(pk=world.foreign["members.member"].pk).exists()
    assert seen


def test_work_that_says_so_looks_beyond_the_remit_and_no_longer_than_that(world, as_application):
    foreign = Member.objects.filter(pk=world.foreign["members.member"].pk)
    with fence.raised(remit_of(world.users[DutyCode.CLUSTER_CLERK])):
        before = foreign.exists()
        with fence.lowered():
            meanwhile = foreign.exists()
        assert (before, meanwhile, foreign.exists()) == (False, True, False)


def test_a_failure_beyond_the_remit_leaves_the_fence_standing(world, as_application):
    foreign = Member.objects.filter(pk=world.foreign["members.member"].pk)
    with fence.raised(remit_of(world.users[DutyCode.CLUSTER_CLERK])):
        with pytest.raises(ZeroDivisionError), fence.lowered():
            foreign.get().pk / 0
        assert not foreign.exists()


def test_the_neighbours_people_are_neither_changed_nor_removed(world, as_application):
    foreign = Affiliation.objects.filter(pk=world.foreign["members.affiliation"].pk)
    with fence.raised(remit_of(world.users[DutyCode.CLUSTER_CLERK])):
        assert (foreign.update(ends_on=LONG_AGO), foreign._raw_delete("default")) == (0, 0)


def test_somebody_just_added_is_seen_until_the_transaction_ends(world, as_application):
    with fence.raised(remit_of(world.users[DutyCode.CLUSTER_CLERK])):
        added = Member.objects.create(name="新来的人")
        assert Member.objects.get(pk=added.pk) == added
