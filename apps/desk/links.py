"""去处 — addresses of the pages about one thing."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from apps.clusters.models import Cluster, Enterprise
from apps.core.access import reachable
from apps.core.navigation import resolve
from apps.core.tables import Cell
from apps.members.models import Member
from apps.organizations.models import PartyOrganization

PAGES = {
    Cluster: "clusters:cluster",
    Enterprise: "clusters:enterprise",
    PartyOrganization: "organizations:organization",
    Member: "members:member",
}


def address(thing: Any) -> str:
    """Where the page about ``thing`` is; nothing for nothing."""
    return reverse(PAGES[type(thing)], args=[thing.pk]) if thing is not None else ""


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

    def know(self, things: Any) -> None:
        """Ask once which of ``things`` (of one kind, or nothing) the remit reaches."""
        kept = [thing for thing in things if thing is not None]
        if not kept:
            return
        model = type(kept[0])
        keys = {thing.pk for thing in kept}
        found = reachable(model, self.request).filter(pk__in=keys).values_list("pk", flat=True)
        self.open.setdefault(model, set()).update(found if self.may_view(model) else ())

    def may_view(self, model: type[Model]) -> bool:
        """Whether the reader's duties open pages of this kind."""
        return self.request.user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")

    def cell(self, thing: Any) -> Cell:
        """A table cell that names ``thing`` and leads to it."""
        return Cell(thing if thing is not None else "", self.to(thing))

    def to(self, thing: Any) -> str:
        """The address, or nothing."""
        return address(thing) if thing is not None and thing.pk in self.open.get(type(thing), ()) else ""
