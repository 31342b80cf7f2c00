"""抽取 — whom and what invented rows point to: everybody in turn, so that many rows meet many."""

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

from django.db.models import Model

from apps.clusters.models import Department, Enterprise, Institution, Place
from apps.desk.demo.world import OPENING, Cell, Firm, Person, World
from apps.members.models import Member
from apps.organizations.models import ClusterBody, PartyOrganization

Key = tuple[str, str]


class Draws:
    """Endless turns over what stands in a cluster or a place; every turn goes round in a drawn order."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._turns: dict[tuple[str, Key], Iterator[Any]] = {}
        self._cells = [cell for cell in world.cells if not cell.dissolved_on and not cell.origin]

    def enterprise(self, key: Key) -> Enterprise:
        """A firm that has stood on its chain from the beginning and still does."""
        firm: Firm = self._next("firm", key, self._firms)
        return firm.enterprise

    def other(self, key: Key) -> Enterprise:
        """An enterprise of a place that stands on no chain."""
        found: Enterprise = self._next("other", key, self._others)
        return found

    def cell(self, key: Key) -> Cell:
        """An organisation that stood at the opening and still does."""
        cell: Cell = self._next("cell", key, self._standing)
        return cell

    def person(self, key: Key) -> Person:
        """A member who belongs there and stays."""
        person: Person = self._next("person", key, self._steady)
        return person

    def official(self, key: Key) -> Member:
        """An official of the county the cluster or place lies in."""
        county = self.world.county(self.place(key))
        person: Person = self._next("official", ("place", county), lambda key: self.world.officials[key[1]])
        return person.member

    def department(self, key: Key) -> Department:
        """A department of the county."""
        county = self.world.county(self.place(key))
        found: Department = self._next("department", ("place", county), self._departments)
        return found

    def institution(self, key: Key) -> Institution:
        """A university that the county's systems name."""
        county = self.world.county(self.place(key))
        found: Institution = self._next("institution", ("place", county), self._academic)
        return found

    def body(self, key: Key) -> ClusterBody:
        """The body of the cluster; of a place, each of its bodies in turn."""
        kind, name = key
        if kind == "cluster":
            return self.world.bodies[name]
        found: ClusterBody = self._next("body", key, self._bodies)
        return found

    def place(self, key: Key) -> Place:
        """Where a cluster or a place is."""
        kind, name = key
        return self.world.clusters[name].place if kind == "cluster" else self.world.places[name]

    def of_model(self, model: type[Model], key: Key) -> Model:
        """One of what a foreign key points to."""
        draw: dict[type[Model], Callable[[Key], Any]] = {
            Enterprise: self.enterprise,
            PartyOrganization: lambda key: self.cell(key).organization,
            Member: lambda key: self.person(key).member,
            Department: self.department,
            Institution: self.institution,
            ClusterBody: self.body,
        }
        found: Model = draw[model](key)
        return found

    def _next(self, kind: str, key: Key, pool: Callable[[Key], list[Any]]) -> Any:
        if (kind, key) not in self._turns:
            among = list(pool(key))
            if not among:
                raise LookupError(f"{key[1]}没有可抽取的{kind}")
            self.world.inventor.random.shuffle(among)
            self._turns[kind, key] = cycle(among)
        return next(self._turns[kind, key])

    def _firms(self, key: Key) -> list[Firm]:
        began = {name: cluster.established_on or OPENING for name, cluster in self.world.clusters.items()}
        steady = [f for f in self.world.all_firms if not f.closed_on and f.joined_on <= began[f.cluster]]
        if key[0] == "cluster":
            path = self.world.clusters[key[1]].path
            further = [firm for firm, cluster, _ in self.world.shared if cluster == key[1]]
            return [f for f in steady if self.world.clusters[f.cluster].path.startswith(path)] + further
        return [firm for firm in steady if self._within(firm.place, key[1])]

    def _others(self, key: Key) -> list[Enterprise]:
        return [enterprise for enterprise, place in self.world.others if self._within(place, key[1])]

    def _standing(self, key: Key) -> list[Cell]:
        standing = [cell for cell in self._cells if cell.established_on <= OPENING]
        if key[0] == "cluster":
            path = self.world.clusters[key[1]].path
            return [c for c in standing if self.world.clusters[c.cluster].path.startswith(path)]
        return [cell for cell in standing if self._within(cell.place, key[1])]

    def _steady(self, key: Key) -> list[Person]:
        homes = {id(cell) for cell in self._standing(key)}
        return [p for p in self.world.people if p.stays and p.cell and id(p.cell) in homes]

    def _departments(self, key: Key) -> list[Department]:
        return [
            one for one in self.world.departments.values() if one.place and self._within(one.place, key[1])
        ]

    def _academic(self, key: Key) -> list[Institution]:
        return [one for one in self.world.institutions_of[key[1]] if one.kind == Institution.Kind.UNIVERSITY]

    def _bodies(self, key: Key) -> list[ClusterBody]:
        return [body for body in self.world.bodies.values() if self._within(body.cluster.place, key[1])]

    def _within(self, place: Place, name: str) -> bool:
        return place.path.startswith(self.world.places[name].path)
