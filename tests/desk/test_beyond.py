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
from apps.core import clock
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
from tests.access.test_objects import ONE_TIME
from tests.beyond import out_of_reach
from tests.chains.reading import DAY
from tests.desk.worlds import signed_in
from tests.factories import LONG_AGO, make_organization
from tests.world import Rows, make_neighbourhood, user_at

pytestmark = [pytest.mark.django_db, pytest.mark.gate("范围外即不存在")]

# Page, the row it is about, what it asks: rows of which registers it tells of.
TOLD: dict[tuple[str, str, str], tuple[type[Any], ...]] = {
    ("clusters:cluster", "clusters.cluster", ""): (
        Seat,
        ClusterEnterprise,
        Coverage,
        Affiliation,
        ChainChief,
        ActionBranch,
    ),
    ("clusters:enterprise", "clusters.enterprise", ""): (
        ClusterEnterprise,
        OrganizationUnit,
        Employment,
        Formation,
        Liaison,
    ),
    ("members:member", "members.member", ""): (Affiliation, Participation, Seat, Movement, Liaison),
    ("organizations:organization", "organizations.partyorganization", ""): (Affiliation, Coverage),
    ("clusters:clusters", "", ""): (Enterprise, PartyOrganization, Affiliation),
    ("clusters:enterprises", "", ""): (ClusterEnterprise, OrganizationUnit),
    ("clusters:enterprises", "", "?is_key=on"): (ClusterEnterprise,),
    ("members:members", "", ""): (Affiliation,),
    ("organizations:organizations", "", ""): (Coverage, Affiliation),
    ("desk:search", "", "?q=甲甲"): (Affiliation,),
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


def told(client: Client, page: str) -> str:
    with transaction.atomic():
        response = client.get(page)
        transaction.set_rollback(True)
    assert response.status_code == 200
    return ONE_TIME.sub("", response.text)


def told_without(model: type[Any], client: Client, page: str) -> str:
    with out_of_reach(model):
        return told(client, page)


@pytest.mark.parametrize(("name", "about", "asked"), TOLD)
def test_a_page_tells_no_row_that_the_remit_does_not_reach(clerk, name, about, asked, cases):
    own, client = clerk
    page = reverse(name, args=[own[about].pk] if about else []) + asked
    whole, models = told(client, page), TOLD[name, about, asked]
    cases(len(models))
    assert [model for model in models if told_without(model, client, page) == whole] == []
