"""活动链明细 — activities with hosts, attendances, turns, brands, and consultations of cluster bodies."""

from datetime import date
from typing import Any

from django.db.models import Model, Prefetch, QuerySet

from apps.activities.models import Activity, ActivityHost, Attendance, Brand, RotationSlot
from apps.chains.tables.sheet import Sheet, with_related
from apps.chains.unit import Unit
from apps.core.columns import LASTING, Parts, columns, several
from apps.core.remit import Remit
from apps.organizations.models import PartyOrganization
from apps.services.models import Consultation


def _activities(rows: Any, remit: Remit, day: date) -> QuerySet:
    reached = PartyOrganization.objects.within(remit).order_by()
    hosts = ActivityHost.objects.filter(organization__in=reached).select_related("organization")
    return rows.select_related("cluster", "course").prefetch_related(Prefetch("hosts", hosts, "told_hosts"))


HOSTS = several("hosts", "主办党组织", Parts(lambda a: [host.organization for host in a.told_hosts]))

SHEETS: dict[type[Model], Sheet] = {
    Activity: Sheet(
        columns(
            Activity,
            "title",
            "held_on",
            "kind",
            HOSTS,
            "cluster",
            "six_together",
            "four_meeting",
            "course",
            "headcount",
            "external_headcount",
            "venue",
        ),
        ("-held_on", "-pk"),
        _activities,
        unit=Unit.EVENTS,
    ),
    Attendance: Sheet(
        columns(Attendance, "member", "activity", "activity__held_on", "organization", "status", "hours"),
        ("-activity__held_on", "pk"),
        with_related("member", "activity", "organization"),
        unit=Unit.ATTENDANCES,
    ),
    RotationSlot: Sheet(
        columns(
            RotationSlot,
            "organization",
            "plan",
            "kind",
            "first_day",
            "last_day",
            "status",
            "activity",
            "activity__held_on",
        ),
        ("first_day", "pk"),
        with_related("organization", "plan__body__organization", "activity"),
    ),
    Brand: Sheet(
        columns(Brand, "name", "kind", "organization", "cluster", "place", "slogan", "status", LASTING),
        ("-starts_on", "pk"),
        with_related("organization", "cluster", "place"),
        unit=Unit.THINGS,
    ),
    Consultation: Sheet(
        columns(Consultation, "body", "kind", "number", "held_on", "agenda", "status"),
        ("-held_on", "pk"),
        with_related("body__organization"),
        unit=Unit.EVENTS,
    ),
}
