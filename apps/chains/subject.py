"""所属 — how rows of a kind stand in a scope on a day, and under which clusters and places they are counted.

One description serves both: choosing the rows of one scope, and counting for every cluster at
once. A row may stand in several clusters; a union still holds it once.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BigIntegerField, Case, Expression, F, Func, Model, Q, QuerySet, When

from apps.chains import sets
from apps.chains.scope import Scope
from apps.clusters.models import Cluster, Enterprise
from apps.core.dated import in_force, relation_on
from apps.core.remit import Reach
from apps.core.tree import KEYS, KeysOn
from apps.members.models import Affiliation, Liaison, Member, Seat
from apps.organizations.models import ClusterBody, Coverage, PartyOrganization, with_those_above


@dataclass(frozen=True)
class Links:
    """Rows that tie a subject to scopes: ``row`` holds the subject's key, ``columns`` lead to the scope.

    For clusters and places a column holds a path, for organisations a key.
    """

    rows: QuerySet
    row: str
    columns: tuple[str, ...]

    def inside(self, scope: Scope, day: date) -> Q:
        """That the subject's row is inside a scope."""
        if scope.reach is Reach.EVERYTHING:
            return Q(pk__in=self.rows.order_by().values(self.row))
        if scope.reach is Reach.ORGANIZATION:
            wanted = {"in": PartyOrganization.objects.below(scope.key, day)}
        else:
            wanted = {"startswith": scope.path}
        condition = Q(pk__in=[])
        for column in self.columns:
            condition |= Q(**{f"{column}__{lookup}": target for lookup, target in wanted.items()})
        return Q(pk__in=self.rows.filter(condition).order_by().values(self.row))

    def by_target(self, rows: QuerySet, column: str = "pk", tree_of: date | None = None) -> list[QuerySet]:
        """(target, key) for each of ``rows`` and each scope it stands in, ancestors included.

        The names of both are chosen so that no model has a field of that name.
        ``column`` is what to take for the key instead of the row itself; ``tree_of`` the day of the tree of
        organisations, where those are the scopes.
        """
        if not self.columns:
            return []
        found = [with_those_above(name, tree_of) if tree_of else KeysOn(name) for name in self.columns]
        keys: Expression = found[0]
        for one in found[1:]:
            keys = Func(keys, one, function="array_cat", output_field=KEYS)
        targets = Func(keys, function="unnest", output_field=BigIntegerField())
        among = self.rows.filter(**{f"{self.row}__in": rows.order_by().values("pk")})
        key = self.row if column == "pk" else f"{self.row}__{column}".removeprefix("pk__")
        return [among.order_by().annotate(counted_for=targets).values("counted_for", counted_key=F(key))]


@dataclass(frozen=True)
class Either:
    """Tied by any of several links; a row tied by two is still one row."""

    several: tuple[Links, ...]

    def inside(self, scope: Scope, day: date) -> Q:
        """That the subject's row is inside a scope."""
        return reduce(or_, (links.inside(scope, day) for links in self.several))

    def by_target(self, rows: QuerySet, column: str = "pk", tree_of: date | None = None) -> list[QuerySet]:
        """(target, key), once for each link that leads there."""
        return [pairs for links in self.several for pairs in links.by_target(rows, column, tree_of)]


@dataclass(frozen=True)
class Subject:
    """A kind of row that is counted: its model, and how it is tied to scopes of each reach on a day.

    Without links for a reach, every row stands in every scope of it; links without columns tie none.
    """

    model: type[Model]
    links: Callable[[Reach, date], Links | Either | None]

    def inside(self, rows: Any, scope: Scope, day: date) -> Any:
        """Those of ``rows`` that stand in a scope."""
        links = self.links(scope.reach, day)
        return rows if links is None else rows.filter(links.inside(scope, day))

    def by_target(self, rows: Any, reach: Reach, day: date, column: str = "pk") -> list[QuerySet]:
        """(target, key) of ``rows`` for each cluster, place or organisation they stand in."""
        links = self.links(reach, day)
        if links is None:
            raise ValueError(f"{reach} has no targets to count by")
        return links.by_target(rows, column, day if reach is Reach.ORGANIZATION else None)


def tied(model: type[Model], through: QuerySet | None = None, row: str = "pk", **columns: str) -> Subject:
    """A subject tied by columns of its own, or of the rows that tie it (hosts of an activity).

    ``tied(Activity, cluster="cluster__path", place="place__path cluster__place__path", organization="host")``
    """
    by_reach = {Reach(reach): tuple(names.split()) for reach, names in columns.items()}
    rows = model._default_manager.all() if through is None else through

    def links(reach: Reach, day: date) -> Links | None:
        return None if reach is Reach.EVERYTHING else Links(rows, row, by_reach.get(reach, ()))

    return Subject(model, links)


def either(*subjects: Subject) -> Subject:
    """Rows of one model tied in several ways: by a cluster of their own, or as their enterprise is."""

    def links(reach: Reach, day: date) -> Either | None:
        several = [subject.links(reach, day) for subject in subjects]
        known = [one for one in several if isinstance(one, Links)]
        return Either(tuple(known)) if len(known) == len(several) else None

    return Subject(subjects[0].model, links)


def following_enterprise(
    model: type[Model], column: str = "enterprise", when: str = "", rows: QuerySet | None = None
) -> Subject:
    """Rows tied as their enterprise is, on a day of their own (``when``) or on the last of the period."""

    def links(reach: Reach, day: date) -> Links | None:
        if reach is Reach.EVERYTHING:
            return None
        held = model._default_manager.all() if rows is None else rows
        return by_enterprise(held, "pk", reach, F(when) if when else day, f"{column}__")

    return Subject(model, links)


def following_organization(
    model: type[Model], column: str = "organization", when: str = "", rows: QuerySet | None = None
) -> Subject:
    """Rows tied as their organisation is, on a day of their own (``when``) or on the last of the period."""

    def links(reach: Reach, day: date) -> Links | None:
        if reach is Reach.EVERYTHING:
            return None
        held = model._default_manager.all() if rows is None else rows
        return by_organization(held, "pk", reach, F(when) if when else day, f"{column}__")

    return Subject(model, links)


def owned(model: type[Model], enterprise: str = "enterprise", **columns: str) -> Subject:
    """Rows that belong to a cluster of their own; in an organisation's scope those of the firms it serves."""
    columns = {"cluster": "cluster__path", "place": "cluster__place__path"} | columns
    own, firm = tied(model, None, "pk", **columns), following_enterprise(model, enterprise)

    def links(reach: Reach, day: date) -> Links | Either | None:
        return (firm if reach is Reach.ORGANIZATION else own).links(reach, day)

    return Subject(model, links)


def following_member(model: type[Model], related_name: str) -> Subject:
    """Rows tied as the person is: by the affiliation in force in a counted organisation."""

    def links(reach: Reach, day: date) -> Links | None:
        if reach is Reach.EVERYTHING:
            return None
        return replace(_member_links(reach, day), row=f"member__{related_name}")

    return Subject(model, links)


def _cluster_links(reach: Reach, day: date) -> Links | None:
    match reach:
        case Reach.EVERYTHING:
            return None
        case Reach.CLUSTER:
            return Links(Cluster.objects.all(), "pk", ("path",))
        case Reach.PLACE:
            return Links(Cluster.objects.all(), "pk", ("place__path",))
    return Links(Coverage.objects.by_standing_bodies(day), "body__cluster", ("organization",))


def _body_links(prefix: str = "") -> Callable[[QuerySet, Reach], Links]:
    """Tied to scopes as the cluster body is that ``prefix`` leads to."""

    def links(rows: QuerySet, reach: Reach) -> Links:
        columns = {
            Reach.CLUSTER: (f"{prefix}cluster__path",),
            Reach.PLACE: (f"{prefix}cluster__place__path",),
            Reach.ORGANIZATION: (f"{prefix}organization",),
        }
        return Links(rows, "pk", columns.get(reach, ()))

    return links


def by_enterprise(rows: QuerySet, row: str, reach: Reach, day: Any, prefix: str = "") -> Links:
    """Tied as E is: by a place on the chain in force, for a place also by where the enterprise stands.

    Paths are named once, so that every condition speaks of the same place on the chain.
    """
    rows = rows.alias(
        on_chain=relation_on(f"{prefix}chain_places", day),
        chain=F("on_chain__cluster__path"),
        key_on_chain=F("on_chain__is_key"),
    ).filter(chain__isnull=False)
    match reach:
        case Reach.CLUSTER:
            return Links(rows, row, ("chain",))
        case Reach.PLACE:
            rows = rows.alias(
                standing=relation_on(f"{prefix}states", day),
                chain_at=F("on_chain__cluster__place__path"),
                stands_at=F("standing__place__path"),
            )
            return Links(rows, row, ("chain_at", "stands_at"))
        case Reach.ORGANIZATION:
            rows = rows.alias(
                serving=relation_on(f"{prefix}organization_units", day), served_by=F("serving__organization")
            )
            return Links(rows, row, ("served_by",))
    return Links(rows, row, ())


def by_organization(rows: QuerySet, row: str, reach: Reach, day: Any, prefix: str = "") -> Links:
    """Tied as O is: by the coverage in force of a standing body, for a place also by where it stands."""
    if reach is Reach.ORGANIZATION:
        return Links(rows, row, (f"{prefix}pk",))
    if reach is Reach.EVERYTHING:
        return Links(rows, row, ())
    rows = rows.alias(covering=relation_on(f"{prefix}coverages", day))
    standing = in_force(day, "covering__body")
    if reach is Reach.CLUSTER:
        rows = rows.alias(covered=Case(When(standing, then="covering__body__cluster__path")))
        return Links(rows, row, ("covered",))
    rows = rows.alias(covered=Case(When(standing, then="covering__body__cluster__place__path")))
    return Links(rows, row, ("covered", f"{prefix}place__path"))


def _key_enterprise_links(reach: Reach, day: date) -> Links:
    """K: the place on the chain that ties it must itself be a key one."""
    links = by_enterprise(Enterprise.objects.all(), "pk", reach, day)
    return replace(links, rows=links.rows.filter(key_on_chain=True))


def _organization_links(reach: Reach, day: date) -> Links | None:
    if reach is Reach.EVERYTHING:
        return None
    return by_organization(PartyOrganization.objects.all(), "pk", reach, day)


def _member_links(reach: Reach, day: date) -> Links:
    counted = sets.organizations(day).order_by().values("pk")
    belonging = Affiliation.objects.in_force(day).filter(organization__in=counted)
    return by_organization(belonging, "member", reach, day, "organization__")


CLUSTERS = Subject(Cluster, _cluster_links)
BODIES = Subject(ClusterBody, lambda reach, day: _body_links()(ClusterBody.objects.all(), reach))
BODY_SEATS = Subject(Seat, lambda reach, day: _body_links("organization__body__")(Seat.objects.all(), reach))
ENTERPRISES = Subject(
    Enterprise, lambda reach, day: by_enterprise(Enterprise.objects.all(), "pk", reach, day)
)
KEY_ENTERPRISES = Subject(Enterprise, _key_enterprise_links)
LIAISONS = Subject(
    Liaison, lambda reach, day: by_enterprise(Liaison.objects.all(), "pk", reach, day, "enterprise__")
)
ORGANIZATIONS = Subject(PartyOrganization, _organization_links)
SEATS = Subject(
    Seat, lambda reach, day: by_organization(Seat.objects.all(), "pk", reach, day, "organization__")
)
MEMBERS = Subject(Member, _member_links)
