"""记着 — what a narrower desk was told is told again without counting, and never once it is stale."""

from contextlib import closing

import pytest
from django.db import connections

from apps.chains import remembered
from apps.chains.handbook import FIGURES
from apps.chains.measuring import measure_over
from apps.chains.scope import Scope
from apps.core.period import Period
from tests.factories import make_cluster, make_member, make_organization, make_place, remit_to

pytestmark = pytest.mark.django_db
QUARTER = Period.quarter(2026, 3)
MEMBERS, BODIES = FIGURES["ORG-03", ""], FIGURES["ORG-01", ""]


@pytest.fixture
def cluster():
    return make_cluster(place=make_place())


@pytest.fixture
def branch(cluster):
    branch = make_organization(cluster=cluster)
    make_member(organization=branch)
    return branch


def told(cluster):
    remit = remit_to(cluster)
    (readings,) = remembered.read_over([MEMBERS, BODIES], Scope.of(cluster), remit, [QUARTER])
    return readings


def counted(cluster):
    return measure_over([MEMBERS, BODIES], Scope.of(cluster), remit_to(cluster), [QUARTER])[0]


@pytest.fixture
def asked(monkeypatch):
    """What had to be counted."""
    asked = []

    def counting(missing, scope, remit):
        asked.extend(figure for _, figure in missing)
        return measure_missing(missing, scope, remit)

    measure_missing = remembered.measure_missing
    monkeypatch.setattr(remembered, "measure_missing", counting)
    return asked


def test_what_was_counted_is_told_again_without_counting(cluster, branch, asked):
    first, second = told(cluster), told(cluster)

    assert (first, second) == (counted(cluster), first)
    assert asked == [MEMBERS, BODIES]


def test_only_what_a_write_touches_is_counted_again(cluster, branch, asked):
    told(cluster)
    make_member(organization=branch)

    assert told(cluster) == counted(cluster)
    assert asked == [MEMBERS, BODIES, MEMBERS]


def test_another_cluster_and_another_desk_are_not_told_the_same(cluster, branch):
    told(cluster)
    other = make_cluster(place=make_place())
    (readings,) = remembered.read_over([MEMBERS, BODIES], Scope.of(cluster), remit_to(other), [QUARTER])

    assert told(other) == counted(other) != told(cluster)
    assert readings[MEMBERS].value == 0


def test_only_what_is_counted_from_a_table_that_somebody_is_writing_to_is_not_kept(cluster, branch, asked):
    with closing(connections["default"].copy()) as second, second.cursor() as other:
        other.execute("BEGIN")
        other.execute("LOCK TABLE members_member IN ROW EXCLUSIVE MODE")  # as every write to it does
        told(cluster)
        other.execute("ROLLBACK")
    told(cluster)

    assert asked == [MEMBERS, BODIES, MEMBERS]


def test_what_nobody_has_asked_for_the_longest_goes_first():
    memory = remembered.Memory(2)
    for question in "甲乙甲丙":
        memory.recall(question, {}) or memory.keep(question, {}, counted_as(question))

    assert [memory.recall(question, {}) for question in "甲乙丙"] == [
        counted_as("甲"),
        None,
        counted_as("丙"),
    ]


def counted_as(question):
    return f"{question}的读数"
