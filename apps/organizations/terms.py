"""任期 — when an organisation's term ends, and whether its re-election is overdue on a day."""

from datetime import date

from django.db.models import (
    Case,
    DateField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from apps.organizations.kinds import TERM_YEARS
from apps.organizations.models import TermExtension

TEMPORARY = "9"  # 临时党组织不进行换届: their term is only what somebody wrote down


def with_term(organizations: QuerySet, day: date) -> QuerySet:
    """Each with ``term_ends_on``; without a written length its kind on that day decides."""
    customary = [
        When(type_code=kind.value, then=Value(years))
        for kind, years in TERM_YEARS.items()
        if not kind.value.startswith(TEMPORARY)
    ]
    years = Coalesce("term_years", Case(*customary, output_field=IntegerField()))
    length = Func(years, template="make_interval(years => %(expressions)s)")
    ends = ExpressionWrapper(F("term_starts_on") + length, output_field=DateField())
    return organizations.on(day).annotate(term_ends_on=ends)


def overdue(organizations: QuerySet, day: date) -> QuerySet:
    """到期未换届 — the term is over and no approved extension covers the day (选举工作条例第三条)."""
    extensions = TermExtension.objects.filter(approved_on__lte=day, until__gte=day)
    return with_term(organizations, day).filter(
        Q(term_starts_on__lte=day, term_ends_on__lt=day),
        ~Q(pk__in=extensions.order_by().values("organization")),
    )
