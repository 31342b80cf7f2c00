"""看不过界 — what a page tells of a thing beside the thing itself is what the remit reaches of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from apps.accounts.duties import DutyCode
from apps.clusters.models import ClusterEnterprise, Enterprise
from apps.core import clock, merging
from apps.core.models import Merge
from apps.members import workflow as members
from apps.members.models import (
    Affiliation,
    ChainChief,
    Employment,
    Liaison,
    Movement,
    Participation,
    Seat,
)
from apps.organizations.kinds import TypeCode
from apps.organizations.models import (
    ActionBranch,
    Coverage,
    Formation,
    OrganizationUnit,
    PartyOrganization,
)
from apps.services.models import EvaluationSheet
from apps.sites.models import BuildingOrganization, Tenancy
from tests.access.canaries import ONE_TIME
from tests.beyond import out_of_reach
from tests.chains.reading import DAY
from tests.desk.worlds import at_desk, signed_in
from tests.factories import LONG_AGO, make_member, make_organization, make_place
from tests.permission_walk import address
from tests.permissions import TAKEN
from tests.world import Rows, make_neighbourhood, user_at

pytestmark = [pytest.mark.django_db, pytest.mark.gate("范围外即不存在")]

# Page, and what it asks: rows of which registers it tells of.
TOLD: dict[str, tuple[type[Any], ...]] = {
    "clusters:cluster": (Seat, ClusterEnterprise, Coverage, Affiliation, ChainChief, ActionBranch),
    "clusters:enterprise": (ClusterEnterprise, OrganizationUnit, Employment, Formation, Liaison),
    "clusters:leave_chain": (ClusterEnterprise,),
    "members:member": (Affiliation, Participation, Seat, Movement, Liaison),
    "members:end": (Seat,),
    "organizations:organization": (Affiliation, Coverage),
    "organizations:end": (Coverage,),
    "clusters:clusters": (Enterprise, PartyOrganization, Affiliation),
    "clusters:enterprises": (ClusterEnterprise, OrganizationUnit),
    "clusters:enterprises?is_key=on": (ClusterEnterprise,),
    "members:members": (Affiliation,),
    "members:members?branch=甲": (PartyOrganization,),
    "organizations:organizations": (Coverage, Affiliation),
    "services:round": (EvaluationSheet,),
    "sites:buildings": (Tenancy, BuildingOrganization),
    "desk:search?q=甲甲": (Affiliation,),
}


@pytest.fixture(scope="module")
def clerk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Rows, Client]]:
    """Somebody at work for a cluster where there is something of everything."""
    with django_db_blocker.unblock(), clock.set_to(DAY), transaction.atomic():
        own = make_neighbourhood("甲")
        body, branch = own["organizations.clusterbody"], own["organizations.partyorganization"]
        members.appoint(
            own["members.member"], organization=body.organization, post="member", on=LONG_AGO, by=None
        )
        make_organization("中共甲第一小组", TypeCode.GROUP, parent=branch)
        ClusterEnterprise.objects.filter(cluster=own["clusters.cluster"]).update(is_key=True)
        yield own, signed_in(user_at(DutyCode.CLUSTER_CLERK, own))
        transaction.set_rollback(True)


def told(client: Client, page: str) -> tuple[int, str]:
    with transaction.atomic():
        response = client.get(page)
        transaction.set_rollback(True)
    return response.status_code, ONE_TIME.sub("", response.text)


def told_without(model: type[Any], client: Client, page: str) -> tuple[int, str]:
    with out_of_reach(model):
        return told(client, page)


@pytest.mark.parametrize("asked", TOLD)
def test_a_page_tells_no_row_that_the_remit_does_not_reach(clerk, asked, cases):
    own, client = clerk
    name, _, query = asked.partition("?")
    page = f"{address(name, TAKEN[name], own)}?{query}"
    whole, models = told(client, page), TOLD[asked]
    cases(len(models))
    assert whole[0] == 200
    assert [model for model in models if told_without(model, client, page) == whole] == []


def test_only_merges_that_the_remit_reaches_are_decided(clerk):
    own, _ = clerk
    merging.propose(own["members.member"], make_member("甲甲"), why="同一人", by=None)
    manager = at_desk(DutyCode.REGISTRY_MANAGER)
    pages = reverse("desk:merges"), reverse("desk:merge", args=[Merge.objects.get().pk])
    whole = [told(manager, page) for page in pages]
    beyond = [told_without(Merge, manager, page) for page in pages]
    assert [status for status, _ in (*whole, *beyond)] == [200, 200, 200, 404]
    assert whole[0] != beyond[0]


def test_those_below_an_organisation_are_told_where_the_remit_reaches_them():
    here, there = make_place(), make_place()
    committee = make_organization("中共甲镇委员会", TypeCode.COMMITTEE, place=here)
    for name, place in (("中共近处支部", here), ("中共远处支部", there)):
        make_organization(name, place=place, parent=committee)
    page = reverse("organizations:organization", args=[committee.pk])
    _, text = told(at_desk(DutyCode.PLACE_OPERATOR, place=here), page)
    assert ["中共近处支部" in text, "中共远处支部" in text] == [True, False]
