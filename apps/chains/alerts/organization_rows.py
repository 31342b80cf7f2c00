"""组织链预警的集合 — organisations that should be there, and those not in order (§5.1)."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, F, QuerySet, When

from apps.chains import sets
from apps.clusters.models import EnterpriseState
from apps.core.dated import relation_on
from apps.members.building import built
from apps.members.models import Affiliation, Liaison, Member, Seat
from apps.organizations.kinds import BRANCHES, TypeCode
from apps.organizations.models import OrganizationState, OrganizationUnit
from apps.organizations.rules import COMMITTEE_FROM, COMMITTEE_SIZES, LARGEST_BRANCH
from apps.organizations.term import overdue, with_term

SOON = timedelta(days=60)


def unworked(day: date) -> Any:
    """工作覆盖空白 — no organisation, and nobody sent to help (R14)."""
    guided = Liaison.objects.in_force(day).guiding().order_by().values("enterprise")
    return sets.enterprises(day).exclude(built(day)).exclude(pk__in=guided)


def people_of(day: date, members: Any) -> QuerySet:
    """How many of some people belong to each organisation; those of a group to its branch."""
    belonging = Affiliation.objects.in_force(day).filter(member__in=members.order_by().values("pk"))
    belonging = belonging.annotate(
        state=relation_on("organization__states", day), placed=relation_on("organization__placings", day)
    )
    in_group = When(state__type_code=TypeCode.GROUP, then=F("placed__parent"))
    branches = belonging.annotate(branch=Case(in_group, default=F("organization")))
    return branches.order_by().values("branch").annotate(people=Count("member"))


def branches(day: date) -> Any:
    """党支部 among O."""
    kinds = OrganizationState.objects.in_force(day).filter(type_code__in=BRANCHES)
    return sets.organizations(day).filter(pk__in=kinds.order_by().values("organization"))


def too_large(day: date) -> Any:
    """支部超50人 (R3)"""
    crowded = people_of(day, Member.objects.counted(day)).filter(people__gt=LARGEST_BRANCH)
    return branches(day).filter(pk__in=crowded.values("branch"))


def leaderless(day: date) -> Any:
    """无书记 (R6)"""
    led = Seat.objects.in_force(day).secretaries().order_by().values("organization")
    return sets.organizations(day).exclude(pk__in=led)


def seated(day: date) -> QuerySet:
    """How many people sit in each committee."""
    seats = Seat.objects.in_force(day).filter(post__in=Seat.COMMITTEE).order_by()
    return seats.values("organization").annotate(people=Count("member", distinct=True))


def committee_short(day: date) -> Any:
    """支委不全 — seven full members or more, and fewer than three on the committee (R6)."""
    large = people_of(day, Member.objects.full(day)).filter(people__gte=COMMITTEE_FROM)
    full = seated(day).filter(people__gte=COMMITTEE_SIZES[0])
    return branches(day).filter(pk__in=large.values("branch")).exclude(pk__in=full.values("organization"))


def term_overdue(day: date) -> Any:
    """到期未换届 (R8, ORG-08)"""
    return overdue(sets.organizations(day), day)


def term_soon(day: date) -> Any:
    """60天内到期"""
    ending = with_term(sets.organizations(day), day)
    return ending.filter(term_starts_on__lte=day, term_ends_on__range=(day, day + SOON))


def unit_closed(day: date) -> Any:
    """企业停业组织未撤 (R16)"""
    return sets.organizations(day).filter(pk__in=closed_units(day).order_by().values("organization"))


def closed_units(day: date) -> QuerySet:
    closed = EnterpriseState.objects.in_force(day).exclude(status=EnterpriseState.Status.OPERATING)
    return OrganizationUnit.objects.in_force(day).filter(
        enterprise__in=closed.order_by().values("enterprise")
    )
