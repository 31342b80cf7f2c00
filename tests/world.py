"""小世界 — two neighbourhoods alike, one's own and the neighbour's: a row of every register in each."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Model

from apps.accounts.duties import DUTIES, DutyCode
from apps.accounts.models import User
from apps.clusters.models import ClusterEnterprise, Place
from apps.core.remit import Reach
from apps.members import workflow as members
from apps.members.models import Affiliation, ChainChief, Honour, Liaison, Movement, Participation, TeamRole
from apps.organizations import workflow as organizations
from apps.organizations.kinds import TypeCode
from apps.organizations.models import ActionBranch, Coverage, Formation
from tests.factories import (
    LONG_AGO,
    make_cluster,
    make_department,
    make_enterprise,
    make_institution,
    make_member,
    make_organization,
    make_place,
    make_user,
)
from tests.factories_activities import make_activity
from tests.world_activities import activities_of, innovations_of, talents_of
from tests.world_chains import figures_of
from tests.world_services import services_of, sites_of

Rows = dict[str, Model]
"""A row of every register, by the label of its model."""


def make_neighbourhood(name: str) -> Rows:
    """One town with its cluster, its firm, its branch, its member and all that links them."""
    place = make_place(f"{name}镇", kind=Place.Kind.TOWN)
    cluster = make_cluster(f"{name}集群", place=place)
    firm = make_enterprise(f"{name}光电有限公司", cluster=cluster, place=place, contact_phone="19900000001")
    branch = make_organization(f"中共{name}支部", cluster=cluster, units=(firm,), place=place)
    member = make_member(f"{name}甲", organization=branch, enterprise=firm, mobile="19900000002")
    found: list[Model] = [place, cluster, firm, branch, member]
    found += [make_department(f"{name}工信局"), make_institution(f"{name}大学")]
    found += [ClusterEnterprise.objects.get(cluster=cluster), cluster.bodies.get(), branch.units.get()]
    found += [Coverage.objects.get(organization=branch), *_task(name, cluster, branch, place)]
    found += [*_links(name, member, branch), *_errands(member, firm, branch, cluster)]
    rows = by_label(found)
    further = [*sites_of(name, rows), *services_of(name, rows), *talents_of(name, rows)]
    further += figures_of(name, rows)
    return rows | by_label([*further, *activities_of(name, rows), *innovations_of(name, rows)])


def by_label(found: list[Model]) -> Rows:
    """The rows by the label of their model."""
    return {row._meta.label_lower: row for row in found}


def shared_by(own: Rows, other: Rows) -> Rows:
    """On both sides: a firm, a branch, a member who takes part elsewhere, an activity of two hosts."""
    cluster, place = own["clusters.cluster"], own["clusters.place"]
    firm = make_enterprise("两链光学有限公司", cluster=cluster, place=place)
    branch = make_organization("中共两链支部", cluster=cluster, units=(firm,), place=place)
    member = make_member("两链甲", organization=own["organizations.partyorganization"])
    ClusterEnterprise.objects.create(cluster=other["clusters.cluster"], enterprise=firm, starts_on=LONG_AGO)
    Coverage.objects.create(body=other["organizations.clusterbody"], organization=branch, starts_on=LONG_AGO)
    Participation.objects.create(
        member=member,
        organization=other["organizations.partyorganization"],
        kind=Participation.Kind.CLUSTER,
        starts_on=LONG_AGO,
    )
    hosts = [rows["organizations.partyorganization"] for rows in (own, other)]
    facts = {"title": "两链沙龙", "status": "held", "headcount": 10, "is_for_talent": True}
    make_activity(*hosts, on=date(2026, 8, 1), **facts)
    return by_label([firm, branch, member])


def _task(name: str, cluster: Any, host: Any, place: Any) -> list[Model]:
    """An action branch."""
    branch = organizations.found(
        full_name=f"中共{name}行动支部", type_code=TypeCode.ACTION_BRANCH, place=place, on=LONG_AGO, by=None
    )
    facts = {"organization": branch, "host": host, "cluster": cluster, "starts_on": LONG_AGO}
    return [ActionBranch.objects.create(kind="pioneer", level="town", **facts)]


def _links(name: str, member: Any, branch: Any) -> list[Model]:
    """What a person holds, besides an affiliation and its movement."""
    members.take_part(member, organization=branch, kind=Participation.Kind.CLUSTER, on=LONG_AGO, by=None)
    seat = members.appoint(member, organization=branch, post="secretary", on=LONG_AGO, by=None)
    return [
        Affiliation.objects.get(member=member),
        Movement.objects.get(member=member),
        Participation.objects.get(member=member),
        seat,
        TeamRole.objects.create(member=member, team="leader", organization=branch, starts_on=LONG_AGO),
        Honour.objects.create(member=member, kind="artisan", title=f"{name}工匠", year=2025),
    ]


def _errands(member: Any, firm: Any, branch: Any, cluster: Any) -> list[Model]:
    """How people and firms are brought together."""
    return [
        member.employments.get(),
        Liaison.objects.create(member=member, enterprise=firm, kind="liaison", starts_on=LONG_AGO),
        ChainChief.objects.create(member=member, cluster=cluster, starts_on=LONG_AGO),
        Formation.objects.create(enterprise=firm, organization=branch, mode="single", starts_on=LONG_AGO),
    ]


TARGETS: dict[Reach | None, Callable[[Rows], dict[str, Model]]] = {
    None: lambda rows: {},
    Reach.EVERYTHING: lambda rows: {},
    Reach.PLACE: lambda rows: {"place": rows["clusters.place"]},
    Reach.CLUSTER: lambda rows: {"cluster": rows["clusters.cluster"]},
    Reach.ORGANIZATION: lambda rows: {"organization": rows["organizations.partyorganization"]},
    Reach.DEPARTMENT: lambda rows: {"department": rows["clusters.department"]},
    Reach.ENTERPRISE: lambda rows: {"enterprise": rows["clusters.enterprise"]},
}


def user_at(duty: DutyCode, rows: Rows, username: str = "") -> User:
    """Somebody who sits at one desk of a neighbourhood."""
    return make_user(duty, username or duty.value.replace("_", "."), **TARGETS[DUTIES[duty].reach](rows))
