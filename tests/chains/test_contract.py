"""一个数就是它的明细 — every figure, for every duty, on three dates: what is told is what opens behind it.

New figures join by themselves. What a neighbourhood holds of every register is what they count. Every run
opens each figure for each duty, on one of the dates, and counts a third of them for each place, each cluster,
each organisation; the long form does all of it.
"""

from collections.abc import Iterator
from datetime import date
from statistics import median

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from apps.accounts.duties import BUSINESS_DUTIES
from apps.chains.handbook import FIGURES
from apps.chains.measuring import count_each, count_over, tallies_of
from apps.chains.reading import Measured
from apps.chains.scope import Scope
from apps.chains.tables import SHEETS
from apps.chains.tally import How
from apps.core.period import Period
from tests.chains.reading import DAY, EVERYTHING
from tests.shares import turn_of
from tests.world import Rows, make_neighbourhood, user_at

pytestmark = pytest.mark.django_db
TALLIES = tallies_of(FIGURES.values())
DATES = (date(2019, 12, 31), date(2024, 6, 30), DAY)
PARTS = ("clusters.place", "clusters.cluster", "organizations.partyorganization")
NAMES = {tally: name for name, figure in FIGURES.items() for tally in figure.tallies}


def opened(tally, scope, remit, period):
    """What the rows that open come to, each taken by hand."""
    rows = tally.inside(scope, remit, period)
    keys = list(rows.values_list("pk", flat=True))
    assert len(keys) == len(set(keys)), f"{NAMES[tally]} opens a row twice"
    if tally.how is How.COUNT:
        return Measured(len(keys), len(keys))
    said = [row["told"] for row in tally.told(rows) if row["told"] is not None]
    if tally.how is How.SUM:
        return Measured(len(keys), sum(said))
    if tally.how is How.KINDS:
        return Measured(len(keys), len(set(said)))
    return Measured(len(keys), median(said) if said else None)


def told_and_opened(scope, remit, turn):
    """For every figure that tells something else than what opens on a date it is asked for: both."""
    differing = {}
    for number, day in enumerate(DATES):
        asked = turn_of(TALLIES, turn + number, len(DATES))
        (told,) = count_over(asked, scope, remit, [Period.until(day)])
        for tally in asked:
            said, there = told[tally], opened(tally, scope, remit, Period.until(day))
            if said != there:
                differing[NAMES[tally], day] = said, there
    return differing


@pytest.fixture(scope="module")
def both(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Rows, Rows]]:
    """One's own neighbourhood and another, made once; what a test adds is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_neighbourhood("甲"), make_neighbourhood("乙")
        transaction.set_rollback(True)


@pytest.mark.parametrize("duty", BUSINESS_DUTIES)
def test_every_number_is_the_rows_that_open_behind_it(both, duty):
    remit = user_at(duty, both[0]).remit_for("chains.view_reading")

    assert told_and_opened(Scope.everything(remit), remit, BUSINESS_DUTIES.index(duty)) == {}


@pytest.mark.parametrize("label", PARTS)
def test_every_number_of_a_part_of_the_registry_is_its_rows(both, label):
    assert told_and_opened(Scope.of(both[0][label]), EVERYTHING, PARTS.index(label)) == {}


@pytest.mark.parametrize("label", PARTS)
def test_counting_for_each_agrees_with_counting_for_one(both, label):
    reach = Scope.of(both[0][label]).reach
    asked = turn_of(TALLIES, PARTS.index(label), len(PARTS))
    period = Period.year(2026)
    each = count_each(asked, reach, EVERYTHING, period)

    for rows in both:
        (one,) = count_over(asked, Scope.of(rows[label]), EVERYTHING, [period])
        there = each.get(rows[label].pk, {})
        differing = {NAMES[t]: (there.get(t), one[t]) for t in asked if there.get(t, t.nothing) != one[t]}
        assert differing == {}


def test_every_kind_of_row_has_a_table():
    assert {tally.model for tally in TALLIES} - SHEETS.keys() == set()


def test_every_indicator_says_all_there_is_to_say():
    indicators = [figure for (_, key), figure in FIGURES.items() if not key]
    silent = [
        (one.code, name)
        for one in indicators
        for name in ("name", "meaning", "formula", "source", "reviewed_on", "identifier")
        if not getattr(one, name)
    ]
    assert silent == []
    assert len({one.identifier for one in indicators}) == len(indicators)
