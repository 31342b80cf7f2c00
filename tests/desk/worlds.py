"""小世界 — two clusters side by side, and the people who sit at desks in them."""

from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.accounts.sessions import begin
from apps.clusters.models import Cluster, Enterprise
from apps.core.proof import PROVED_AT
from apps.members.models import Member
from apps.organizations.models import PartyOrganization
from tests.factories import make_cluster, make_enterprise, make_member, make_organization, make_user


@dataclass
class Corner:
    """One cluster with an enterprise, its branch and one member."""

    cluster: Cluster
    enterprise: Enterprise
    branch: PartyOrganization
    member: Member


def make_corner(name: str) -> Corner:
    cluster = make_cluster(f"{name}产业集群")
    enterprise = make_enterprise(f"{name}有限公司", cluster=cluster)
    branch = make_organization(f"中共{name}有限公司支部委员会", cluster=cluster, units=(enterprise,))
    member = make_member(f"{name}人", organization=branch, enterprise=enterprise)
    return Corner(cluster, enterprise, branch, member)


def signed_in(user: User) -> Client:
    """A browser whose session has begun: its first page asks no more than the next."""
    client = Client()
    client.force_login(user)
    session = client.session
    begin(SimpleNamespace(user=user, session=session))
    session.save()
    return client


def at_desk(duty: str, **target: object) -> Client:
    """A browser signed in as somebody with one duty."""
    return signed_in(make_user(duty, **target))


def no_longer_proved(client: Client) -> None:
    """Let it be long ago that they proved who they are."""
    session = client.session
    session[PROVED_AT] = "2026-01-01T00:00:00+08:00"
    session.save()


def asked(client: Client, address: str) -> int:
    """How often a page asks the database; the first page of a session asks for more."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def taken(client: Client, address: str, **query: str) -> list[str]:
    """The lines of a list's csv; one of people is asked for with a purpose, and its watermark left off."""
    there = f"{address}?{urlencode(query | {'format': 'csv'})}"
    answer = client.get(there)
    if answer["Content-Type"].startswith("text/html"):
        answer = client.post(there, {"purpose": "核对"})
        return answer.content.decode("utf-8-sig").splitlines()[1:]
    return answer.content.decode("utf-8-sig").splitlines()
