"""服务链的所属和行 — where orders, visits, money and teams stand, and which of them are counted."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Count, F, Q

from apps.chains import sets
from apps.chains.subject import Either, Links, Subject, by_enterprise, tied
from apps.core.dated import relation_on
from apps.core.period import Period
from apps.core.remit import Reach
from apps.members.models import Liaison, Member, TeamMember, WorkTeam
from apps.organizations.models import ActionBranch
from apps.services.models import (
    Action,
    Assignment,
    EnterpriseServed,
    EvaluationSheet,
    FinanceRecord,
    Need,
    PolicyClaim,
    Rating,
    Resolution,
    Resource,
    ServiceOrder,
    Visit,
)

ACTIVE = timedelta(days=90)  # a branch that did nothing for longer is idle
Columns = dict[Reach, tuple[str, ...]]


def of_enterprise(
    model: Any, when: str, *, prefix: str = "", own: Columns | None = None, else_only: Q | None = None
) -> Subject:
    """Rows of an enterprise, tied as it stood on the row's own day, on a chain or only in a place.

    ``own`` are columns of the row that tie it besides. With ``else_only`` a cluster or an organisation has
    through the enterprise only the rows that name none themselves: what was asked of one cluster is not
    another's.
    """
    enterprise = f"{prefix}enterprise__"

    def links(reach: Reach, day: date) -> Either | None:
        if reach is Reach.EVERYTHING:
            return None
        rows = model.objects.all()
        theirs = rows.filter(else_only) if else_only is not None and reach is not Reach.PLACE else rows
        several = [by_enterprise(theirs, "pk", reach, F(when), enterprise)]
        if own and reach in own:
            several.append(Links(rows, "pk", own[reach]))
        if reach is Reach.PLACE:
            several.append(standing_at(rows, when, enterprise))
        return Either(tuple(several))

    return Subject(model, links)


def standing_at(rows: Any, when: str, enterprise: str) -> Links:
    """Tied to the place where the enterprise stood, on a chain or not."""
    on: Any = F(when)
    stood = relation_on(f"{enterprise}states", on)
    rows = rows.alias(standing=stood, stood_at=F("standing__place__path")).filter(stood_at__isnull=False)
    return Links(rows, "pk", ("stood_at",))


def by_body(prefix: str = "") -> Columns:
    """The columns by which a row is tied to the body it was placed with."""
    return {
        Reach.CLUSTER: (f"{prefix}body__cluster__path",),
        Reach.PLACE: (f"{prefix}body__cluster__place__path",),
        Reach.ORGANIZATION: (f"{prefix}body__organization",),
    }


OWN_MONEY: Columns = {Reach.CLUSTER: ("cluster__path",), Reach.PLACE: ("place__path", "cluster__place__path")}
OWN_PLATFORM: Columns = {
    Reach.CLUSTER: ("occasion__platform__cluster__path",),
    Reach.PLACE: ("occasion__platform__place__path",),
    Reach.ORGANIZATION: ("occasion__platform__owner",),
}
ORDERS = of_enterprise(ServiceOrder, "submitted_at__date", own=by_body(), else_only=Q(body=None))
RATINGS = of_enterprise(
    Rating, "rated_at__date", prefix="order__", own=by_body("order__"), else_only=Q(order__body=None)
)
VISITS = of_enterprise(Visit, "held_on", own={Reach.ORGANIZATION: ("organization",)})
FUNDS = of_enterprise(FinanceRecord, "paid_on", own=OWN_MONEY, else_only=Q(cluster=None))
CLAIMS = of_enterprise(PolicyClaim, "paid_on")
SERVED = of_enterprise(EnterpriseServed, "occasion__held_on", own=OWN_PLATFORM)
SHEETS = tied(EvaluationSheet, cluster="round__cluster__path", place="round__cluster__place__path")
ACTION_BRANCHES = tied(
    ActionBranch,
    cluster="cluster__path",
    place="organization__place__path cluster__place__path",
    organization="organization host",
)
WORK_TEAMS = tied(
    WorkTeam,
    cluster="cluster__path body__cluster__path",
    place="place__path cluster__place__path body__cluster__place__path",
    organization="organization body__organization",
)
TEAM_MEMBERS = tied(
    TeamMember,
    cluster="team__cluster__path team__body__cluster__path",
    place="team__place__path team__cluster__place__path team__body__cluster__place__path",
    organization="team__organization team__body__organization",
)


def of_list(model: Any) -> Subject:
    """Rows of a list stand where their cluster does; those of an enterprise also where it does."""
    return tied(
        model,
        cluster="cluster__path",
        place="cluster__place__path",
        organization="cluster__bodies__organization",
    )


NEEDS, RESOURCES, ACTIONS = of_list(Need), of_list(Resource), of_list(Action)


def _officer_links(reach: Reach, day: date) -> Links | None:
    if reach is Reach.EVERYTHING:
        return None
    return by_enterprise(commissioned(day), "member", reach, day, "enterprise__")


OFFICERS = Subject(Member, _officer_links)


# Orders


def resolved_through(channel: str) -> Any:
    """Closed in the period, of one channel."""
    return lambda period: ServiceOrder.objects.resolved_in(period).filter(channel=channel)


def due(period: Period) -> Any:
    """Taken on and due by the end of the period."""
    return ServiceOrder.objects.due_by(period.end)


def resolved_of_due(period: Period) -> Any:
    """Of those, what is closed by then."""
    closed = ServiceOrder.objects.resolved_by(period.end).order_by().values("pk")
    return due(period).filter(pk__in=closed)


def dispatched_in_time(period: Period) -> Any:
    """Placed in the period and dispatched within 24 working hours."""
    return ServiceOrder.objects.placed_in(period).dispatched_in_time()


def rated(period: Period) -> Any:
    """The last word on each order, given in the period."""
    return Rating.objects.last_by(period.end).rated_in(period)


# Visits and lists


def visits_to_operating(period: Period) -> Any:
    """Visits in the period to enterprises among E."""
    firms = sets.enterprises(period.end).order_by().values("pk")
    return Visit.objects.done_in(period).filter(enterprise__in=firms)


def visits_of(kind: str, period: Period) -> Any:
    """Visits of one kind."""
    return Visit.objects.done_in(period).filter(kind=kind)


def matched(period: Period) -> Any:
    """Needs verified in the period and linked to a resource or an action by its end."""
    return Need.objects.verified_in(period).matched(period.end)


def money(kind: str) -> Any:
    """Paid out in the period, of one kind of amount."""
    return lambda period: FinanceRecord.objects.paid_in(period).filter(amount_kind=kind)


def sheets(kind: str) -> Any:
    """Sheets of one direction, each with its score."""
    return lambda period: EvaluationSheet.objects.reckoned_in(period).of_kind(kind).scored()


# Branches, teams, commissioners


def branches(day: date, **facts: str) -> Any:
    """行动支部 in force."""
    return ActionBranch.objects.in_force(day).filter(**facts)


def busy(day: date) -> Any:
    """Branches that visited, handled or settled something in the last 90 days."""
    lately = Period(day - ACTIVE + timedelta(days=1), day)
    visited = Visit.objects.done_in(lately).values("organization")
    handled = Assignment.objects.filter(
        Q(accepted_at__date__range=lately.days) | Q(finished_at__date__range=lately.days)
    ).values("organization")
    settled = Resolution.objects.cleared_in(lately).values("organization")
    done = (rows.order_by().filter(organization__isnull=False) for rows in (visited, handled, settled))
    return branches(day).filter(_any(done))


def _any(done: Any) -> Q:
    condition = Q(pk__in=[])
    for rows in done:
        condition |= Q(organization__in=rows)
    return condition


def teams(kind: str) -> Any:
    """工作队伍 of one kind in force."""
    return partial(_teams, kind)


def _teams(kind: str, day: date) -> Any:
    return WorkTeam.objects.in_force(day).filter(kind=kind)


def people_of(kind: str) -> Any:
    """People on teams of one kind."""

    def rows(period: Period) -> Any:
        on_teams = _teams(kind, period.end).order_by().values("pk")
        return TeamMember.objects.in_force(period.end).filter(team__in=on_teams)

    return rows


def commissioned(day: date) -> Any:
    """红色专员 in force."""
    return Liaison.objects.in_force(day).filter(kind=Liaison.Kind.COMMISSIONER)


def attended(day: date) -> Any:
    """E with a red commissioner."""
    return sets.enterprises(day).filter(pk__in=commissioned(day).order_by().values("enterprise"))


def officers(period: Period) -> Any:
    """Red commissioners, each with how many enterprises the officer serves (``load``)."""
    serving = Q(liaisons__in=commissioned(period.end).order_by().values("pk"))
    load = Count("liaisons__enterprise", filter=serving, distinct=True)
    return Member.objects.filter(serving).annotate(load=load)
