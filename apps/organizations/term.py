"""任期 — when an organisation's term ends, and whether re-election is overdue on a day.

党委一般五年，党总支、党支部一般三年（中办《关于党的基层组织任期的意见》）; without a written length
its kind decides. An approved extension counts toward the term it was approved in (选举工作条例第三条).
"""

from datetime import date, timedelta

from django.db.models import (
    Case,
    DateField,
    DateTimeField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest

from apps.organizations.kinds import TERM_YEARS
from apps.organizations.models import TermExtension

NOTICE = timedelta(days=90)
TEMPORARY = "9"  # 临时党组织不进行换届: their term is only what somebody wrote down
CUSTOMARY = {kind: years for kind, years in TERM_YEARS.items() if not kind.value.startswith(TEMPORARY)}


def with_term(organizations: QuerySet, day: date) -> QuerySet:
    """As ``.on(day)``, each with ``term_ends_on``: nothing for functional organisations and unknown terms."""
    customary = [When(type_code=kind.value, then=Value(years)) for kind, years in CUSTOMARY.items()]
    years = Coalesce("term_years", Case(*customary, output_field=IntegerField()))
    length = Func(years, template="make_interval(years => %(expressions)s)")
    ends = ExpressionWrapper(F("term_starts_on") + length, output_field=DateTimeField())
    regular = Cast(ends, DateField())
    extended = TermExtension.objects.filter(
        organization=OuterRef("pk"), approved_on__gte=OuterRef("term_starts_on"), approved_on__lte=day
    ).order_by("-until")
    return organizations.on(day).annotate(
        regular_term_ends_on=Case(When(is_functional=False, then=regular), output_field=DateField()),
        term_ends_on=Case(
            When(
                regular_term_ends_on__isnull=False,
                then=Greatest(F("regular_term_ends_on"), Subquery(extended.values("until")[:1])),
            ),
            output_field=DateField(),
        ),
    )


def overdue(organizations: QuerySet, day: date) -> QuerySet:
    """到期未换届 — the term, with what extends it, ended before ``day``."""
    return with_term(organizations, day).filter(term_starts_on__lte=day, term_ends_on__lt=day)


def due(organizations: QuerySet, day: date, kind: str = "") -> QuerySet:
    """Overdue (``bad``), ending within 90 days (``warn``) or both, the longest overdue first."""
    ends = {"bad": Q(term_ends_on__lt=day), "warn": Q(term_ends_on__range=(day, day + NOTICE))}
    wanted = ends.get(kind, ends["bad"] | ends["warn"])
    standing = organizations.filter(pk__in=organizations.model.objects.counted(day).order_by().values("pk"))
    return with_term(standing, day).filter(wanted, term_starts_on__lte=day).order_by("term_ends_on", "pk")


def tone(end: date | None, day: date) -> str:
    """bad when overdue, warn in the last 90 days (R8)."""
    if end is None or end > day + NOTICE:
        return ""
    return "bad" if end < day else "warn"
