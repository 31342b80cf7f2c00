"""存算 — what was counted ahead is read as if it were counted now, and never once it is stale."""

from contextlib import closing
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connections

from apps.chains import remembered, seen, stored
from apps.chains.handbook import FIGURES, INDICATORS
from apps.chains.measuring import measure_each, measure_over
from apps.chains.models import StoredFigure, StoredReading
from apps.chains.scope import Scope
from apps.core import clock
from apps.core.period import Period
from apps.core.remit import Reach
from tests.chains.reading import DAY, EVERYTHING
from tests.factories import make_cluster, make_member, remit_to
from tests.shares import turn_of
from tests.world import make_neighbourhood

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_figures", "on_the_day")]
QUARTER = Period.quarter(2026, 3)
MEMBERS, BODIES = FIGURES["ORG-03", ""], FIGURES["ORG-01", ""]


def members_of(cluster, remit=EVERYTHING):
    return stored.read_each([MEMBERS], Reach.CLUSTER, [cluster.pk], remit, QUARTER)[cluster.pk][MEMBERS]


def test_every_figure_is_stored_as_it_would_be_counted(every_figure):
    rows = make_neighbourhood("甲")
    place, cluster = rows["clusters.place"], rows["clusters.cluster"]
    empty = make_cluster()
    stored.count_ahead([QUARTER])
    scopes = [Scope.everything(EVERYTHING), Scope.of(place), Scope.of(cluster), Scope.of(empty)]
    reaches = [(Reach.CLUSTER, [cluster.pk, empty.pk]), (Reach.PLACE, [place.pk])]

    for number, scope in enumerate(scopes):
        figures = turn_of(list(FIGURES.values()), number, len(scopes))
        assert stored.read_over(figures, scope, EVERYTHING, [QUARTER]) == measure_over(
            figures, scope, EVERYTHING, [QUARTER]
        )
    for number, (reach, keys) in enumerate(reaches):
        figures = turn_of(list(FIGURES.values()), number, len(reaches))
        assert stored.read_each(figures, reach, keys, EVERYTHING, QUARTER) == measure_each(
            figures, reach, keys, EVERYTHING, QUARTER
        )
    for reach in stored.REACHES:
        names = StoredFigure.objects.filter(reach=reach).values_list("code", "part")
        assert set(names) == set(FIGURES)


def test_what_is_current_is_not_counted(cluster, branch, monkeypatch):
    make_member(organization=branch)
    stored.count_ahead([QUARTER])
    monkeypatch.setattr(remembered, "measure_each", None)

    assert members_of(cluster).value == 1


def test_what_is_stale_is_counted_again(cluster, branch):
    make_member(organization=branch)
    stored.count_ahead([QUARTER])
    make_member(organization=branch)

    assert members_of(cluster).value == 2


def test_a_write_makes_stale_only_what_is_counted_from_its_table(cluster, branch):
    stored.count_ahead([QUARTER])
    make_member(organization=branch)
    found = stored.stale(QUARTER, Reach.CLUSTER)

    assert (MEMBERS in found, BODIES in found) == (True, False)


def test_only_what_is_stale_is_counted_anew(cluster, branch):
    stored.count_ahead([QUARTER])
    assert stored.count_ahead([QUARTER]) == 0
    make_member(organization=branch)
    stale = sum(len(stored.stale(QUARTER, reach)) for reach in stored.REACHES)

    assert 0 < stored.count_ahead([QUARTER]) == stale
    assert members_of(cluster).value == 1


def test_another_program_counts_anew(cluster, branch, monkeypatch):
    make_member(organization=branch)
    stored.count_ahead([QUARTER])
    StoredReading.objects.update(number=99)
    assert members_of(cluster).value == 99
    monkeypatch.setattr(seen, "program", lambda: "another")

    assert members_of(cluster).value == 1


def test_who_sees_less_has_figures_counted(cluster, branch):
    make_member(organization=branch)
    stored.count_ahead([QUARTER])
    StoredReading.objects.update(number=99)

    assert members_of(cluster, remit_to(cluster)).value == 1


def test_what_was_counted_until_yesterday_is_dropped():
    with clock.set_to(date(2026, 11, 21)):
        stored.count_ahead(stored.periods_ahead()[-3:])
    stored.count_ahead(stored.periods_ahead()[-3:])

    assert set(StoredFigure.objects.values_list("ends_on", flat=True)) == {DAY}


def test_every_table_behind_a_figure_has_a_history():
    for figure in FIGURES.values():
        for reach in stored.REACHES:
            assert seen.tables_behind(figure, reach) - seen.event_tables().keys() == frozenset()


def test_reading_many_clusters_takes_three_queries_stale_or_not(
    branch, django_assert_max_num_queries, every_figure
):
    clusters = [make_cluster().pk for _ in range(12)]
    figures = list(INDICATORS.values())
    with django_assert_max_num_queries(7):
        stored.read_each(figures, Reach.CLUSTER, clusters, EVERYTHING, QUARTER)
    stored.count_ahead([QUARTER])
    with django_assert_max_num_queries(3):
        stored.read_each(figures, Reach.CLUSTER, clusters, EVERYTHING, QUARTER)


def test_the_command_says_what_it_did(capsys, monkeypatch):
    monkeypatch.setattr(stored, "QUARTERS", 1)
    call_command("readings", "--check")
    call_command("readings")
    call_command("readings")
    call_command("readings", "--check")
    said = capsys.readouterr().out.splitlines()

    periods, figures = len(stored.periods_ahead()), len(stored.FIGURES)
    assert said[periods : periods + 2] == [f"已计算{periods * 3 * figures}项读数。", "读数都是最新的。"]
    assert [line.partition("：")[2] for line in said[:periods]] == [f"{3 * figures}项过期"] * periods
    assert [line.partition("：")[2] for line in said[-periods:]] == ["最新"] * periods


def test_counting_ahead_waits_for_whoever_is_writing(monkeypatch):
    monkeypatch.setattr(seen, "PATIENCE", 0.05)
    with closing(connections["default"].copy()) as second, second.cursor() as other:
        other.execute("BEGIN")
        other.execute("SELECT pg_current_xact_id()")
        with pytest.raises(seen.Unsettled):
            stored.count_ahead([])
        other.execute("ROLLBACK")

    assert stored.count_ahead([]) == 0
