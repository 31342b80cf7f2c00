"""看什么 — the scope, the period and the 截至 day of a board, as its address says them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from apps.chains.scope import Scope, UnknownScope, clusters_within, places_within
from apps.clusters.models import Cluster, Place
from apps.core import clock
from apps.core.dates import add_years
from apps.core.period import Period, recent_quarters
from apps.core.remit import Reach, Remit
from apps.organizations.models import PartyOrganization

QUARTERS_OFFERED, YEARS_OFFERED = 8, 3
FOUNDED = 1921
OWN: dict[Reach, Any] = {Reach.CLUSTER: Cluster, Reach.PLACE: Place, Reach.ORGANIZATION: PartyOrganization}


@dataclass(frozen=True)
class Frame:
    """What a board is about; every number on it links on with the same frame."""

    remit: Remit
    scope: Scope
    named: Period
    as_of: date

    @classmethod
    def asked(cls, request: Any, remit: Remit) -> Self:
        """As the address says; what it leaves out is the reader's own scope, this quarter and today.

        Raises ``Http404`` for a scope outside the remit. A day outside the named period decides.
        """
        named = _period(request.GET.get("period", ""))
        as_of = _day(request.GET.get("as_of", "")) or (named or Period.until(clock.today())).as_of
        if named is None or not named.start <= as_of <= named.end:
            named = Period.quarter(as_of.year, (as_of.month + 2) // 3)
        text = request.GET.get("scope", "")
        try:
            scope = Scope.keyed(text, remit) if text else own_scope(remit)
        except UnknownScope as error:
            raise Http404 from error
        return cls(remit, scope, named, as_of)

    @property
    def period(self) -> Period:
        """The days read: from the beginning of the period to the 截至 day."""
        return Period(self.named.start, self.as_of)

    @property
    def before(self) -> Period:
        """The period before, read to its end."""
        return self.named.previous()

    @property
    def year_before(self) -> Period:
        """The same period a year earlier, read to its end."""
        return _year_earlier(self.named)

    def query(self, **more: str) -> str:
        """The frame as it stands in an address."""
        own = {"scope": self.scope.address, "period": self.named.written, "as_of": self.as_of.isoformat()}
        return "?" + urlencode({name: value for name, value in (own | more).items() if value}, safe=":")

    def address(self, page: str, *arguments: object, **more: str) -> str:
        """A page with this frame."""
        return reverse(page, args=arguments) + self.query(**more)

    def over(self, period: Period) -> "Frame":
        """The same scope for another period, read to its end or today."""
        return Frame(self.remit, self.scope, period, period.as_of)

    def on(self, scope: Scope) -> "Frame":
        """The same period and day for another scope."""
        return Frame(self.remit, scope, self.named, self.as_of)


def own_scope(remit: Remit) -> Scope:
    """Where a reader lands: on what alone is theirs, else on all that is theirs."""
    held = [stretch for stretch in remit.stretches if stretch.reach in OWN]
    if remit.is_everything or len(held) != 1:
        return Scope.everything(remit)
    target = OWN[held[0].reach].objects.filter(path=held[0].target).first()
    return Scope.of(target) if target else Scope.everything(remit)


def scopes_offered(frame: Frame) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Groups of (address, name, chosen) for the chooser."""
    whole = own_scope(frame.remit).reach is Reach.EVERYTHING
    groups = [
        ("", [Scope.everything(frame.remit)] if whole else []),
        ("区域", [Scope.of(place) for place in places_within(frame.remit)]),
        ("集群", [Scope.of(cluster) for cluster in clusters_within(frame.remit)]),
    ]
    if frame.scope.reach is Reach.ORGANIZATION:
        groups.append(("党组织", [frame.scope]))
    return [
        (label, [(scope.address, scope.name, scope == frame.scope) for scope in scopes])
        for label, scopes in groups
        if scopes
    ]


def periods_offered(frame: Frame) -> list[tuple[str, str, bool]]:
    """(address, name, chosen): the last quarters and years, and the one chosen."""
    today = clock.today()
    quarters = [
        Period.quarter(p.start.year, (p.start.month + 2) // 3)
        for p in recent_quarters(today, QUARTERS_OFFERED)
    ]
    years = [Period.year(today.year - back) for back in range(YEARS_OFFERED)]
    offered = [*quarters[::-1], *years]
    if frame.named not in offered:
        offered.append(frame.named)
    return [(period.written, str(period), period == frame.named) for period in offered]


def _period(text: str) -> Period | None:
    try:
        period = Period.read(text) if text else None
    except ValueError:
        return None
    return period if period and _can_be_told(period.start) and _can_be_told(period.end) else None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _can_be_told(day) else None


def _can_be_told(day: date) -> bool:
    """From the year the Party was founded to next year: comparisons must not leave the calendar."""
    return FOUNDED <= day.year <= clock.today().year + 1


def _year_earlier(period: Period) -> Period:
    match period.kind:
        case "year":
            return Period.year(period.start.year - 1)
        case "quarter":
            return Period.quarter(period.start.year - 1, (period.start.month + 2) // 3)
        case "month":
            return Period.month(period.start.year - 1, period.start.month)
    return Period(add_years(period.start, -1), add_years(period.end, -1))
