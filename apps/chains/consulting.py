"""会商 — how many a cluster body held, and how many its rhythm asked for."""

from functools import reduce
from operator import add
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When

from apps.chains.subject import tied
from apps.core.dated import in_force
from apps.core.period import Period
from apps.organizations.models import ClusterBody
from apps.services.models import Consultation

Frequency = ClusterBody.Frequency
RHYTHMS = {
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.HALF_YEARLY: 6,
    Frequency.YEARLY: 12,
}
"""会商频次 in months."""
CONSULTATIONS = tied(
    Consultation,
    cluster="body__cluster__path",
    place="body__cluster__place__path",
    organization="body__organization",
)


def consultations_of(kind: str, period: Period) -> Any:
    """会商 of a kind held in the period."""
    return Consultation.objects.held_in(period).filter(kind=kind)


def consultations_due(period: Period) -> Any:
    """Bodies with how many were ``due`` in a period: one for each stretch of their rhythm whole in it."""
    stretches = [(rhythm, one) for rhythm, length in RHYTHMS.items() for one in period.stretches(length)]
    if not stretches:
        return ClusterBody.objects.none().annotate(due=Value(0))
    due = reduce(add, (_due_in(rhythm, one) for rhythm, one in stretches))
    return ClusterBody.objects.annotate(due=due).filter(due__gt=0)


def _due_in(rhythm: str, stretch: Period) -> Case:
    whole = Q(in_force(stretch.end), consult_frequency=rhythm, starts_on__lte=stretch.start)
    return Case(When(whole, then=Value(1)), default=Value(0), output_field=IntegerField())
