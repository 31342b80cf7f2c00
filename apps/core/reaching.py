"""触及 — the usual ways a remit reaches rows, in short: by a path, as another row is, or through parts."""

from collections.abc import Callable
from functools import reduce
from operator import or_

from django.db.models import Model, Q

from apps.core import clock
from apps.core.dated import Dated, in_force
from apps.core.remit import Lookup, Reach, Target, condition, stretch_of, table_of

Table = dict[Reach, Lookup]
BUSINESS = tuple(reach for reach in Reach if reach is not Reach.EVERYTHING)


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
