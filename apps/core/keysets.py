"""键集 — sets of keys written in SQL, joined as sets are; for figures that ask for dozens of them at once.

A queryset of nested querysets is rebuilt for every figure, and building it takes longer than running it.
"""

from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.expressions import RawSQL


@dataclass(frozen=True)
class Keys:
    """键集 — a SELECT of one column of keys with its parameters; ``sql`` is written by us, never typed in."""

    sql: str
    parameters: tuple[Any, ...] = ()

    def __or__(self, other: Self) -> Self:
        return self._joined("UNION", other)

    def __and__(self, other: Self) -> Self:
        return self._joined("INTERSECT", other)

    def __sub__(self, other: Self) -> Self:
        return self._joined("EXCEPT", other)

    def _joined(self, how: str, other: Self) -> Self:
        return type(self)(
            f"({self.sql}) {how} ({other.sql})",
            (*self.parameters, *other.parameters),
        )

    def of(self, rows: Any) -> QuerySet:
        """Those of ``rows`` whose keys are in the set."""
        return rows.filter(pk__in=self.raw)

    @property
    def raw(self) -> RawSQL:
        """For a condition: ``Q(pk__in=keys.raw)``."""
        return RawSQL(self.sql, self.parameters)  # nosec B611

    @property
    def one_if(self) -> Case:
        """1 for rows in the set, 0 for others: to be added up."""
        return Case(When(pk__in=self.raw, then=Value(1)), default=Value(0), output_field=IntegerField())
