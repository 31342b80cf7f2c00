"""预备期 — one year from the branch meeting, longer where it was extended (发展党员工作细则)."""

from datetime import date, timedelta

from django.db.models import DateField, DateTimeField, ExpressionWrapper, F, Func, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from apps.members.models import Member
from apps.members.models.member import PROBATIONARY

NOTICE = timedelta(days=30)
"""预备期满三十天仍未讨论转正的提醒（C14）；届满前三十天起列入待办."""


def with_probation(members: QuerySet) -> QuerySet:
    """Each with ``probation_ends_on``."""
    months = Value(12) + Coalesce("probation_extended_months", 0)
    length = Func(months, template="make_interval(months => %(expressions)s)")
    ends = ExpressionWrapper(F("joined_on") + length, output_field=DateTimeField())
    return members.annotate(probation_ends_on=Cast(ends, DateField()))


def ending(day: date) -> QuerySet:
    """预备党员 whose probation is over, or is within a month."""
    return with_probation(Member.objects.in_stages(day, PROBATIONARY)).filter(
        probation_ends_on__lte=day + NOTICE
    )
