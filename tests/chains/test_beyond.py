"""看不过界 — whatever scope a board is about, its parts show nothing beyond the remit of its reader."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from apps.chains import aims, cluster_board, reported_pages, site_board
from apps.chains.frame import Frame
from apps.chains.handbook import FIGURES
from apps.chains.measuring import pairs_statement, tallies_of
from apps.chains.models import ReportedFigure
from apps.chains.scope import Scope, UnknownScope
from apps.chains.service import serving
from apps.chains.tables.registers import SHEETS
from apps.clusters.models import Cluster, ClusterEnterprise, Enterprise
from apps.core.period import Period
from apps.core.remit import Reach, RemitQuerySet
from apps.members import workflow as members
from apps.members.models import Affiliation, ChainChief, Member, Seat
from apps.organizations.models import ClusterBody, Coverage, OrganizationUnit, PartyOrganization
from apps.services.models import ServiceCatalogue
from apps.sites.models import BeltSite, DemonstrationBelt
from tests.beyond import out_of_reach
from tests.chains.reading import DAY
from tests.factories import LONG_AGO, remit_to
from tests.world import Rows, make_neighbourhood

pytestmark = pytest.mark.django_db
PARTS = (cluster_board.bodies, cluster_board.diagram, cluster_board.covered_tree, site_board.belts)


@pytest.fixture(scope="module")
def both(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Rows, Rows]]:
    """One's own neighbourhood and another, made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        own, other = make_neighbourhood("甲"), make_neighbourhood("乙")
        organization = own["organizations.clusterbody"].organization
        members.appoint(own["members.member"], organization=organization, post="member", on=LONG_AGO, by=None)
        ClusterEnterprise.objects.filter(cluster=own["clusters.cluster"]).update(chain_role="leader")
        ServiceCatalogue.objects.update(status="current", published_on=LONG_AGO)
        yield own, other
        transaction.set_rollback(True)


def framed(rows: Rows, remit_of: Rows) -> Frame:
    scope = Scope.of(rows["clusters.cluster"])
    return Frame(remit_to(remit_of["clusters.cluster"]), scope, Period.quarter(2026, 4), DAY)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_a_board_shows_its_own_and_nothing_else(both, part):
    own, other = both
    assert [bool(part(framed(own, remit_of))) for remit_of in (own, other)] == [True, False]


def editions(frame: Frame) -> str:
    return serving.editions(frame.scope, frame.remit, frame.period)


def published(frame: Frame) -> list[dict[str, str]]:
    return reported_pages.beside(frame, "ORG-02", "")


PIECES = [
    (editions, ServiceCatalogue),
    (published, ReportedFigure),
    *((cluster_board.bodies, model) for model in (ClusterBody, Seat)),
    *((cluster_board.diagram, model) for model in (ClusterEnterprise, Enterprise)),
    *((cluster_board.covered_tree, model) for model in (PartyOrganization, Coverage, Affiliation)),
    *((site_board.belts, model) for model in (DemonstrationBelt, BeltSite)),
]


@pytest.mark.parametrize(("part", "model"), PIECES)
def test_a_part_of_a_board_shows_no_row_that_the_remit_does_not_reach(both, part, model):
    frame = framed(both[0], both[0])
    whole = str(part(frame))
    with out_of_reach(model):
        assert str(part(frame)) != whole


COLUMNS = [
    *((Enterprise, model) for model in (ClusterEnterprise, OrganizationUnit)),
    *((Cluster, model) for model in (ChainChief, ClusterEnterprise)),
    (PartyOrganization, Coverage),
    (Member, Affiliation),
]


def told(sheet, row, remit):
    rows = sheet.decorated(type(row).objects.filter(pk=row.pk), remit, DAY)
    return [[column.value(one) for column in sheet.columns] for one in sheet.completed(list(rows), DAY)]


@pytest.mark.parametrize(("about", "model"), COLUMNS)
def test_a_row_behind_a_number_names_nothing_that_the_remit_does_not_reach(both, about, model):
    own, sheet = both[0], SHEETS[about]
    row, remit = own[about._meta.label_lower], remit_to(own["clusters.cluster"])
    whole = told(sheet, row, remit)
    with out_of_reach(model):
        assert told(sheet, row, remit) != whole


def test_targets_are_told_to_who_reaches_their_cluster(both):
    own, other = both
    target = own["chains.target"]
    asked = [target.cluster_id], Period.read(target.period)
    told = [aims.aims(*asked, remit_to(rows["clusters.cluster"])) for rows in (own, other)]
    assert [bool(found) for found in told] == [True, False]


@pytest.mark.parametrize("label", ["clusters.cluster", "clusters.place", "organizations.partyorganization"])
def test_a_scope_beyond_the_remit_is_none(both, label):
    own, other = (Scope.of(rows[label]) for rows in both)
    remit = remit_to(both[0]["clusters.place"])
    assert Scope.keyed(own.address, remit) == own
    with pytest.raises(UnknownScope):
        Scope.keyed(other.address, remit)


TALLIES = tallies_of(FIGURES.values())


@pytest.mark.parametrize("reach", [Reach.CLUSTER, Reach.PLACE, Reach.ORGANIZATION])
def test_no_number_side_by_side_counts_rows_that_the_remit_does_not_reach(both, reach, cases):
    remit, counted = remit_to(both[0]["clusters.cluster"]), []
    for tally in TALLIES:
        for model in {tally.model, getattr(tally, "of", tally).model}:
            if issubclass(model._default_manager._queryset_class, RemitQuerySet):
                with out_of_reach(model):
                    pairs = pairs_statement(tally.by_target(reach, remit, Period.quarter(2026, 4)))
                counted.append((model._meta.label, pairs[1]))
    cases(len(counted))
    assert {label for label, parameters in counted if parameters} == set()
