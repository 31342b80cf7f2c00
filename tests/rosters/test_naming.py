"""点名 — what the columns of a roster may name: what the uploader reaches, and what is open to all."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from apps.activities.importing import links as activities
from apps.activities.models import Activity
from apps.clusters import links as clusters
from apps.clusters.naming import ClusterNames
from apps.members.importing import registers as members
from apps.members.importing.person_link import PersonLink
from apps.organizations.directory import Organizations
from apps.organizations.links import OrganizationLink
from apps.organizations.naming import Superiors
from apps.rosters.links import Link
from apps.rosters.rows import Row
from apps.rosters.situation import CREATE, Situation
from apps.services.importing import links as services
from apps.sites.importing import BuildingLink
from tests.access.written import is_ours, subclasses
from tests.chains.reading import DAY
from tests.factories import remit_to
from tests.factories_services import make_catalogue
from tests.world import Rows, make_neighbourhood

pytestmark = [pytest.mark.django_db, pytest.mark.gate("范围外即不存在")]
FIELD = "it"
Naming = tuple[str, Callable[[Any], dict[str, Any]]]


def by(name: str) -> Callable[[Any], dict[str, Any]]:
    """Under one of its fields."""
    return lambda row: {FIELD: getattr(row, name)}


def an_activity(row: Any) -> dict[str, Any]:
    return {FIELD: row.title, "held_on": row.held_on}


# What each link finds, and how a row names it.
NAMED: dict[type[Link], Naming] = {
    activities.ActivityLink: ("activities.activity", an_activity),
    activities.MeetingActivityLink: ("activities.activity", an_activity),
    activities.FairLink: ("activities.activity", by("title")),
    activities.LineLink: ("activities.recruitline", by("name")),
    activities.HostsLink: ("organizations.partyorganization", by("full_name")),
    clusters.ClusterLink: ("clusters.cluster", by("name")),
    clusters.EnterpriseLink: ("clusters.enterprise", by("name")),
    clusters.OwnerLink: ("clusters.enterprise", by("name")),
    members.ProgrammeLink: ("members.talentprogramme", by("name")),
    members.TeamLink: ("members.workteam", by("name")),
    PersonLink: ("members.member", by("name")),
    OrganizationLink: ("organizations.partyorganization", by("full_name")),
    services.CategoryLink: ("services.servicecategory", by("name")),
    BuildingLink: ("sites.building", by("name")),
}
OPEN_TO_ALL = {
    *(clusters.DepartmentLink, clusters.InstitutionLink, clusters.PlaceLink),
    *(services.PolicyLink, services.ProductLink),
}


@pytest.fixture(scope="module")
def both(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Rows, Rows]]:
    """One's own neighbourhood and another, each with a fair and a catalogue being drafted for its town."""
    with django_db_blocker.unblock(), transaction.atomic():
        both = make_neighbourhood("甲"), make_neighbourhood("乙")
        for rows in both:
            make_catalogue(place=rows["clusters.place"], edition="2.0")
        Activity.objects.update(kind=Activity.Kind.JOB_FAIR)
        yield both
        transaction.set_rollback(True)


def test_every_link_is_written_down():
    assert {link for link in subclasses(Link) if is_ours(link)} == {*NAMED, *OPEN_TO_ALL}


def found(link: type[Link], rows: Rows, remit_of: Rows) -> bool:
    """Whether somebody at work in one town finds what a row names in this one or another."""
    label, naming = NAMED[link]
    place = rows["clusters.place"].name
    situation = Situation(remit_to(remit_of["clusters.place"]), DAY, DAY, place=place)
    values = {"held_on": None} | naming(rows[label])
    (named,) = link(situation, FIELD).read([Row(None, 2, values)])
    return bool(named and named.key)


@pytest.mark.parametrize("link", NAMED)
def test_a_roster_names_what_the_remit_reaches_and_nothing_else(both, link):
    own, other = both
    assert [found(link, rows, own) for rows in (own, other)] == [True, False]


def at_place(rows: Rows, remit_of: Rows, **said: Any) -> Situation:
    """A roster of somebody at work in one town about this one or another."""
    remit, place = remit_to(remit_of["clusters.place"]), rows["clusters.place"].name
    return Situation(remit, DAY, DAY, place=place, create_missing=True, **said)


def new_cluster(situation: Situation) -> bool:
    names = ClusterNames(situation)
    named = names.of("丙集群")
    names.settle()
    return named.is_new


def new_superior(situation: Situation) -> bool:
    names = Superiors(situation, Organizations(situation.remit, DAY))
    named = names.of("中共丙委员会")
    names.settle()
    return named.is_new


def new_enterprise(situation: Situation) -> bool:
    (named,) = clusters.EnterpriseLink(situation, FIELD).read([Row(None, 2, {FIELD: "丙有限公司"})])
    return named.is_new and not named.issues


@pytest.mark.parametrize("founded", [new_cluster, new_superior, new_enterprise])
def test_a_roster_founds_things_only_at_a_place_entrusted(both, founded):
    own, wanted = both[0], {"superior": {"中共丙委员会": CREATE}}
    assert [founded(at_place(rows, own, matches=wanted)) for rows in both] == [True, False]
