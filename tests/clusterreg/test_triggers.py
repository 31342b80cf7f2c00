"""触发器登记册 — the quicker book says what the library would work out, and refuses what it refuses."""

import pgtrigger
import pytest
from pgtrigger import registry

from apps.clusters.models import Cluster
from clusterreg.triggers import IndexedRegistry

SLOW = registry._Registry


@pytest.fixture
def book(monkeypatch):
    """A book of its own, with what is registered."""
    found = IndexedRegistry()
    monkeypatch.setattr(registry, "_registry", found)
    return found


def test_the_triggers_of_the_register_are_in_the_quicker_book():
    assert type(registry._registry) is IndexedRegistry
    assert len(registry._registry) > 100


def test_the_quicker_book_says_what_the_library_works_out(book):
    assert book.by_db_table == SLOW.by_db_table.fget(book)
    assert book.pg_function_names == SLOW.pg_function_names.fget(book)


def test_a_name_given_twice_in_a_table_is_refused(book):
    taken = next(trigger for model, trigger in book.values() if model is Cluster)
    other = pgtrigger.Protect(name=taken.name, operation=pgtrigger.Truncate)
    with pytest.raises(KeyError, match="already used"):
        other.register(Cluster)


def test_a_trigger_taken_out_is_forgotten(book):
    key, (model, trigger) = next(iter(book.items()))
    triggers, given = list(model._meta.triggers), list(model._meta.original_attrs["triggers"])
    del book[key]
    model._meta.triggers, model._meta.original_attrs["triggers"] = triggers, given
    assert (model._meta.db_table, trigger.name) not in book.by_db_table
    assert trigger.get_pgid(model) not in book.pg_function_names
