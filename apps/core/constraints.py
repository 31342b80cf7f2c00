"""约束 — facts about one row that many tables state alike, each with the sentence that refuses it."""

from django.db.models import CheckConstraint, F, Func, IntegerField, Q
from django.db.models.lookups import Exact, GreaterThanOrEqual


def exactly_one_of(*fields: str, name: str, message: str) -> CheckConstraint:
    """One of the links is set and the others are not: who a row is about may be one of several kinds."""
    return CheckConstraint(condition=Exact(_set_among(fields), 1), name=name, violation_error_message=message)


def at_least_one_of(*fields: str, name: str, message: str) -> CheckConstraint:
    """Some of the links are set."""
    return CheckConstraint(
        condition=GreaterThanOrEqual(_set_among(fields), 1), name=name, violation_error_message=message
    )


def in_order(earlier: str, later: str, *, name: str, message: str) -> CheckConstraint:
    """Where both days are known, one is not before the other."""
    return CheckConstraint(
        condition=Q(**{earlier: None}) | Q(**{later: None}) | Q(**{f"{later}__gte": F(earlier)}),
        name=name,
        violation_error_message=message,
    )


def needed_when(condition: Q, *fields: str, name: str, message: str) -> CheckConstraint:
    """Rows of a condition say these fields too."""
    told = Q(**{f"{field}__isnull": False for field in fields})
    return CheckConstraint(condition=~condition | told, name=name, violation_error_message=message)


def _set_among(fields: tuple[str, ...]) -> Func:
    return Func(*map(F, fields), function="num_nonnulls", output_field=IntegerField())
