"""去处 — addresses of the pages about one thing and of the list it stands in.

Pages say themselves where they are: ``pages`` makes the addresses of a register and remembers them, ``lead``
remembers those of a register whose pages are made by hand. Both are called where addresses are declared.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from apps.core.access import reachable
from apps.core.navigation import resolve
from apps.core.tables import Cell

PAGES: dict[type[Model], str] = {}
LISTS: dict[type[Model], str] = {}


def lead(model: type[Model], *, page: str, listing: str = "") -> None:
    """Let rows of ``model`` be found on the page of this name, all of them in the list of that one."""
    PAGES[model] = page
    if listing:
        LISTS[model] = listing


def address(thing: Any) -> str:
    """Where the page about ``thing`` is; nothing for nothing, and for what has no page."""
    page = PAGES.get(type(thing))
    return reverse(page, args=[thing.pk]) if page else ""


def listed(model: type[Model], **chosen: object) -> str:
    """Where rows of ``model`` are listed, narrowed by a filter of that list; nothing if they are not."""
    page = LISTS.get(model)
    query = "&".join(f"{name}={value}" for name, value in chosen.items())
    return f"{reverse(page)}?{query}" if page else ""


def to_add(model: type[Model], label: str) -> list[tuple[str, str]]:
    """The button that adds a row in the administration, if it is there."""
    page = resolve(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    return [(label, page)] if page else []


def to_change(row: Model) -> list[tuple[str, str]]:
    """The button that changes the plain facts of a row in the administration, if it is there."""
    page = resolve(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", (str(row.pk),))
    return [("修改信息", page)] if page else []


class Links:
    """Addresses of those of some things that the reader may open; the others are names only."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.open: dict[type[Model], set[int]] = {}

    def know(self, things: Iterable[Any]) -> None:
        """Ask once for each kind which of ``things`` (or nothings) the remit reaches."""
        keys: dict[type[Model], set[int]] = defaultdict(set)
        for thing in things:
            if type(thing) in PAGES:
                keys[type(thing)].add(thing.pk)
        for model, wanted in keys.items():
            found = reachable(model, self.request).filter(pk__in=wanted) if self.may_view(model) else None
            opened = set() if found is None else set(found.values_list("pk", flat=True))
            self.open.setdefault(model, set()).update(opened)

    def may_view(self, model: type[Model]) -> bool:
        """Whether the reader's duties open pages of this kind."""
        return self.request.user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")

    def cell(self, thing: Any) -> Cell:
        """A table cell that names ``thing`` and leads to it."""
        return Cell(thing if thing is not None else "", self.to(thing))

    def to(self, thing: Any) -> str:
        """The address, or nothing."""
        return address(thing) if thing is not None and thing.pk in self.open.get(type(thing), ()) else ""
