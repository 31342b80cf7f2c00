"""任期 — when the term of an organisation ends (中办《关于党的基层组织任期的意见》)."""

from datetime import date, timedelta

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


def tone(end: date | None, today: date) -> str:
    """bad when overdue, warn in the last 90 days (R8)."""
    if end is None or today < end - NOTICE:
        return ""
    return "bad" if today >= end else "warn"
