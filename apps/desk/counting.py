"""人数 — members as the handbook counts them: 正式党员 and 预备党员, 党籍正常, by where they belong today."""

from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.core.remit import Remit
from apps.members.models import Affiliation, Member


def belonging(remit: Remit, day: date) -> QuerySet:
    """Affiliations of counted members, in organisations the remit reaches."""
    members = Member.objects.counted(day).order_by().values("pk")
    return Affiliation.objects.within(remit).in_force(day).filter(member__in=members).order_by()


def below(remit: Remit, day: date) -> Coalesce:
    """How many belong to an organisation (the outer row) or below it."""
    there = belonging(remit, day).filter(organization__path__startswith=OuterRef("path"))
    counted = there.annotate(all=Count("pk")).values("all")
    counted.query.group_by = ()
    return Coalesce(Subquery(counted), 0)


def per_organization(remit: Remit, day: date, organizations: set[int]) -> dict[int, int]:
    """How many belong to each of these organisations itself."""
    there = belonging(remit, day).filter(organization__in=organizations)
    return dict(there.values_list("organization").annotate(Count("pk")))
