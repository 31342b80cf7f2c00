"""预警 — counted for a scope in one statement, and told row by row."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.chains.alerts.alert import Alert, Reason
from apps.chains.alerts.kinds import ALERTS
from apps.chains.indicator import Chain
from apps.chains.measuring import count_rows
from apps.chains.models import Clearance
from apps.chains.scope import Scope
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
    """How many rows each kind has, raised or looked into; one query."""
    rows = [
        alert.cleared(scope, remit, day) if cleared else alert.raised(scope, remit, day)
        for alert, remit in remits.items()
    ]
    return dict(zip(remits, count_rows(rows), strict=True))


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
