"""登记页 — one shape for the page about one row of a register, told from its fields and what belongs to it.

A page names fields; labels, ways of saying and links come from the model.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model
from django.utils import timezone

from apps.core.columns import Column, column_of
from apps.core.links import LISTS, Links, to_change
from apps.core.models import Step
from apps.core.parts import Found, Part, belonging
from apps.core.record import record, writers
from apps.core.story import Fact, Moment, Panel, Story, Telling

TONES = {
    **dict.fromkeys(("open", "running", "current", "done", "named", "paid", "approved", "cleared"), "good"),
    **dict.fromkeys(("resolved", "rated", "matched", "settled", "available", "used"), "good"),
    **dict.fromkeys(("withdrawn", "declined", "refused", "cancelled", "removed"), "bad"),
    **dict.fromkeys(("suspended", "returned", "stopped", "closed", "expired", "retired"), "warn"),
}
"""How the usual states of workflows are toned."""


class RegisterEntry(Story):
    """The page about one row. Subclasses name its model, and what is told in which order.

    ``facts`` stand on top, ``groups`` (heading → facts) in panels of their own; ``badges`` are codes beside
    the name; ``parts`` fill the page, ``beside`` its narrow side, above the steps the row took.
    """

    facts: tuple[str | Column, ...] = ()
    groups: Mapping[str, tuple[str | Column, ...]] = {}
    badges: tuple[str | Column, ...] = ()
    parts: tuple[Part, ...] = ()
    beside: tuple[Part, ...] = ()
    related: tuple[str, ...] = ()
    tones: Mapping[str, str] = TONES

    @property
    def trail(self) -> Iterable[tuple[str, str]]:  # type: ignore[override]
        """The list the row stands in."""
        page = LISTS.get(self.model)
        return [(str(self.model._meta.verbose_name), page)] if page else []

    def reachable(self) -> Any:
        told = (*self.facts, *self.badges, *(name for names in self.groups.values() for name in names))
        joins = {join for name in told for join in self.column(name).joins} | set(self.related)
        rows = super().reachable()
        return rows.select_related(*sorted(joins)) if joins else rows

    def column(self, name: str | Column) -> Column:
        return column_of(self.model, name) if isinstance(name, str) else name

    def tell(self, row: Any) -> Telling:
        self.links = Links(self.request)
        main, side = self.find(self.parts, row), self.find(self.beside, row)
        self.know(row, [*main, *side])
        return Telling(
            badges=[self.badge(row, self.column(name)) for name in self.badges],
            facts=self.said_of(row, self.facts),
            panels=[
                *(Panel(heading, facts=self.said_of(row, names)) for heading, names in self.groups.items()),
                *self.further(row),
                *(found.panel(row, self.links) for found in main),
                *belonging(row, self.request, self.links),
                *([record(row)] if hasattr(row, "events") else []),
            ],
            side=[*(found.panel(row, self.links) for found in side), *self.aside(row), *self.steps(row)],
            tools=self.tools(row),
        )

    def further(self, row: Any) -> list[Panel]:
        """Panels of this page's own, before its parts."""
        return []

    def aside(self, row: Any) -> list[Panel]:
        """Panels of this page's own on its narrow side."""
        return []

    def tools(self, row: Any) -> list[tuple[str, str]]:
        """Buttons. A page whose rows move adds its moves here, before the plain change."""
        meta = self.model._meta
        may = self.request.user.has_perm(f"{meta.app_label}.change_{meta.model_name}")
        return to_change(row) if may else []

    def find(self, parts: Iterable[Part], row: Any) -> list[Found]:
        """What there is of each part the reader's duties open."""
        return [part.find(row, self.request) for part in parts if self.links.may_view(part.model)]

    def know(self, row: Any, found: Iterable[Found]) -> None:
        """Ask once which of the things named on the page the reader may open."""
        told = (*self.facts, *(name for names in self.groups.values() for name in names))
        things = [self.column(name).value(row) for name in told]
        things += [thing for one in found for thing in one.things()]
        self.links.know(thing for thing in things if isinstance(thing, Model))

    def said_of(self, row: Any, names: Iterable[str | Column]) -> list[Fact]:
        """Fields as facts; things lead to their pages."""
        facts = []
        for column in map(self.column, names):
            value = column.told(row)
            href = column.href(row) or (self.links.to(value) if isinstance(value, Model) else "")
            long = column.wide and bool(value)
            facts.append(Fact(column.label, "" if value is None else value, href, wide=long))
        return facts

    def badge(self, row: Any, column: Column) -> tuple[str, str]:
        """A code in words, toned by what it says."""
        value = column.value(row)
        return str(value or ""), column.tone(row) or self.tones.get(str(getattr(row, column.name, "")), "")

    def steps(self, row: Any) -> list[Panel]:
        """办理经过 — the moves of a row whose ``status`` a workflow writes."""
        if not any(each.name == "status" for each in self.model._meta.concrete_fields):
            return []
        taken = list(Step.objects.of(row))
        names = writers(step.by for step in taken)
        labels = dict(self.model._meta.get_field("status").flatchoices)  # type: ignore[union-attr]
        moments = [moment_of(step, labels, names, step is taken[-1]) for step in taken]
        return [Panel("办理经过", moments=moments[::-1], sentence="没有办理记录。")]


def moment_of(step: Step, labels: Mapping[Any, Any], names: Mapping[int, str], last: bool) -> Moment:
    """One step on a timeline: where it led, who took it and why."""
    who = names.get(step.by or 0, "")
    note = "：".join(filter(None, [who, step.why]))
    day = timezone.localtime(step.at).date()
    return Moment(day, str(labels.get(step.state, step.state)), note, now=last, at=step.at)
