"""登记变动 — a write to whatever register, by whatever page, is one entry; nothing is told twice."""

import pytest
from django.apps import apps
from django.db import transaction

from apps.core.audit.writes import OWN_ENTRIES, SHOWN_KEYS, record_writes
from apps.core.history import because, noting
from apps.core.models import AuditEntry
from tests.factories import make_enterprise, make_place
from tests.world import make_neighbourhood

pytestmark = [pytest.mark.django_db, pytest.mark.gate("审计齐全")]


def entry_of(write, **said):
    """What a request that does this leaves in the audit log."""
    with noting() as contexts, because(request="one", **said):
        write()
    return record_writes(contexts, by="zhang")


def test_a_new_row_of_every_register_has_its_entry(cases):
    rows = {}

    def neighbourhood():
        rows.update(make_neighbourhood("甲"))

    entry = entry_of(neighbourhood)
    tracked = {label for label in rows if hasattr(apps.get_model(label), "pgh_event_model")}
    told = {label for label in tracked if not label.startswith(OWN_ENTRIES)}
    cases(len(told))
    assert {
        label: rows[label].pk in entry.detail["changes"].get(label, []) for label in told
    } == dict.fromkeys(told, True)


def test_what_is_told_elsewhere_is_left_out():
    assert entry_of(lambda: make_enterprise(), upload=7) is None


def test_what_was_written_before_is_not_told_again():
    first = make_enterprise("甲")
    entry = entry_of(lambda: make_enterprise("乙"))
    assert first.pk not in entry.detail["changes"]["clusters.enterprise"]


def test_a_reason_inside_belongs_to_the_same_entry():
    def write():
        make_place("甲镇")
        with because(why="另一件"):
            make_place("乙镇")

    assert len(entry_of(write).detail["changes"]["clusters.place"]) == 2


def test_what_was_taken_back_is_not_told():
    def write():
        with transaction.atomic():
            make_place("甲镇")
            transaction.set_rollback(True)

    assert entry_of(write) is None


def test_many_rows_are_named_by_the_first_and_counted():
    entry = entry_of(lambda: [make_place() for _ in range(SHOWN_KEYS + 5)])
    assert (
        entry.subject.endswith(f"等{SHOWN_KEYS + 5}项"),
        len(entry.detail["changes"]["clusters.place"]),
    ) == (
        True,
        SHOWN_KEYS,
    )


def test_an_update_and_a_removal_are_said_to_be_that():
    place = make_place("甲镇")

    def write():
        type(place).objects.filter(pk=place.pk).update(name="乙镇")
        type(place).objects.filter(pk=place.pk).delete()

    entry = entry_of(write)
    assert (entry.action, entry.result, entry.account) == (AuditEntry.Action.WRITE, "修改、移除", "zhang")
