"""看不过界 — whatever scope a board is about, its parts show nothing beyond the remit of its reader."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from apps.chains import aims, cluster_board, site_board
from apps.chains.frame import Frame
from apps.chains.scope import Scope
from apps.core.period import Period
from tests.chains.reading import DAY
from tests.factories import remit_to
from tests.world import Rows, make_neighbourhood

pytestmark = pytest.mark.django_db
PARTS = (cluster_board.bodies, cluster_board.diagram, cluster_board.covered_tree, site_board.belts)


@pytest.fixture(scope="module")
def both(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Rows, Rows]]:
    """One's own neighbourhood and another, made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_neighbourhood("甲"), make_neighbourhood("乙")
        transaction.set_rollback(True)


def framed(rows: Rows, remit_of: Rows) -> Frame:
    scope = Scope.of(rows["clusters.cluster"])
    return Frame(remit_to(remit_of["clusters.cluster"]), scope, Period.quarter(2026, 4), DAY)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_a_board_shows_its_own_and_nothing_else(both, part):
    own, other = both
    assert [bool(part(framed(own, remit_of))) for remit_of in (own, other)] == [True, False]


def test_targets_are_told_to_who_reaches_their_cluster(both):
    own, other = both
    target = own["chains.target"]
    asked = [target.cluster_id], Period.read(target.period)
    told = [aims.aims(*asked, remit_to(rows["clusters.cluster"])) for rows in (own, other)]
    assert [bool(found) for found in told] == [True, False]
