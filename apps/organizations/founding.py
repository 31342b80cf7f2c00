"""成批成立党组织 — many branches at once, each with its kind, superior, units and coverage.

What ``workflow.found`` does for one; the rules it checks have been checked before (names, superiors).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from apps.clusters import registering
from apps.clusters.models import Cluster, Place
from apps.core import bulk
from apps.core.dated import lacking, lasting
from apps.core.fields import row_key
from apps.core.remit import Remit
from apps.organizations import workflow
from apps.organizations.kinds import TERM_YEARS, TypeCode
from apps.organizations.models import (
    ClusterBody,
    Coverage,
    OrganizationPlacing,
    OrganizationState,
    OrganizationUnit,
    PartyOrganization,
)
from apps.organizations.models.organization import PartyOrganizationQuerySet


@dataclass(frozen=True, slots=True)
class Founded:
    """What is known of a branch that a roster names for the first time."""

    full_name: str
    type_code: str
    place: int | None = None
    parent: int | None = None
    parent_path: str = ""
    units: Sequence[int] = ()
    bodies: Sequence[ClusterBody] = ()


def found_all(new: Sequence[Founded], *, on: date) -> list[int]:
    """成立 — known to stand from ``on``; answers their keys in the same order."""
    keys = bulk.next_keys(PartyOrganization, len(new))
    both = list(zip(keys, new, strict=True))
    bulk.insert(PartyOrganization, [_organization(key, founded) for key, founded in both])
    bulk.insert(
        OrganizationState,
        [{"organization_id": key, "type_code": f.type_code, "starts_on": on} for key, f in both],
    )
    bulk.insert(
        OrganizationPlacing,
        [{"organization_id": key, "parent_id": f.parent, "starts_on": on} for key, f in both],
    )
    serve_all({key: f.units for key, f in both}, on=on)
    bulk.insert(
        Coverage,
        [
            {"body_id": body.pk, "organization_id": key, "starts_on": max(on, body.starts_on)}
            for key, founded in both
            for body in founded.bodies
        ],
    )
    return keys


def _organization(key: int, founded: Founded) -> dict[str, object]:
    situations = PartyOrganization.UnitSituation
    return {
        "id": key,
        "uid": row_key(),
        "path": f"{founded.parent_path or '/'}{key}/",
        "full_name": founded.full_name,
        "place_id": founded.place,
        "term_years": TERM_YEARS.get(TypeCode(founded.type_code)),
        "unit_situation": situations.JOINT if len(founded.units) > 1 else situations.LEGAL,
    }


def serve_all(units: Mapping[int, Iterable[int]], *, on: date) -> int:
    """设为所在单位 — each enterprise for its organisation; answers how many."""
    links = [
        {"organization_id": organization, "enterprise_id": enterprise}
        for organization, enterprises in units.items()
        for enterprise in enterprises
    ]
    return bulk.insert(OrganizationUnit, lacking(OrganizationUnit, links, on=on))


def found_cluster(
    name: str,
    place: Place | None,
    created: dict[str, list[str]],
    *,
    remit: Remit,
    on: date,
    committee: PartyOrganization | None = None,
) -> Cluster:
    """登记集群 — with its body, through which it covers: ``committee``, else one of its name, else a new one.

    Raises ``ValidationError`` where its name is taken (``naming.NewClusters`` tells before).
    """
    cluster = registering.found_cluster(name, place, created)
    committee = committee or bodiless([body_name(name)], remit, on).first()
    if committee is None:
        committee = workflow.found(
            full_name=body_name(name),
            short_name=f"{name}党委"[:60],
            type_code=TypeCode.CLUSTER_COMMITTEE,
            place=cluster.place,
            on=on,
            by=None,
        )
    ClusterBody.objects.create(organization=committee, cluster=cluster, starts_on=on)
    created.setdefault("集群党委", []).append(committee.full_name)
    return cluster


def body_name(cluster: str) -> str:
    """What the committee of a cluster is called."""
    return f"中共{cluster}委员会"


def bodiless(names: Iterable[str], remit: Remit, on: date) -> PartyOrganizationQuerySet:
    """集群党委 of these names within a remit that stand on a day and lead no cluster yet."""
    standing = PartyOrganization.objects.within(remit).standing(on).filter(full_name__in=names, body=None)
    kinds = OrganizationState.objects.in_force(on).filter(type_code=TypeCode.CLUSTER_COMMITTEE)
    return standing.filter(pk__in=kinds.values("organization"))


def bodies_of(clusters: Iterable[int], *, on: date) -> dict[int, ClusterBody]:
    """Cluster → the body that covers for it on a day, or will: its committee first, the oldest of others."""
    found: dict[int, ClusterBody] = {}
    bodies = ClusterBody.objects.filter(lasting(on), cluster__in=clusters).order_by("starts_on", "pk")
    for body in sorted(bodies, key=lambda body: body.form != ClusterBody.Form.COMMITTEE):
        found.setdefault(body.cluster_id, body)
    return found
