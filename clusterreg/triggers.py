"""触发器登记册 — pgtrigger's registry, made to find a name at once.

The library's own goes through all triggers registered so far for each further one: with our history of every
table, a third of what it takes any command to start.
"""

from typing import Any

from pgtrigger import registry


class IndexedRegistry(registry._Registry):
    """Keeps beside the triggers what the library works out anew for each."""

    by_db_table: dict[tuple[str, str], Any] = {}
    pg_function_names: set[str] = set()

    def __init__(self) -> None:
        self.by_db_table, self.pg_function_names = {}, set()
        super().__init__(registry._registry)

    def __setitem__(self, key: str, value: tuple[Any, Any]) -> None:
        super().__setitem__(key, value)
        model, trigger = value
        self.by_db_table[model._meta.db_table, trigger.name] = trigger
        self.pg_function_names.add(trigger.get_pgid(model))

    def __delitem__(self, key: str) -> None:
        model, trigger = self[key]
        super().__delitem__(key)
        del self.by_db_table[model._meta.db_table, trigger.name]
        self.pg_function_names.remove(trigger.get_pgid(model))


def index_triggers() -> None:
    """Register from here on in the quicker book; to be called before the first model is read."""
    registry._registry = IndexedRegistry()
