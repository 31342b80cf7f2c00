"""明细表 — how rows of one kind are shown: which columns, in which order, and what is fetched with them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from apps.chains.unit import Unit
from apps.clusters.models import Cluster, Enterprise
from apps.core.columns import Column, columns
from apps.core.remit import Remit
from apps.members.models import Member
from apps.organizations.models import PartyOrganization

PAGES: dict[type[Model], str] = {
    Cluster: "clusters:cluster",
    Enterprise: "clusters:enterprise",
    PartyOrganization: "organizations:organization",
    Member: "members:member",
}


def address(thing: Any) -> str:
    """Where the page about a thing is; nothing for what has none."""
    page = PAGES.get(type(thing))
    return reverse(page, args=[thing.pk]) if page else ""


def with_related(*names: str) -> Callable[[QuerySet, Remit, date], QuerySet]:
    """For rows that need no more than the rows they point to."""
    return lambda rows, remit, day: rows.select_related(*names)


@dataclass(frozen=True)
class Sheet:
    """How rows of one model are shown: columns, order, what is fetched with them, how they are counted.

    ``decorated`` adds to the rows, ``completed`` to those of one page once they are fetched.
    """

    columns: tuple[Column, ...]
    order: tuple[str, ...]
    decorated: Callable[[QuerySet, Remit, date], QuerySet] = lambda rows, remit, day: rows
    completed: Callable[[list[Any], date], list[Any]] = lambda rows, day: rows
    unit: Unit = Unit.ENTRIES


def of_fields(
    model: type[Model], *names: str | Column, order: tuple[str, ...], unit: Unit = Unit.ENTRIES
) -> Sheet:
    """A sheet that shows fields of its model; the first leads to the row's own page."""
    shown = columns(model, *names)
    joins = {join for column in shown for join in column.joins}
    return Sheet(shown, order, with_related(*sorted(joins)) if joins else Sheet.decorated, unit=unit)
