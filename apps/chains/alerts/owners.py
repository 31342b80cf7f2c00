"""责任党组织 — who answers for rows of an alert: one or two queries for all of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from apps.clusters.models import ClusterEnterprise
from apps.core.tree import KeysOn
from apps.members.models import Affiliation
from apps.organizations.models import ClusterBody, OrganizationPlacing


def themselves(rows: Sequence[Any], day: date) -> Mapping[int, str]:
    """Organisations answer for themselves."""
    return {row.pk: str(row) for row in rows}


def superiors(rows: Sequence[Any], day: date) -> Mapping[int, str]:
    """The organisation above; the topmost for itself."""
    placings = OrganizationPlacing.objects.in_force(day).filter(organization__in=rows, parent__isnull=False)
    above = {placing.organization_id: str(placing.parent) for placing in placings.select_related("parent")}
    return {**themselves(rows, day), **above}


def bodies_of_enterprises(rows: Sequence[Any], day: date) -> Mapping[int, str]:
    """The bodies of the clusters on whose chains an enterprise stands."""
    places = ClusterEnterprise.objects.in_force(day).filter(enterprise__in=rows)
    pairs = list(places.order_by(KeysOn("cluster__path")).values_list("enterprise", "cluster"))
    bodies = bodies_by_cluster({cluster for _, cluster in pairs}, day)
    return joined((row, name) for row, cluster in pairs for name in bodies[cluster])


def bodies_of_clusters(rows: Sequence[Any], day: date) -> Mapping[int, str]:
    """The bodies of the cluster a row is of."""
    bodies = bodies_by_cluster({row.cluster_id for row in rows}, day)
    return joined((row.pk, name) for row in rows for name in bodies[row.cluster_id])


def bodies_by_cluster(clusters: set[int], day: date) -> dict[int, list[str]]:
    """Names of the bodies in force, by cluster."""
    bodies = ClusterBody.objects.in_force(day).filter(cluster__in=clusters).select_related("organization")
    found: dict[int, list[str]] = defaultdict(list)
    for body in bodies:
        found[body.cluster_id].append(str(body))
    return found


def branches_of_people(rows: Sequence[Any], day: date) -> Mapping[int, str]:
    """The organisation a person belongs to, or belonged to last."""
    links = Affiliation.objects.filter(member__in=rows, starts_on__lte=day).select_related("organization")
    return {link.member_id: str(link.organization) for link in links.order_by("starts_on", "pk")}


def joined(pairs: Iterable[tuple[int, str]]) -> Mapping[int, str]:
    """Several names of one row in a line, each once."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for key, name in pairs:
        found[key][name] = None
    return {key: "、".join(names) for key, names in found.items()}
