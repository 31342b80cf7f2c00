"""职责范围 — the part of the registry one desk may see, as plain data.

A remit is worked out once per request (``apps.accounts``) and handed to
querysets: ``Enterprise.objects.within(request.remit)``. Querysets never look at
users, so a test needs a ``Remit`` and nothing else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import ClassVar, Self

from django.db.models import Model, Q, QuerySet, TextChoices

Target = int | str


class Reach(TextChoices):
    """What a grant reaches, and what its target is."""

    EVERYTHING = "everything", "全部"
    PLACE = "place", "区域及下级"  # target: the place's path
    CLUSTER = "cluster", "集群"  # target: the cluster's path
    ORGANIZATION = "organization", "党组织及下级"  # target: the organisation's path
    DEPARTMENT = "department", "部门"  # target: the department's key
    ENTERPRISE = "enterprise", "企业"  # target: the enterprise's key


Lookup = str | Callable[[Target], Q]
"""How a reach finds rows: a lookup that takes the target, or a function that makes one."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One grant's reach: ``Stretch(Reach.CLUSTER, "/3/")``; ``name`` is for people to read."""

    reach: Reach
    target: Target | None = None
    name: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.name or self.reach.label


@dataclass(frozen=True, slots=True)
class Remit:
    """A set of stretches; what any of them reaches is within."""

    stretches: frozenset[Stretch] = frozenset()

    @classmethod
    def everything(cls) -> Self:
        """The whole registry."""
        return cls.of(Stretch(Reach.EVERYTHING))

    @classmethod
    def of(cls, *stretches: Stretch) -> Self:
        """The remit made of these stretches."""
        return cls(frozenset(stretches))

    @property
    def is_everything(self) -> bool:
        """Whether nothing is outside."""
        return any(stretch.reach is Reach.EVERYTHING for stretch in self.stretches)

    def targets(self, reach: Reach) -> list[Target]:
        """The targets of one reach, in a steady order."""
        found = {s.target for s in self.stretches if s.reach is reach and s.target is not None}
        return sorted(found, key=str)

    def holds(self, reach: Reach, path: str) -> bool:
        """Whether one stretch of a reach, or of everything, holds the whole of what lies at a path."""
        return self.is_everything or any(path.startswith(str(target)) for target in self.targets(reach))

    def __bool__(self) -> bool:
        return bool(self.stretches)

    def __str__(self) -> str:
        if self.is_everything:
            return "全部"
        return "、".join(sorted(str(stretch) for stretch in self.stretches)) or "无"


NOTHING = Remit()


class RemitQuerySet(QuerySet):
    """Rows that a remit can narrow.

    ``reached_by`` says, reach by reach, how the remit's target finds rows. A reach
    it does not name, or one without a target, sees no rows: forgetting something
    hides data, never leaks it. A lookup that crosses a link to many rows must be a
    function answering with ``pk__in``, so that narrowing never repeats a row.
    """

    reached_by: ClassVar[dict[Reach, Lookup]] = {}

    def within(self, remit: Remit) -> Self:
        """The rows that ``remit`` reaches."""
        if remit.is_everything:
            return self
        conditions = [
            condition(self.reached_by[stretch.reach], stretch.target)
            for stretch in remit.stretches
            if stretch.reach in self.reached_by and stretch.target
        ]
        return self.filter(reduce(or_, conditions)) if conditions else self.none()


def condition(lookup: Lookup, target: Target | None) -> Q:
    """What one reach of a table asks of a row."""
    if target is None:
        return Q(pk__in=[])
    return Q(**{lookup: target}) if isinstance(lookup, str) else lookup(target)


def table_of(model: type[Model]) -> dict[Reach, Lookup]:
    """How each reach finds rows of ``model``."""
    return model._default_manager._queryset_class.reached_by  # type: ignore[attr-defined]


Saying = Callable[[type[Model], Reach, Target], Q]
_saying: ContextVar[Saying | None] = ContextVar("saying", default=None)


@contextmanager
def saying(how: Saying) -> Iterator[None]:
    """Let stretches be said in other words for a while: the second fence has functions for them."""
    token = _saying.set(how)
    try:
        yield
    finally:
        _saying.reset(token)


def stretch_of(model: type[Model], reach: Reach, target: Target) -> Q:
    """What one stretch of a remit asks of rows of ``model``."""
    say = _saying.get()
    return say(model, reach, target) if say else condition(table_of(model)[reach], target)


def reaches(model: type[Model], *reaches: Reach) -> Callable[[Callable[[Target], Q]], Callable[[Target], Q]]:
    """Register from above how a reach finds rows of ``model``, beside the link it runs through."""

    def register(lookup: Callable[[Target], Q]) -> Callable[[Target], Q]:
        table = table_of(model)
        for reach in reaches:
            if reach in table:
                raise ValueError(f"{model.__name__} already says how {reach} finds it")
            table[reach] = lookup
        return lookup

    return register
