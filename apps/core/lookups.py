"""查找 — one parameter for many values: the driver takes seconds to spell out thousands of placeholders."""

from typing import Any

from django.db.models import Lookup


class Among(Lookup):
    """``pk__among=keys`` — like ``in``, with the values as one array."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """``column = ANY(array)``"""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*parameters, list(self.rhs)]
