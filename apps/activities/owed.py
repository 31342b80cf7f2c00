"""组织生活应开次数 — what a branch owes for a month or a quarter, as sets of branches (domain.md §5.2).

党员大会 and 党课 once a quarter, 支委会 once a month where there is a committee, 党小组会 once a month in
each group, 主题党日 once a month. Only months and quarters whole inside a branch's life are owed. One
activity may satisfy several through its meetings. ``owing.py`` says the same of single branches, in numbers.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, Q, QuerySet, Sum, Value
from django.db.models.functions import Greatest, Least

from apps.activities.models import Meeting
from apps.core.dated import in_force
from apps.core.period import Period
from apps.members.models import Seat
from apps.organizations.kinds import BRANCHES, TypeCode
from apps.organizations.models import OrganizationPlacing, OrganizationState, PartyOrganization
from apps.organizations.rules import COMMITTEE_SIZES

Kind = Meeting.Kind
COMMITTEE_FROM = COMMITTEE_SIZES[0]
"""Fewer seats than a committee has are a secretary with a deputy, who hold no 支委会."""
QUARTERLY = (Kind.GENERAL, Kind.LECTURE)
MONTHLY = (Kind.COMMITTEE, Kind.GROUP)
THREE_AND_ONE = (*QUARTERLY, *MONTHLY)
A_DAY = timedelta(days=1)


def whole(period: Period, kinds: Any = BRANCHES) -> QuerySet:
    """Organisations of these kinds in being on every day of a period."""
    first, after = period.start, period.end + A_DAY
    days = ExpressionWrapper(
        Least("ends_on", Value(after)) - Greatest("starts_on", Value(first)), DurationField()
    )
    states = OrganizationState.objects.standing().filter(type_code__in=kinds, starts_on__lt=after)
    states = states.filter(Q(ends_on=None) | Q(ends_on__gt=first)).order_by().values("organization")
    lived = states.annotate(lived=Sum(days)).filter(lived=after - first)
    return PartyOrganization.objects.filter(is_functional=False, pk__in=lived.values("organization"))


def holding(kind: str, period: Period) -> QuerySet:
    """Keys of the organisations that held a meeting of a kind in a period."""
    return Meeting.objects.held_in(period).filter(kind=kind).order_by().values("organization")


def with_committee(month: Period) -> QuerySet:
    """Keys of the organisations that had a committee when the month ended."""
    seats = Seat.objects.in_force(month.end).filter(post__in=Seat.COMMITTEE).order_by()
    seated = seats.values("organization").annotate(people=Count("member", distinct=True))
    return seated.filter(people__gte=COMMITTEE_FROM).values("organization")


def groups(month: Period) -> QuerySet:
    """隶属 rows of the groups that stood under one branch the whole month."""
    standing = whole(month, (TypeCode.GROUP,)).order_by().values("pk")
    placed = OrganizationPlacing.objects.filter(in_force(month.end), starts_on__lte=month.start)
    return placed.filter(organization__in=standing, parent__isnull=False)


def theme_day_kept(month: Period) -> QuerySet:
    """主题党日按期 — branches whole in the month that held one."""
    return whole(month).filter(pk__in=holding(Kind.THEME_DAY, month))


def theme_day_missed(month: Period) -> QuerySet:
    """主题党日缺月"""
    return whole(month).exclude(pk__in=holding(Kind.THEME_DAY, month))


def owing(kind: str, quarter: Period) -> QuerySet:
    """Branches whole in a quarter that owed meetings of a kind: those with a committee, those with groups."""
    branches = whole(quarter)
    if kind == Kind.COMMITTEE:
        return branches.filter(_any(with_committee(month) for month in quarter.stretches(1)))
    if kind == Kind.GROUP:
        return branches.filter(
            _any(groups(month).order_by().values("parent") for month in quarter.stretches(1))
        )
    return branches


def lacking(kind: str, quarter: Period) -> Q:
    """Of branches: that a meeting of the kind was owed in the quarter and not held."""
    if kind in QUARTERLY:
        return ~Q(pk__in=holding(kind, quarter))
    missed = _committee_missed if kind == Kind.COMMITTEE else _group_missed
    return _any(missed(month) for month in quarter.stretches(1))


def met(quarter: Period) -> QuerySet:
    """三会一课达标 — branches whole in the quarter that held all they owed."""
    branches = whole(quarter)
    for kind in THREE_AND_ONE:
        branches = branches.exclude(lacking(kind, quarter))
    return branches


def short(quarter: Period) -> QuerySet:
    """三会一课缺次"""
    return whole(quarter).exclude(pk__in=met(quarter).order_by().values("pk"))


def _any(keys: Iterable[QuerySet]) -> Q:
    return reduce(or_, (Q(pk__in=some) for some in keys))


def _committee_missed(month: Period) -> QuerySet:
    return with_committee(month).exclude(organization__in=holding(Kind.COMMITTEE, month))


def _group_missed(month: Period) -> QuerySet:
    missed = groups(month).exclude(organization__in=holding(Kind.GROUP, month))
    return missed.order_by().values("parent")


def quarters_in(period: Period) -> list[Period]:
    """Calendar quarters whole inside a period; the last one over by its end where there is none."""
    return period.stretches(3) or [last_quarter(period)]


def last_quarter(period: Period) -> Period:
    """The latest calendar quarter over by the end of a period."""
    end = period.end
    this = Period.quarter(end.year, (end.month + 2) // 3)
    return this if this.end <= end else this.previous()
