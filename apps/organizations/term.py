"""任期 — when the term of an organisation ends (中办《关于党的基层组织任期的意见》)."""

from datetime import date, timedelta

from django.db.models import QuerySet

from apps.core.dates import add_years
from apps.organizations.models import PartyOrganization

NOTICE = timedelta(days=90)


def regular_end(organization: PartyOrganization) -> date | None:
    """When the term ends by itself; functional organisations have none."""
    if organization.is_functional or not (organization.term_starts_on and organization.term_years):
        return None
    return add_years(organization.term_starts_on, organization.term_years)


def term_ends_on(organization: PartyOrganization) -> date | None:
    """When the term ends, an extension approved in it counted in; prefetch ``extensions``."""
    end = regular_end(organization)
    begun = organization.term_starts_on
    extended = [row.until for row in organization.extensions.all() if begun and row.approved_on >= begun]
    return max([end, *extended]) if end else None


def due(organizations: QuerySet, today: date, kind: str = "") -> list[tuple[date, PartyOrganization]]:
    """Those whose term is over (``bad``) or ends soon (``warn``), the longest overdue first."""
    rows = organizations.filter(pk__in=PartyOrganization.objects.counted(today).order_by().values("pk"))
    rows = rows.exclude(term_starts_on=None).exclude(term_years=None).prefetch_related("extensions")
    ends = [(end, row) for row in rows if (end := term_ends_on(row))]
    found = [(end, row) for end, row in ends if tone(end, today) in ((kind,) if kind else ("bad", "warn"))]
    return sorted(found, key=lambda pair: (pair[0], pair[1].pk))


def tone(end: date | None, today: date) -> str:
    """bad when overdue, warn in the last 90 days (R8)."""
    if end is None or today < end - NOTICE:
        return ""
    return "bad" if today >= end else "warn"
