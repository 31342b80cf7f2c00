"""形状 — what has to be known about a table to take writes to it back: its columns, owner and links."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import CASCADE, Field, ForeignKey, Model

from apps.core.fields import FOLLOWING
from apps.core.tree import Rooted


@cache
def numbers() -> dict[type[Model], int]:
    """Every model has a number, by which staged rows say what they are rows of."""
    return {model: number for number, model in enumerate(apps.get_models(), 1)}


def model_of(number: int) -> type[Model]:
    """The model of a number."""
    return apps.get_models()[number - 1]


@dataclass(frozen=True)
class Shape:
    """One table whose writes are on record."""

    model: type[Model]

    @property
    def place(self) -> int:
        """Its number in the staging table."""
        return numbers()[self.model]

    @property
    def events(self) -> Any:
        """The table of its history."""
        return self.model.pgh_event_model  # type: ignore[attr-defined]

    @cached_property
    def fields(self) -> list[Field]:
        """Every column but the key."""
        return [f for f in self.model._meta.concrete_fields if not f.primary_key]

    @cached_property
    def saying(self) -> list[Field]:
        """Columns by which two versions of a row differ: not those that follow others, nor today's path."""
        return [f for f in self.fields if not isinstance(f, FOLLOWING) and not self._is_path(f)]

    @cached_property
    def restored(self) -> list[Field]:
        """Columns written back: today's path follows today's tree."""
        return [f for f in self.fields if not self._is_path(f)]

    def _is_path(self, column: Field) -> bool:
        return issubclass(self.model, Rooted) and column.name == "path"

    @cached_property
    def links(self) -> list[ForeignKey]:
        """Its links to other rows."""
        return [f for f in self.fields if isinstance(f, ForeignKey)]

    @cached_property
    def owner(self) -> ForeignKey | None:
        """The link to what a row describes: said by ``owner_field``, else the first that falls with it."""
        named = getattr(self.model, "owner_field", None)
        if named:
            return next((link for link in self.links if link.name == named), None)
        return next((link for link in self.links if link.remote_field.on_delete is CASCADE), None)

    @cached_property
    def is_said_to_be_owned(self) -> bool:
        """Whether its rows stand together even when what they describe was not written itself."""
        return hasattr(self.model, "owner_field")

    @cached_property
    def excludes_others(self) -> bool:
        """Whether rows of one owner may not overlap."""
        return any(isinstance(each, ExclusionConstraint) for each in self.model._meta.constraints)


@dataclass
class Shapes:
    """The tables written under one label, parents before what points to them."""

    found: list[Shape] = field(default_factory=list)

    def __iter__(self) -> Any:
        return iter(self.found)

    def of(self, model: type[Model]) -> Shape | None:
        """The shape of a model that was written."""
        return next((shape for shape in self.found if shape.model is model), None)


def recorded(sparing: Iterable[str] = ()) -> list[type[Model]]:
    """Every model with whole history, in a steady order, but for those of the spared apps."""
    spared = frozenset(sparing)
    models = [
        m for m in apps.get_models() if hasattr(m, "pgh_event_model") and m._meta.app_label not in spared
    ]
    return sorted((m for m in models if _is_whole(m)), key=lambda m: m._meta.label)


def _is_whole(model: type[Model]) -> bool:
    kept = {f.name for f in model.pgh_event_model._meta.concrete_fields}  # type: ignore[attr-defined]
    return all(f.name in kept for f in model._meta.concrete_fields)


def parents_first(models: Iterable[type[Model]]) -> list[type[Model]]:
    """In an order in which rows may be inserted; a table that points to itself stands where it is."""
    waiting, done = list(models), []
    while waiting:
        ready = [m for m in waiting if not _needs(m) & (set(waiting) - {m})] or waiting[:1]
        done += ready
        waiting = [m for m in waiting if m not in ready]
    return done


def _needs(model: type[Model]) -> set[Any]:
    return {f.related_model for f in model._meta.concrete_fields if isinstance(f, ForeignKey)}
