"""他人先改 — two people open one form: whoever saves second is told both versions, for every register."""

import threading

import pytest
from django.db import connection
from django.urls import get_resolver

from apps.core.access import Act
from apps.core.stale import SENTENCE, StaleGuard
from tests.factories import make_user
from tests.loss.overtaking import Pair, opened, registers
from tests.shares import LONG, share_of
from tests.world import make_neighbourhood

GATE = "他人先改"
PAIRS = 100
IN_EVERY_RUN = {"clusters.department": 2, "members.employment": 2}


@pytest.mark.gate(GATE)
@pytest.mark.django_db
def test_whoever_saves_second_is_told_both_versions(cases):
    rows = make_neighbourhood("甲")
    known = {label: asked for label, *asked in registers(make_user("registry_manager"))}
    walked = share_of(known, column=3)
    for label in walked:
        shown, request = known[label]
        pair = opened(shown, request, rows[label])
        assert pair, f"no field of {label} could be changed"
        assert pair.save(0).errors == {}, label
        second = pair.save(1)
        assert SENTENCE in second.errors.get("__all__", []), label
        assert [(c.stored != c.opened, bool(c.typed)) for c in second.conflicts] == [(True, True)], label
    cases(len(walked))


@pytest.mark.gate(GATE)
def test_every_act_on_a_row_knows_which_version_it_was_opened_on():
    get_resolver().reverse_dict  # noqa: B018 — reading it imports every page
    pages = [page for page in descendants(Act) if page.form_class]
    assert pages
    assert [page.__name__ for page in pages if not issubclass(page.form_class, StaleGuard)] == []


def descendants(page: type) -> list[type]:
    """Classes below, however deep."""
    return [each for below in page.__subclasses__() for each in (below, *descendants(below))]


@pytest.mark.gate(GATE)
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_one_moment_one_is_told(cases):
    rows, raced = make_neighbourhood("甲"), 0
    for label, shown, request in registers(make_user("registry_manager")):
        for _ in range(PAIRS if LONG else IN_EVERY_RUN.get(label, 0)):
            pair = opened(shown, request, rows[label])
            assert sorted(SENTENCE in told for told in at_once(pair)) == [False, True], label
            raced += 1
    cases(raced)


def at_once(pair: Pair) -> list[list[str]]:
    """Both save; what each of them is told."""
    ready, told = threading.Barrier(2), [[], []]

    def save(place):
        ready.wait()
        try:
            told[place] = list(pair.save(place).errors.get("__all__", []))
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told
