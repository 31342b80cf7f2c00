"""阵地链的所属和行 — where sites, belts, buildings and posts stand, and which of them are counted."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.activities.models import Activity, ActivityHost
from apps.chains import sets
from apps.chains.subject import (
    Either,
    Links,
    Subject,
    by_enterprise,
    by_organization,
    following_organization,
    tied,
)
from apps.core.period import Period
from apps.core.remit import Reach
from apps.members.models import Liaison, Post
from apps.sites.models import (
    Booking,
    Building,
    BuildingOrganization,
    DemonstrationBelt,
    Site,
    Tenancy,
)

NEAR = 1000  # metres from a site at which an enterprise counts as reached

BELTS = tied(
    DemonstrationBelt,
    cluster="cluster__path",
    place="cluster__place__path",
    organization="leader",
)
POSTS = following_organization(Post)


def _site_links(reach: Reach, day: date) -> Links | Either | None:
    """A site serves a cluster itself, or is kept by an organisation the cluster covers."""
    rows = Site.objects.all()
    match reach:
        case Reach.EVERYTHING:
            return None
        case Reach.PLACE:
            return Links(rows, "pk", ("place__path",))
        case Reach.ORGANIZATION:
            return Links(rows, "pk", ("owner",))
    kept = by_organization(rows.filter(owner__isnull=False), "pk", reach, day, "owner__")
    return Either((Links(rows, "pk", ("cluster__path",)), kept))


def _building_links(reach: Reach, day: date) -> Links | None:
    """A building is a cluster's where an enterprise of its chain has moved in."""
    match reach:
        case Reach.EVERYTHING:
            return None
        case Reach.PLACE:
            return Links(Building.objects.all(), "pk", ("place__path",))
        case Reach.ORGANIZATION:
            return Links(BuildingOrganization.objects.in_force(day), "building", ("organization",))
    return by_enterprise(Tenancy.objects.in_force(day), "building", reach, day, "enterprise__")


def _tenancy_links(reach: Reach, day: date) -> Links | None:
    """Who has moved in counts where the building stands; for a cluster, as its enterprise is on the chain."""
    rows = Tenancy.objects.all()
    match reach:
        case Reach.EVERYTHING:
            return None
        case Reach.PLACE:
            return Links(rows, "pk", ("building__place__path",))
    return by_enterprise(rows, "pk", reach, day, "enterprise__")


SITES = Subject(Site, _site_links)
BUILDINGS = Subject(Building, _building_links)
TENANCIES = Subject(Tenancy, _tenancy_links)


def active_sites(day: date, **facts: Any) -> Any:
    """Sites in use."""
    return Site.objects.active(day).filter(**facts)


def demonstration(day: date) -> Any:
    """示范阵地"""
    return Site.objects.demonstration(day)


def near_a_site(day: date) -> Any:
    """E in the building or park of a site in use, or at most a kilometre from one."""
    near = Tenancy.objects.near(Site.objects.active(day), day, NEAR)
    return sets.enterprises(day).filter(pk__in=near.order_by().values("enterprise"))


def used(period: Period) -> Any:
    """Sites in use, each with how often it was used in the period (``uses``): bookings, and activities."""
    booked = Booking.objects.held_in(period).filter(site=OuterRef("pk"))
    held = Activity.objects.held_in(period).at_sites().filter(site=OuterRef("pk"))
    return active_sites(period.end).annotate(uses=times(booked) + times(held))


def times(rows: QuerySet) -> Coalesce:
    """How many of these rows the site of the outer query has."""
    by_site = rows.order_by().values("site").annotate(times=Count("pk")).values("times")
    return Coalesce(Subquery(by_site), 0)


def large_enough(day: date) -> Any:
    """党群服务中心 of at least the area asked for."""
    return active_sites(day).centres().filter(area__gte=settings.CENTRE_AREA)


def centres(day: date) -> Any:
    """党群服务中心 in use."""
    return active_sites(day).centres()


def reached_buildings(day: date) -> Any:
    """Buildings with an organisation, a site in use, or a tenant somebody was sent to."""
    organized = BuildingOrganization.objects.in_force(day).values("building")
    equipped = active_sites(day).filter(building__isnull=False).values("building")
    sent = Liaison.objects.in_force(day).order_by().values("enterprise")
    served = Tenancy.objects.in_force(day).filter(enterprise__in=sent).values("building")
    found = Q(pk__in=organized.order_by()) | Q(pk__in=equipped.order_by()) | Q(pk__in=served.order_by())
    return Building.objects.standing(day).filter(found)


def tenancies(period: Period) -> Any:
    """Who has moved in and not out again."""
    standing = Building.objects.standing(period.end).order_by().values("pk")
    return Tenancy.objects.in_force(period.end).filter(building__in=standing)


def shared(period: Period) -> Any:
    """Sites in use that two different organisations or more used in the period, by booking or as hosts."""
    bookings = Booking.objects.held_in(period)
    hosts = ActivityHost.objects.filter(activity__in=Activity.objects.held_in(period).order_by().values("pk"))
    others = hosts.filter(activity__site=OuterRef("site")).exclude(organization=OuterRef("organization"))
    found = (
        Q(pk__in=bookings.sites_shared())
        | Q(pk__in=hosted_by_several(hosts))
        | Q(pk__in=bookings.filter(Exists(others)).order_by().values("site"))
    )
    return active_sites(period.end).filter(found)


def hosted_by_several(hosts: Any) -> QuerySet:
    """Keys of the sites whose activities had two hosts or more."""
    at_sites = hosts.filter(activity__site__isnull=False).order_by().values(site=F("activity__site"))
    several = at_sites.annotate(users=Count("organization", distinct=True)).filter(users__gte=2)
    return several.values("site")


def posts(day: date, **facts: str) -> Any:
    """示范岗、先锋岗、责任区 in force."""
    return Post.objects.in_force(day).filter(**facts)
