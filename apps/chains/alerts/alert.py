"""预警类别 — which rows, how grave, why, whose, and what to do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.db.models.expressions import OrderBy

from apps.chains.indicator import Chain
from apps.chains.models import Clearance
from apps.chains.scope import Scope
from apps.chains.subject import Subject
from apps.core.remit import Remit


class Level(Enum):
    """级别 — the tone is that of a state on a page."""

    RED = "bad", "红色"
    AMBER = "warn", "黄色"

    def __init__(self, tone: str, label: str) -> None:
        self.tone, self.label = tone, label


class Reason(NamedTuple):
    """缘由 — in words with numbers, and since when it has been so, where that is known."""

    text: str
    since: date | None = None


Reasons = Callable[[Sequence[Any], date], Mapping[int, Reason]]
Owners = Callable[[Sequence[Any], date], Mapping[int, str]]
"""For some rows (of one page, say) by key: asked once for all of them."""


@dataclass(frozen=True, kw_only=True)
class Alert:
    """预警类别 — ``code`` stands in addresses and in clearances and never changes."""

    code: str
    name: str
    chain: Chain
    level: Level
    subject: Subject
    rows: Callable[[date], Any]
    reasons: Reasons
    owners: Owners
    action: str
    rule: str
    unit: str
    begun: Callable[[date], Any] | None = None
    """An expression of the day since which a row has waited, or of its place by age; nothing without one."""

    @property
    def view(self) -> str:
        """The right that opens its rows."""
        return self._right("view")

    @property
    def export(self) -> str:
        """The right that takes its rows away."""
        return self._right("export")

    def _right(self, verb: str) -> str:
        meta = self.subject.model._meta
        return f"{meta.app_label}.{verb}_{meta.model_name}"

    def found(self, scope: Scope, remit: Remit, day: date) -> QuerySet:
        """Rows it speaks of, looked into or not."""
        return self.subject.inside(self.rows(day).within(remit), scope, day).order_by()

    def raised(self, scope: Scope, remit: Remit, day: date) -> QuerySet:
        """Rows it is raised for."""
        return self.found(scope, remit, day).exclude(pk__in=Clearance.objects.of(self.code, day))

    def oldest_first(self, rows: QuerySet, day: date) -> QuerySet:
        """Rows by age, where they have one; the rest in the order of their register."""
        age = [OrderBy(self.begun(day), nulls_last=True)] if self.begun else []
        return rows.order_by(*age, *(rows.model._meta.ordering or ()), "pk")

    def cleared(self, scope: Scope, remit: Remit, day: date) -> QuerySet:
        """Rows it would be raised for, had nobody looked into them."""
        return self.found(scope, remit, day).filter(pk__in=Clearance.objects.of(self.code, day))
