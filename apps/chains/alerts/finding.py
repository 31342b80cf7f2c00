"""预警 — counted for a scope in one statement, and told row by row."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from apps.chains.alerts.alert import Alert, Reason
from apps.chains.alerts.kinds import ALERTS
from apps.chains.indicator import Chain
from apps.chains.measuring import count_rows, statement
from apps.chains.models import Clearance
from apps.chains.remembered import answered
from apps.chains.scope import Scope
from apps.chains.seen import tables_of
from apps.core import clock
from apps.core.remit import Remit

UNKNOWN = Reason("")


@dataclass(frozen=True)
class Finding:
    """一条预警 — the row, why, since when, who answers for it; and who looked into it, if somebody did."""

    alert: Alert
    row: Any
    reason: Reason
    owner: str
    clearance: Clearance | None = None


def counted(
    remits: Mapping[Alert, Remit], scope: Scope, day: date, *, cleared: bool = False
) -> dict[Alert, int]:
    """How many rows each kind has, raised or looked into, from memory as far as it is current."""
    about = clock.today(), scope, day, cleared
    asked = {(about, alert.code, remit): alert for alert, remit in remits.items()}
    behind = {one: _tables(alert, scope, one[-1], day, cleared) for one, alert in asked.items()}

    def count(missing: list[Any]) -> dict[Any, int]:
        rows = [_rows(asked[one], scope, one[-1], day, cleared) for one in missing]
        return dict(zip(missing, count_rows(rows), strict=True))

    said = answered(behind, count) if behind else {}
    return {alert: said[one] for one, alert in asked.items()}


def _rows(alert: Alert, scope: Scope, remit: Remit, day: date, cleared: bool) -> QuerySet:
    return alert.cleared(scope, remit, day) if cleared else alert.raised(scope, remit, day)


def _tables(alert: Alert, scope: Scope, remit: Remit, day: date, cleared: bool) -> frozenset[str]:
    """Every table that finding its rows reads."""

    def statements() -> Iterator[str]:
        yield statement(_rows(alert, scope, remit, day, cleared))[0]

    return tables_of((alert.code, scope.reach, cleared), remit, statements)


def alerts_of(scope: Scope, remit: Remit, day: date) -> Counter[Chain]:
    """How many alerts each chain has in a scope: what a board says beside a chain; one query."""
    found: Counter[Chain] = Counter()
    for alert, count in counted(dict.fromkeys(ALERTS.values(), remit), scope, day).items():
        found[alert.chain] += count
    return found


def told(alert: Alert, rows: Sequence[Any], day: date) -> list[Finding]:
    """Some rows of one kind with all there is to say; as many queries however many rows, none for none."""
    if not rows:
        return []
    reasons, owners = alert.reasons(rows, day), alert.owners(rows, day)
    clearances = {
        c.key: c for c in Clearance.objects.in_force(day).filter(alert=alert.code, key__in=keys(rows))
    }
    return [
        Finding(alert, row, reasons.get(row.pk, UNKNOWN), owners.get(row.pk, ""), clearances.get(row.pk))
        for row in rows
    ]


def keys(rows: Iterable[Any]) -> list[int]:
    """Keys of rows."""
    return [row.pk for row in rows]
