"""预警清单的类别 — all kinds, chain by chain, in the order they are read."""

from collections.abc import Callable

from apps.chains.alerts import activity, organization, service, talent
from apps.chains.alerts.alert import Alert
from apps.core.remit import Remit

ALERTS: dict[str, Alert] = {
    alert.code: alert for alert in (*organization.ALERTS, *talent.ALERTS, *activity.ALERTS, *service.ALERTS)
}
GENERAL = "chains.view_reading"

RemitFor = Callable[..., Remit]
"""``user.remit_for``: where one duty allows all of some rights."""


def remits_for(remit_for: RemitFor, *rights: str) -> dict[Alert, Remit]:
    """Kinds that a reader's duties open, each with where one duty allows to read boards and its rows."""
    asked = {alert: remit_for(GENERAL, alert.view, *rights) for alert in ALERTS.values()}
    return {alert: remit for alert, remit in asked.items() if remit}
