"""职责范围: what each reach sees of each register, today."""

from datetime import date

import pytest

from apps.clusters.models import Cluster, ClusterEnterprise, Enterprise
from apps.core.remit import NOTHING, Reach, Remit, Stretch
from apps.members import workflow as members
from apps.members.models import Affiliation, Employment, Member, MemberStanding
from apps.organizations.models import Coverage, OrganizationUnit, PartyOrganization
from tests.factories import (
    make_cluster,
    make_department,
    make_enterprise,
    make_member,
    make_organization,
    make_place,
    remit_to,
)

pytestmark = pytest.mark.django_db
FOLLOWING = [Affiliation, Employment, MemberStanding, Coverage, OrganizationUnit, ClusterEnterprise]


@pytest.fixture
def two_clusters():
    """A world of two neighbours alike: cluster, place, enterprise, branch, member."""
    worlds = []
    for _ in range(2):
        place = make_place()
        cluster = make_cluster(place=place)
        enterprise = make_enterprise(cluster=cluster, place=place)
        branch = make_organization(cluster=cluster, units=(enterprise,), place=place)
        member = make_member(organization=branch, enterprise=enterprise)
        worlds.append(
            {
                Cluster: cluster,
                Enterprise: enterprise,
                PartyOrganization: branch,
                Member: member,
                "place": place,
            }
        )
    return worlds


def owners(rows):
    return {
        getattr(row, "member", None) or getattr(row, "organization", None) or row.enterprise for row in rows
    }


def test_nothing_reaches_nothing(two_clusters):
    assert [list(model.objects.within(NOTHING)) for model in (Cluster, Enterprise, Member)] == [[], [], []]


@pytest.mark.parametrize("model", [Enterprise, Member])
@pytest.mark.parametrize("entrusted", [Cluster, "place", PartyOrganization])
def test_a_desk_sees_its_own_and_not_its_neighbours(two_clusters, entrusted, model):
    own, _ = two_clusters

    assert list(model.objects.within(remit_to(own[entrusted]))) == [own[model]]


@pytest.mark.parametrize("model", FOLLOWING)
def test_rows_that_follow_a_member_or_branch_are_narrowed_like_it(two_clusters, model):
    own, neighbour = two_clusters

    seen = owners(model.objects.within(remit_to(own[Cluster])))

    assert seen & set(neighbour.values()) == set()
    assert seen & set(own.values()) != set()


def test_a_remit_of_two_clusters_sees_both_once(two_clusters):
    remit = Remit.of(*(s for world in two_clusters for s in remit_to(world[Cluster]).stretches))

    assert sorted(Member.objects.within(remit).values_list("pk", flat=True)) == sorted(
        world[Member].pk for world in two_clusters
    )


def test_a_member_moved_away_is_seen_from_the_new_desk_only(two_clusters):
    own, neighbour = two_clusters
    members.transfer_within(
        own[Member], to=neighbour[PartyOrganization], on=date(2026, 1, 5), by=None, why="工作调动"
    )

    assert own[Member] not in Member.objects.within(remit_to(own[Cluster]))
    assert own[Member] in Member.objects.within(remit_to(neighbour[Cluster]))


def test_somebody_who_takes_part_is_seen_from_both_desks(two_clusters):
    own, neighbour = two_clusters
    members.take_part(
        own[Member], organization=neighbour[PartyOrganization], kind="cluster", on=date(2026, 1, 5), by=None
    )

    assert set(Member.objects.within(remit_to(neighbour[Cluster]))) == {own[Member], neighbour[Member]}


def test_an_enterprise_sees_itself_and_no_member(two_clusters):
    own, _ = two_clusters
    remit = remit_to(own[Enterprise])

    assert (list(Enterprise.objects.within(remit)), list(Member.objects.within(remit))) == (
        [own[Enterprise]],
        [],
    )


def test_a_department_sees_no_register_of_people(two_clusters):
    assert not Member.objects.within(remit_to(make_department())).exists()


def test_a_stretch_without_a_target_reaches_nothing(two_clusters):
    assert not Member.objects.within(Remit.of(Stretch(Reach.CLUSTER))).exists()


def test_a_place_reaches_what_stands_below_it():
    city = make_place()
    town = make_place(parent=city)
    branch = make_organization(place=town)

    assert list(PartyOrganization.objects.within(remit_to(city))) == [branch]
