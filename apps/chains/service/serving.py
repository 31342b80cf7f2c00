"""服务于 — what a place keeps for all that stands there: its catalogue, its platforms.

A catalogue is read in one version: a cluster's own, else that of the nearest place at or above it. Platforms
all serve: a cluster's own and those of the places at or above it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from apps.chains.scope import Scope
from apps.chains.subject import Links, Subject
from apps.clusters.models import Cluster, Place
from apps.core.remit import Reach
from apps.organizations.models import PartyOrganization
from apps.services.models import ServiceCatalogue, ServiceCategory, ServiceItem, ServicePlatform

TARGETS: dict[Reach, Any] = {
    Reach.CLUSTER: Cluster,
    Reach.PLACE: Place,
    Reach.ORGANIZATION: PartyOrganization,
}
PATH_OF_PLACE = {Reach.CLUSTER: "place__path", Reach.PLACE: "path", Reach.ORGANIZATION: "place__path"}


def at_or_above(reach: Reach, target: Any, path: str = "place__path") -> Exists:
    """That the place of a row is that of the target or above it."""
    there = TARGETS[reach]._default_manager.filter(pk=target)
    return Exists(there.filter(**{f"{PATH_OF_PLACE[reach]}__startswith": OuterRef(path)}))


def chosen(reach: Reach, target: Any, day: date) -> QuerySet:
    """The catalogue that a cluster, place or organisation is served by on a day: the nearest one."""
    shared = Q(at_or_above(reach, target), cluster=None)
    if reach is Reach.CLUSTER:
        own = Exists(Cluster.objects.filter(pk=target, path__startswith=OuterRef("cluster__path")))
        shared |= Q(own, cluster__isnull=False)
    nearest = (F("cluster__path").desc(nulls_last=True), F("place__path").desc(), "-pk")
    return ServiceCatalogue.objects.current(day).filter(shared).order_by(*nearest)


@dataclass(frozen=True)
class OfCatalogue(Links):
    """Categories and items, tied through the catalogue each scope is served by; ``row`` leads to it."""

    reach: Reach = Reach.CLUSTER
    day: date = date.min

    def inside(self, scope: Scope, day: date) -> Q:
        """That a row stands in the catalogue chosen for a scope."""
        return Q(**{f"{self.row}__in": chosen(scope.reach, scope.key, day).values("pk")[:1]})

    def by_target(self, rows: QuerySet, column: str = "pk", tree_of: date | None = None) -> list[QuerySet]:
        """(target, key) for each scope and the rows of its catalogue, looked up once for each."""
        mine = Subquery(chosen(self.reach, OuterRef("pk"), self.day).values("pk")[:1])
        theirs = rows.order_by().filter(**{self.row: OuterRef("mine")}).values(column)
        key = Func(ArraySubquery(theirs), function="unnest", output_field=BigIntegerField())
        targets = TARGETS[self.reach]._default_manager.order_by().annotate(mine=mine)
        told = targets.annotate(counted_for=F("pk"), counted_key=key)
        return [told.values("counted_for", "counted_key")]


@dataclass(frozen=True)
class OfPlatform(Links):
    """Platforms, tied to every cluster they serve; to places they stand in."""

    reach: Reach = Reach.CLUSTER

    def inside(self, scope: Scope, day: date) -> Q:
        """That a platform is a cluster's own, or serves it from a place at or above."""
        if scope.reach is Reach.PLACE:
            return Q(place__path__startswith=scope.path)
        shared = Q(at_or_above(scope.reach, scope.key), cluster=None)
        if scope.reach is Reach.ORGANIZATION:
            return shared | Q(owner__in=PartyOrganization.objects.below(scope.key or 0, day))
        return shared | Q(cluster__path__startswith=scope.path)

    def by_target(self, rows: QuerySet, column: str = "pk", tree_of: date | None = None) -> list[QuerySet]:
        """(target, key) for each cluster or organisation served, or each place at or above the platform's."""
        if self.reach is Reach.PLACE:
            return Links(ServicePlatform.objects.all(), "pk", ("place__path",)).by_target(rows, column)
        own = Links(ServicePlatform.objects.filter(cluster__isnull=False), "pk", ("cluster__path",))
        if self.reach is Reach.ORGANIZATION:
            own = Links(ServicePlatform.objects.filter(owner__isnull=False), "pk", ("owner",))
        there = TARGETS[self.reach]._default_manager.filter(place__path__startswith=OuterRef("place__path"))
        target = Func(ArraySubquery(there.values("pk")), function="unnest", output_field=BigIntegerField())
        shared = rows.filter(cluster=None).order_by().annotate(counted_for=target)
        return [*own.by_target(rows, column, tree_of), shared.values("counted_for", counted_key=F(column))]


def of_catalogue(model: Any, row: str) -> Subject:
    """A subject tied through the catalogue."""

    def links(reach: Reach, day: date) -> Links | None:
        if reach is Reach.EVERYTHING:
            return None
        return OfCatalogue(model.objects.all(), row, (), reach, day)

    return Subject(model, links)


def _platform_links(reach: Reach, day: date) -> Links | None:
    return None if reach is Reach.EVERYTHING else OfPlatform(ServicePlatform.objects.all(), "pk", (), reach)


CATEGORIES = of_catalogue(ServiceCategory, "catalogue")
ITEMS = of_catalogue(ServiceItem, "category__catalogue")
PLATFORMS = Subject(ServicePlatform, _platform_links)


def editions(scope: Scope, remit: Any, period: Any) -> str:
    """v3.0, where one catalogue is in force; of several, how many."""
    current = ServiceCatalogue.objects.within(remit).current(period.end)
    if scope.reach is not Reach.EVERYTHING:
        current = current.filter(pk__in=chosen(scope.reach, scope.key, period.end).values("pk")[:1])
    found = list(current.values_list("edition", flat=True)[:2])
    if len(found) == 1:
        return f"v{found[0]}"
    return f"{current.count()}个现行清单" if found else ""
