"""服务链的职责范围 — how reaches find rows that belong to an enterprise, an organisation or a cluster."""

from collections.abc import Callable

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from apps.clusters.models import Cluster, Enterprise, Place
from apps.core.remit import Lookup, Reach, Target, stretch_of
from apps.organizations.models import PartyOrganization

Found = Callable[[Target], Q]


def through(model: type[Model], column: str, reach: Reach) -> Found:
    """Rows whose ``column`` points to a row of ``model`` that the reach finds."""

    def lookup(target: Target) -> Q:
        found = stretch_of(model, reach, target)
        rows = model._default_manager.filter(found).order_by().values("pk")
        return Q(**{f"{column}__in": rows})

    return lookup


def either(*lookups: Found) -> Found:
    """Rows that one lookup or another finds."""

    def lookup(target: Target) -> Q:
        found = Q()
        for each in lookups:
            found |= each(target)
        return found

    return lookup


def of(lookup: str) -> Found:
    """A plain lookup as a function."""
    return lambda target: Q(**{lookup: target})


def by_enterprise(column: str = "enterprise") -> dict[Reach, Lookup]:
    """The reaches of what belongs to an enterprise."""
    reaches = (Reach.PLACE, Reach.CLUSTER, Reach.ORGANIZATION, Reach.ENTERPRISE)
    return {reach: through(Enterprise, column, reach) for reach in reaches}


def by_organization(column: str = "organization") -> dict[Reach, Lookup]:
    """The reaches of what belongs to an organisation."""
    reaches = (Reach.PLACE, Reach.CLUSTER, Reach.ORGANIZATION)
    return {reach: through(PartyOrganization, column, reach) for reach in reaches}


def by_cluster(column: str = "cluster") -> dict[Reach, Lookup]:
    """The reaches of what belongs to a cluster."""
    return {reach: through(Cluster, column, reach) for reach in (Reach.PLACE, Reach.CLUSTER)}


def following(model: type[Model], column: str, *reaches: Reach) -> dict[Reach, Lookup]:
    """The reaches of a part, which are those of the row it belongs to."""
    return {reach: through(model, column, reach) for reach in reaches}


def serving(clusters: QuerySet) -> Q:
    """What belongs to one of ``clusters``, or to no cluster and to a place at or above one of theirs."""
    below = clusters.filter(place__path__startswith=OuterRef("path"))
    places = Place.objects.filter(Exists(below))
    return Q(cluster__in=clusters.order_by().values("pk")) | Q(
        cluster=None, place__in=places.order_by().values("pk")
    )


def serving_within(reach: Reach) -> Found:
    """What serves the clusters that a reach finds."""
    return lambda target: serving(Cluster.objects.filter(stretch_of(Cluster, reach, target)))
