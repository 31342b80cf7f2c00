"""活动链的集合 — what was held, who was there, what branches owed: rows of a period, and where they stand."""

from collections.abc import Callable
from datetime import date
from functools import partial, reduce
from operator import add
from typing import Any

from django.db.models import Q, Value

from apps.activities import owed
from apps.activities.models import (
    Activity,
    ActivityHost,
    Attendance,
    Brand,
    CampaignCheck,
    ContestEntry,
    Pledge,
    RotationSlot,
)
from apps.chains import sets
from apps.chains.subject import either, following_organization, tied
from apps.core.keysets import Keys
from apps.core.period import Period
from apps.organizations.models import PartyOrganization

HOSTS = ActivityHost.objects
PATHS = {"chain": "__path", "chain_at": "__place__path"}
ACTIVITIES = either(
    tied(Activity, cluster="cluster__path", place="place__path cluster__place__path site__place__path"),
    tied(Activity, HOSTS.all(), "activity", place="organization__place__path", organization="organization"),
    tied(Activity, HOSTS.with_cluster(**PATHS), "activity", cluster="chain", place="chain_at"),
)
JOINT = either(
    tied(Activity, HOSTS.all(), "activity", organization="organization"),
    tied(Activity, HOSTS.joint(**PATHS), "activity", cluster="chain", place="chain_at"),
)
"""An activity of organisations of one cluster and a guest is hosted jointly in that cluster alone."""
ATTENDED = "activity__attendances"
ATTENDANCES = either(
    tied(Attendance, cluster="activity__cluster__path", place="activity__place__path"),
    tied(Attendance, HOSTS.all(), ATTENDED, place="organization__place__path", organization="organization"),
    tied(Attendance, HOSTS.with_cluster(**PATHS), ATTENDED, cluster="chain", place="chain_at"),
)
SLOTS = tied(
    RotationSlot,
    cluster="plan__body__cluster__path",
    place="plan__body__cluster__place__path",
    organization="organization",
)
BRANDS = either(
    tied(Brand, cluster="cluster__path", place="place__path cluster__place__path"),
    following_organization(Brand),
)


def joint(period: Period) -> Any:
    """联办"""
    return Activity.objects.held_in(period).jointly_hosted()


def six(period: Period) -> Any:
    """六同"""
    return Activity.objects.held_in(period).six_togethers()


def six_of(kind: str, period: Period) -> Any:
    """One of the six."""
    return six(period).filter(six_together=kind)


def six_in_month(number: int, period: Period) -> Any:
    """Of one month of the year the period ends in, no further than its end."""
    return six(Period.year(period.end.year)).filter(held_on__month=number, held_on__lte=period.end)


def four(period: Period) -> Any:
    """四会"""
    return Activity.objects.held_in(period).four_meetings()


def four_of(kind: str, period: Period) -> Any:
    """One of the four."""
    return four(period).filter(four_meeting=kind)


def lectures(period: Period) -> Any:
    """书记上课"""
    return Activity.objects.held_in(period).secretary_lectures()


def turns_due(period: Period) -> Any:
    """Turns whose time ended in the period."""
    return RotationSlot.objects.due_in(period)


def turns_kept(period: Period) -> Any:
    """Of those, held within their own time."""
    return turns_due(period).kept()


def attending(period: Period) -> Any:
    """Members present at one activity or more."""
    present = Attendance.objects.present().held_in(period)
    return sets.members(period.end).filter(pk__in=present.members())


def elsewhere(period: Period) -> Any:
    """多重组织生活"""
    return Attendance.objects.held_in(period).away_from_home()


def branded(day: date) -> Any:
    """Clusters with a brand of their own."""
    named = Brand.objects.in_force(day).of_clusters().order_by().values("cluster")
    return sets.clusters(day).filter(pk__in=named)


def in_months(of_month: Callable[[Period], Keys], period: Period) -> Any:
    """Branches whole in some month of the period, each with in how many months ``of_month`` has it."""
    months = period.stretches(1)
    if not months:
        return PartyOrganization.objects.none().annotate(months=Value(0))
    counted = reduce(add, (of_month(month).one_if for month in months))
    return owed.any_of(map(owed.whole, months)).of(PartyOrganization.objects).annotate(months=counted)


def in_quarters(of_quarter: Callable[[Period], Keys], period: Period) -> Keys:
    """What ``of_quarter`` has in any of the quarters judged."""
    return owed.any_of(map(of_quarter, owed.quarters_in(period)))


def judged(period: Period) -> Any:
    """Branches whole in one of the quarters judged."""
    return in_quarters(owed.whole, period).of(PartyOrganization.objects)


def meeting_all(period: Period) -> Any:
    """三会一课达标 — in every quarter judged that they were whole in."""
    met = in_quarters(owed.whole, period) - in_quarters(owed.short, period)
    return met.of(PartyOrganization.objects)


def owing_kind(kind: str, period: Period) -> Any:
    """Branches that owed a kind of meeting in one of the quarters judged."""
    return in_quarters(partial(owed.owing, kind), period).of(PartyOrganization.objects)


def holding_kind(kind: str, period: Period) -> Any:
    """Of those, the ones that lacked none."""
    owing, short = partial(owed.owing, kind), partial(owed.short_of, kind)
    return (in_quarters(owing, period) - in_quarters(short, period)).of(PartyOrganization.objects)


def vanguard(among: Callable[[int], Q], period: Period) -> Any:
    """Members who took part in something in the year the period ends in."""
    return sets.members(period.end).filter(among(period.end.year))


def pledging(year: int) -> Q:
    """三亮"""
    return Q(pk__in=Pledge.objects.filter(year=year).order_by().values("member"))


def competing(year: int) -> Q:
    """三比"""
    return Q(pk__in=ContestEntry.objects.filter(contest__held_on__year=year).order_by().values("member"))


def checked(year: int) -> Q:
    """主题行动"""
    return Q(pk__in=CampaignCheck.objects.of_year(year).order_by().values("member"))
