"""比对 — what a row would change in the record it is about."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from apps.core.dates import partial_date

PRECISION = "_precision"


def changes_of(
    values: Mapping[str, Any], stored: Mapping[str, Any], *, erase: Collection[str] = ()
) -> dict[str, tuple[Any, Any]]:
    """Field → (old, new). Blanks erase only fields of `erase`; what is not stored is not compared."""
    return {
        field: (stored[field], given)
        for field, given in values.items()
        if field in stored
        and not field.endswith(PRECISION)
        and (given is not None or field in erase)
        and not _agree(field, values, stored)
    }


def _agree(field: str, values: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    given, old = values[field], stored[field]
    if isinstance(given, date) and isinstance(old, date):
        return _dates_agree(field, values, stored)
    return given == old or (given in _BLANK and old in _BLANK)


def _dates_agree(field: str, values: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """A month says nothing against a day within it; a day within a known month says more, and is a change."""
    given, old = partial_date(values, field), partial_date(stored, field)
    return given is not None and old is not None and given.may_be(old) and given.days >= old.days


_BLANK = (None, "", ())
