"""查找 — one parameter for many values: the driver takes seconds to spell out thousands of placeholders."""

import re
from typing import Any

from django.db.models import Lookup

ESCAPED, BACKSLASHED = re.compile(r'(["\\])'), r"\\\1"


class Among(Lookup):
    """``pk__among=keys`` — like ``in``, with the values as one array."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """``column = ANY(array)``"""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*parameters, _spelled(list(self.rhs))]


def _spelled(values: list[Any]) -> Any:
    """As the database writes arrays, at once; the driver goes through the values one by one."""
    kinds = set(map(type, values))
    if kinds == {str}:
        return "{" + ",".join(f'"{ESCAPED.sub(BACKSLASHED, value)}"' for value in values) + "}"
    if kinds == {int}:
        return "{" + ",".join(map(str, values)) + "}"
    if kinds == {bytes}:
        return "{" + ",".join(f'"\\\\x{value.hex()}"' for value in values) + "}"
    return values
