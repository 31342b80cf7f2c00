"""触及 — the usual ways a remit reaches rows, in short: by a path, as another row is, or through parts."""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Case, Model, Q, Value, When

from apps.core import clock
from apps.core.dated import Dated, in_force
from apps.core.remit import Lookup, Reach, Stretch, Target, condition, stretch_of, table_of

Table = dict[Reach, Lookup]
BUSINESS = tuple(reach for reach in Reach if reach is not Reach.EVERYTHING)
AT_ONCE = 100


def below(**paths: str) -> Table:
    """Rows at or below the target: ``below(place="place__path", cluster="cluster__path")``."""
    return {Reach(reach): f"{path}__startswith" for reach, path in paths.items()}


def following(column: str, model: type[Model]) -> Table:
    """Rows reached whenever the row of ``model`` in ``column`` is."""
    return {reach: _through(column, model, reach) for reach in BUSINESS}


def _through(column: str, model: type[Model], reach: Reach) -> Callable[[Target], Q]:
    def lookup(target: Target) -> Q:
        if reach not in table_of(model):
            return Q(pk__in=[])
        rows = model._default_manager.filter(stretch_of(model, reach, target))
        return Q(**{f"{column}__in": rows.order_by().values("pk")})

    return lookup


def either(*tables: Table) -> Table:
    """Rows that any of several links leads to."""
    return {reach: _any_of([t[reach] for t in tables if reach in t]) for table in tables for reach in table}


def _any_of(lookups: list[Lookup]) -> Callable[[Target], Q]:
    return lambda target: reduce(or_, (condition(lookup, target) for lookup in lookups))


def reach_by_parts(model: type[Model], part: type[Model], owner: str, links: Table) -> None:
    """Let rows of ``model`` be reached by what their parts link to; dated parts only while in force."""
    table = table_of(model)
    for reach, lookup in links.items():
        known = [table[reach]] if reach in table else []
        table[reach] = _any_of([*known, _owning(part, owner, lookup)])


def _owning(part: type[Model], owner: str, lookup: Lookup) -> Callable[[Target], Q]:
    def found(target: Target) -> Q:
        rows = part._default_manager.filter(condition(lookup, target))
        if issubclass(part, Dated):
            rows = rows.filter(in_force(clock.today()))
        return Q(pk__in=rows.order_by().values(owner))

    return found


def reaching(row: Model, stretches: Iterable[Stretch]) -> set[Stretch]:
    """Which of many stretches reach one row; a hundred are asked in one query."""
    model: Any = type(row)
    known = table_of(model)
    asked = [one for one in dict.fromkeys(stretches) if one.reach is Reach.EVERYTHING or one.reach in known]
    found = {one for one in asked if one.reach is Reach.EVERYTHING}
    narrow = [one for one in asked if one not in found]
    for start in range(0, len(narrow), AT_ONCE):
        some = {f"stretch_{place}": one for place, one in enumerate(narrow[start : start + AT_ONCE])}
        answers = {name: _whether(condition(known[one.reach], one.target)) for name, one in some.items()}
        said = model._base_manager.filter(pk=row.pk).annotate(**answers).values(*some).first() or {}
        found |= {one for name, one in some.items() if said.get(name)}
    return found


def _whether(asked: Q) -> Case:
    return Case(When(asked, then=Value(True)), default=Value(False), output_field=BooleanField())
