"""核实预警 — say that an alert is known or does not apply, or take that back."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from apps.chains.alerts.alert import Alert
from apps.chains.models import Clearance
from apps.core import clock
from apps.core.history import because
from apps.core.moves import By


@transaction.atomic
def clear(alert: Alert, row: Model, *, verdict: str, note: str, until: date, by: By) -> Clearance:
    """核实 — from today; raised again on ``until``. Raises ``ValidationError`` for a wrong day or no note."""
    today = clock.today()
    if until <= today:
        raise ValidationError({"until": "有效期须晚于今天。"})
    rows = Clearance.objects.filter(alert=alert.code, key=row.pk)
    clearance = rows.filter(starts_on=today).first() or Clearance(
        alert=alert.code, key=row.pk, starts_on=today
    )
    clearance.verdict, clearance.note, clearance.ends_on = verdict, note.strip(), until
    clearance.full_clean()
    with because(by=by, why=note):
        rows.in_force(today).exclude(pk=clearance.pk).update(ends_on=today)
        clearance.save()
    return clearance


def raise_again(clearance: Clearance, *, by: By) -> Clearance:
    """撤回核实 — the alert is raised again from today."""
    clearance.ends_on = clock.today()
    with because(by=by, why="撤回核实"):
        clearance.save(update_fields=["ends_on"])
    return clearance
