"""人员 — which rows speak of people, and of whom: files that hold people are taken out for a purpose.

A model of people says so itself (``is_person``); whatever links to one speaks of people, and so does what
links to rows that are always about somebody, for these are called after them.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

OWN = "pk"


def is_person(model: Any) -> bool:
    """Whether each row is somebody."""
    return getattr(model, "is_person", False)


def links(model: type[Model], joins: Iterable[str] = ()) -> tuple[str, ...]:
    """Paths from a row to the people it names, by its own links and by ``joins``.

    Nothing for rows that name nobody; the row itself where it is somebody.
    """
    if is_person(model):
        return (OWN,)
    own = (field.name for field in model._meta.concrete_fields if field.is_relation)
    return tuple(dict.fromkeys(path for link in [*own, *joins] for path in _named(link, end_of(model, link))))


def _named(link: str, model: Any) -> list[str]:
    """The path of a link to somebody, or on to whom the row it leads to is always about."""
    if is_person(model):
        return [link]
    fields = model._meta.concrete_fields if model else ()
    return [f"{link}__{each.name}" for each in fields if is_person(each.related_model) and not each.null]


def end_of(model: type[Model], path: str) -> Any:
    """The model a path of links ends at; nothing where it ends at a plain value."""
    found: Any = model
    for name in path.split("__"):
        found = found._meta.get_field(name).related_model
        if found is None:
            return None
    return found


def keys(rows: Iterable[Model], paths: Iterable[str]) -> set[int]:
    """Whom rows name, by key; what the paths run through has been fetched with the rows."""
    wanted = [path.split("__") for path in paths]
    return {key for row in rows for path in wanted if (key := _key(row, path)) is not None}


def _key(row: Any, path: list[str]) -> int | None:
    for name in path[:-1]:
        row = getattr(row, name, None)
    last = path[-1]
    found: int | None = getattr(row, last if last == OWN else f"{last}_id", None)
    return found
