"""一行表 — the rows a line stands for, made and written; what is named may be pointed to by later lines."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import cycle
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Field, Model

from apps.clusters.models import Cluster, Department, Enterprise, Institution, Place
from apps.desk.demo import sources
from apps.desk.demo.filling.draws import Draws, Key
from apps.desk.demo.filling.values import Days, in_turn, number, shared_out, told
from apps.desk.demo.sources import Row
from apps.desk.demo.world import OPENING, Person, World
from apps.members.models import Member
from apps.organizations.models import ClusterBody, PartyOrganization

M = TypeVar("M", bound=Model)
ANY, BODY, ROOT, OFFICIAL, HOME, OTHER = "*", "body", "superior", "official", "home", "other"


class Filler:
    """Makes rows of any model from lines of its table."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.draws = Draws(world)
        self.days = Days(world.inventor, world.today)
        self._named: dict[type[Model], dict[str, Model]] = {
            Place: dict(world.places),
            Department: dict(world.departments),
            Institution: dict(world.institutions),
            Cluster: dict(world.clusters),
            ClusterBody: dict(world.bodies),
            Enterprise: {str(firm): firm.enterprise for firm in world.all_firms if firm.is_published},
            PartyOrganization: _organizations(world),
        }
        self._filled: dict[type[Model], list[tuple[Key, Model]]] = {}
        self._turns: dict[tuple[type[Model], Key, str], Iterator[Model]] = {}
        self._first: dict[int, date] = {}
        self._person: Person | None = None

    def fill(self, model: type[M], table: str) -> list[tuple[Row, M]]:
        """Write all that a table tells; answers each row with its line."""
        made = [(line, row) for line in sources.rows(table) for row in self.made(model, line)]
        model._default_manager.bulk_create([row for _, row in made], batch_size=2000)
        for line, row in made:
            self.name(row, line)
        return made

    def made(self, model: type[M], line: Row) -> Iterator[M]:
        """The rows one line stands for, not yet saved."""
        count = int(line.get("count") or 1)
        shares = self._shares(model, line, count)
        for order in range(count):
            yield self._row(model, line, order, {name: parts[order] for name, parts in shares.items()})

    def name(self, row: Model, line: Row) -> None:
        """Let later lines point to a row: by its name, or as one of its cluster or place."""
        self._filled.setdefault(type(row), []).append((self.scope(line), row))
        for column in ("name", "title"):
            if column in line:
                self._named.setdefault(type(row), {})[getattr(row, column)] = row

    def find(self, model: type[M], name: str) -> M:
        """What an earlier line, or the base, called by this name."""
        found: M = self._named[model][name]  # type: ignore[assignment]
        return found

    def scope(self, line: Row) -> Key:
        """Whose line it is: a cluster's, else a place's."""
        if line.get("within"):
            return ("cluster" if line["within"] in self.world.clusters else "place"), line["within"]
        if line.get("cluster"):
            return "cluster", line["cluster"]
        return "place", line.get("place") or self.world.word(line["system"], "county")

    def _shares(self, model: type[Model], line: Row, count: int) -> dict[str, list[Decimal]]:
        totals = {name: text[1:] for name, text in line.items() if text.startswith("=")}
        random = self.world.inventor.random
        return {
            name: shared_out(Decimal(total), count, random, whole=_is_whole(model._meta.get_field(name)))
            for name, total in totals.items()
        }

    def _row(self, model: type[M], line: Row, order: int, shares: dict[str, Decimal]) -> M:
        row, own, given = model(), None, None
        for name, text in line.items():
            field = _field(model, name)
            if field is None or not text:
                continue
            value = (
                shares[name] if name in shares else self._value(field, text, line, order, own or given, row)
            )
            setattr(row, name, value)
            own = own or (value if isinstance(value, date) else None)
            given = given or self._first.get(id(value))
        self._first[id(row)] = own or given or OPENING
        return row

    def _value(self, field: Field, text: str, line: Row, order: int, first: date | None, row: Model) -> Any:
        text = in_turn(text, order)
        if isinstance(field, models.ForeignKey):
            return self._pointed(field.related_model, text, line)
        if isinstance(field, models.DateField):
            return self.days.read(text, first)
        if isinstance(field, models.DecimalField | models.IntegerField):
            drawn = number(text, self.world.inventor.random)
            return int(drawn) if _is_whole(field) else drawn
        if isinstance(field, models.BooleanField):
            return text == "1"
        if isinstance(field, ArrayField):
            return sources.listed(text)
        return told(text, order, self._gaps(line, row))

    def _pointed(self, model: Any, text: str, line: Row) -> Model:
        scope = self.scope(line)
        if model is PartyOrganization and text in (BODY, ROOT):
            if text == BODY:
                return self.draws.body(scope).organization
            return self.world.superiors[self.world.county(self.draws.place(scope))]
        if model is Enterprise and text == OTHER:
            return self.draws.other(scope)
        if model is PartyOrganization and text == HOME:
            return self._home()
        if model is Member and text in (OFFICIAL, ANY):
            return self._someone(text, scope)
        if text.startswith(ANY):
            filled = model in self._filled
            return self._next(model, scope, text[1:]) if filled else self.draws.of_model(model, scope)
        return self.find(model, text)

    def _someone(self, text: str, scope: Key) -> Member:
        if text == OFFICIAL:
            return self.draws.official(scope)
        self._person = self.draws.person(scope)
        return self._person.member

    def _home(self) -> PartyOrganization:
        """Where the person just drawn belongs."""
        assert self._person is not None
        assert self._person.cell is not None
        return self._person.cell.organization

    def _next(self, model: type[Model], scope: Key, wanted: str) -> Model:
        """The next of the rows filled before, of the same cluster or place: ``*direction=need``."""
        if (model, scope, wanted) not in self._turns:
            name, _, value = wanted.partition("=")
            among = [row for where, row in self._filled[model] if where == scope]
            among = [row for row in among if not name or str(getattr(row, name)) == value]
            if not among:
                raise LookupError(f"{scope[1]}没有{model.__name__}{wanted}")
            self._turns[model, scope, wanted] = cycle(among)
        return next(self._turns[model, scope, wanted])

    def _gaps(self, line: Row, row: Model) -> Iterator[tuple[str, str]]:
        if line.get("cluster"):
            yield "{cluster}", self.world.clusters[line["cluster"]].short_name
        for name in ("enterprise", "institution", "department", "organization", "place"):
            if isinstance(_field(type(row), name), models.ForeignKey):
                yield f"{{{name}}}", str(getattr(row, name, None) or "")


def _organizations(world: World) -> dict[str, Model]:
    branches = (cell.organization for cell in world.cells)
    led = (body.organization for body in world.bodies.values())
    return {one.full_name: one for one in [*branches, *led, *world.action_branches]}


def _field(model: type[Model], name: str) -> Any:
    return next((field for field in model._meta.concrete_fields if field.name == name), None)


def _is_whole(field: Any) -> bool:
    return isinstance(field, models.IntegerField)
