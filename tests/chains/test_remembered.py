"""记着 — what a narrower desk was told is told again without counting, and never once it is stale."""

import threading
import time
from contextlib import closing, contextmanager

import pytest
from django.db import connections

from apps.chains import remembered
from apps.chains.handbook import FIGURES
from apps.chains.measuring import measure_over
from apps.chains.scope import Scope
from apps.core.period import Period
from apps.core.remit import Reach
from tests.factories import make_cluster, make_member, make_organization, make_place, remit_to

pytestmark = pytest.mark.django_db
QUARTER = Period.quarter(2026, 3)
NOW = remembered.Moment({}, frozenset())
MEMBERS, BODIES = FIGURES["ORG-03", ""], FIGURES["ORG-01", ""]


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


@contextmanager
def somebody_writing():
    with closing(connections["default"].copy()) as second, second.cursor() as other:
        other.execute("BEGIN")
        other.execute("LOCK TABLE members_member IN ROW EXCLUSIVE MODE")  # as every write to it does
        yield
        other.execute("ROLLBACK")


def test_what_is_counted_while_somebody_writes_to_its_tables_is_told_until_they_finish(
    cluster, branch, asked
):
    with somebody_writing():
        told(cluster)
        told(cluster)
        meanwhile = list(asked)
    told(cluster)

    assert (meanwhile, asked) == ([MEMBERS, BODIES], [MEMBERS, BODIES, MEMBERS])


def test_what_was_counted_before_somebody_writes_is_told_while_they_do(cluster, branch, asked):
    told(cluster)
    with somebody_writing():
        told(cluster)

    assert asked == [MEMBERS, BODIES]


def test_what_is_counted_while_two_write_is_told_until_the_first_finishes(cluster, branch, asked):
    with somebody_writing():
        with somebody_writing():
            told(cluster)
        told(cluster)

    assert asked == [MEMBERS, BODIES, MEMBERS]


def test_every_cluster_of_a_desk_is_told_again_without_counting(cluster, branch, monkeypatch):
    def matrix():
        return remembered.read_each([MEMBERS], Reach.CLUSTER, [cluster.pk], remit_to(cluster), QUARTER)

    first = matrix()
    with monkeypatch.context() as without:
        without.setattr(remembered, "measure_each", None)
        again = matrix()
    make_member(organization=branch)

    assert [found[cluster.pk][MEMBERS].value for found in (first, again, matrix())] == [1, 1, 2]


def test_what_somebody_else_is_counting_is_waited_for():
    counted, begun = [], threading.Barrier(2)

    def count(asked):
        counted.append(asked)
        time.sleep(0.2)
        return dict.fromkeys(asked, 7)

    def ask():
        with closing(connections["default"]):
            begun.wait()
            answers.append(remembered.answered({"几个": frozenset()}, count, memory))

    answers, memory = [], remembered.Memory(1)
    people = [threading.Thread(target=ask) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert (answers, counted) == ([{"几个": 7}, {"几个": 7}], [["几个"]])


def test_whoever_has_waited_for_long_counts_too_and_leaves_the_first_alone(monkeypatch):
    monkeypatch.setattr(remembered, "PATIENCE", 0.01)
    monkeypatch.setattr(remembered, "COUNTING", [threading.Lock()])
    seen = []

    with remembered.alone(frozenset("问")):
        with remembered.alone(frozenset("问")):
            seen.append(remembered.COUNTING[0].locked())
        seen.append(remembered.COUNTING[0].locked())

    assert (seen, remembered.COUNTING[0].locked()) == ([True, True], False)


def test_what_nobody_has_asked_for_the_longest_goes_first():
    memory = remembered.Memory(2)
    for question in "甲乙甲丙":
        memory.recall(question, NOW) or memory.keep(question, NOW, counted_as(question))

    assert [memory.recall(question, NOW) for question in "甲乙丙"] == [
        counted_as("甲"),
        None,
        counted_as("丙"),
    ]


def counted_as(question):
    return f"{question}的读数"
