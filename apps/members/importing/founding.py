"""新建 — clusters, enterprises and branches that a roster names and nobody has registered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from apps.clusters import registering
from apps.clusters.directory import chosen_place, only_root
from apps.clusters.models import Cluster, Enterprise, Place
from apps.clusters.naming import Units
from apps.members.importing.settings import Setting
from apps.organizations import founding
from apps.organizations.directory import units_of
from apps.organizations.kinds import COMMITTEES, TypeCode
from apps.organizations.naming import Branches
from apps.rosters.naming import Named
from apps.rosters.situation import Situation


@dataclass(slots=True)
class Group:
    """The rows of one branch, and what they name together."""

    branch: Named
    settings: list[Setting] = field(default_factory=list)

    @property
    def units(self) -> list[Named]:
        """Each unit once, in the order of the file."""
        found = {id(one.unit): one.unit for one in self.settings if one.unit}
        return list(found.values())

    @property
    def clusters(self) -> list[Named]:
        """Each cluster once."""
        found = {id(one.cluster): one.cluster for one in self.settings if one.cluster}
        return list(found.values())

    @property
    def superior(self) -> str:
        """The superior the rows name."""
        return next((one.said.superior for one in self.settings if one.said.superior), "")


def groups_of(settings: Iterable[Setting]) -> list[Group]:
    """What is to be kept by branch, in the order of the file."""
    groups: dict[int, Group] = {}
    for one in settings:
        if one.branch and one.is_kept:
            groups.setdefault(id(one.branch), Group(one.branch)).settings.append(one)
    return list(groups.values())


class Founding:
    """What one upload founds; every name it settles gets its key."""

    def __init__(self, situation: Situation, branches: Branches, units: Units) -> None:
        self.situation, self.branches, self.units = situation, branches, units
        self.on: date = situation.as_of
        self.created: dict[str, list[str]] = {}
        self._clusters: dict[int, Cluster] = {}

    def found(self, groups: Sequence[Group]) -> None:
        """Clusters first, then enterprises, then branches with their units, coverage and places on chains."""
        unserved = self._without_units([g.branch.key for g in groups if g.branch.key])
        new = [group for group in groups if group.branch.is_new]
        newcomers = {id(unit) for group in groups for unit in group.units if unit.is_new}
        widened = [group for group in groups if group.branch.key in unserved]
        self._found_clusters(groups)
        self._register_enterprises(groups)
        self._found_superiors(new)
        self._found_branches(new)
        served = {g.branch.key: [u.key for u in g.units if u.key] for g in widened if g.branch.key}
        founding.serve_all(served, on=self.on)
        founded = {id(group) for group in (*new, *widened)}
        self._join_chains(
            (group, [unit for unit in group.units if id(group) in founded or id(unit) in newcomers])
            for group in groups
        )

    def _without_units(self, keys: Sequence[int]) -> set[int]:
        return set(keys) - units_of(keys, self.on).keys()

    def _found_clusters(self, groups: Sequence[Group]) -> None:
        named = {id(cluster): cluster for group in groups for cluster in group.clusters}
        new = [cluster for cluster in named.values() if cluster.is_new]
        for one in new:
            remit, on = self.situation.remit, self.on
            founded = founding.found_cluster(one.name, self._chosen, self.created, remit=remit, on=on)
            one.key = founded.pk
        keys = [cluster.key for cluster in named.values() if cluster.key]
        self._clusters |= {row.pk: row for row in Cluster.objects.filter(pk__in=keys).select_related("place")}

    @cached_property
    def _chosen(self) -> Place | None:
        return chosen_place(self.situation.place, self.situation.remit)

    def _register_enterprises(self, groups: Sequence[Group]) -> None:
        homes: dict[int, tuple[Named, Group, list[Setting]]] = {}
        for group in groups:
            for one in group.settings:
                if one.unit and one.unit.is_new:
                    homes.setdefault(id(one.unit), (one.unit, group, []))[2].append(one)
        registrations = [
            registering.Registration(
                name=unit.name,
                uscc=self.units.code_of(unit),
                ownership=ownership_of(settings),
                place=self._place_of(group),
            )
            for unit, group, settings in homes.values()
        ]
        keys = registering.register_all(registrations, on=self.on)
        for (unit, _, _), key in zip(homes.values(), keys, strict=True):
            unit.key = key
        named = {unit.key for group in groups for unit in group.units}
        registering.complete_codes({k: code for k, code in self.units.new_codes.items() if k in named})
        self._tell("企业", [unit.name for unit, _, _ in homes.values()])

    def _place_of(self, group: Group) -> int | None:
        """Where a branch and its enterprises stand: as chosen, else with their cluster or superior."""
        if self._chosen:
            return self._chosen.pk
        for cluster in group.clusters:
            if cluster.key:
                return self._clusters[cluster.key].place_id
        superior = self.branches.superior(group.superior)
        entry = self.branches.directory.entries.get(superior or group.branch.key or 0)
        if entry and entry.place:
            return entry.place
        root = only_root()
        return root.pk if root else None

    def _found_superiors(self, groups: Sequence[Group]) -> None:
        """What new branches are to stand under, where a clerk has said that it is new too."""
        wanted = {
            id(one.superior): (one.superior, group)
            for group in groups
            for one in group.settings
            if one.superior and one.superior.is_new
        }
        above = self.branches.directory.only(self.situation.organization)
        parent = above if above and above.type_code in COMMITTEES else None
        new = [
            founding.Founded(
                full_name=named.name,
                type_code=TypeCode.GENERAL_BRANCH if "总支" in named.name else TypeCode.COMMITTEE,
                place=self._place_of(group),
                parent=parent.key if parent else None,
                parent_path=parent.path if parent else "",
            )
            for named, group in wanted.values()
        ]
        for (named, _), key, founded in zip(
            wanted.values(), founding.found_all(new, on=self.on), new, strict=True
        ):
            named.key = key
            self.branches.directory.enter(
                key, founded.full_name, founded.type_code, founded.parent_path, founded.place
            )
        self._tell("上级党组织", [founded.full_name for founded in new])

    def _found_branches(self, groups: Sequence[Group]) -> None:
        entries = self.branches.directory.entries
        bodies = founding.bodies_of(self._clusters, on=self.on)
        keys = founding.found_all(
            [
                founding.Founded(
                    full_name=group.branch.name,
                    type_code=TypeCode.JOINT_BRANCH if len(group.units) > 1 else TypeCode.BRANCH,
                    place=self._place_of(group),
                    parent=(parent := self.branches.superior(group.superior)),
                    parent_path=entries[parent].path if parent else "",
                    units=[unit.key for unit in group.units if unit.key],
                    bodies=[bodies[c.key] for c in group.clusters if c.key in bodies],
                )
                for group in groups
            ],
            on=self.on,
        )
        for group, key in zip(groups, keys, strict=True):
            group.branch.key = key
        self._tell("党支部", [group.branch.name for group in groups])

    def _join_chains(self, joining: Iterable[tuple[Group, list[Named]]]) -> None:
        """Employers of a new branch and new enterprises, on the chains of the clusters their rows name."""
        pairs = [
            (cluster.key, unit.key)
            for group, units in joining
            for cluster in group.clusters
            for unit in units
            if cluster.key and unit.key
        ]
        registering.join_chains(pairs, on=self.on)

    def _tell(self, what: str, names: list[str]) -> None:
        if names:
            self.created.setdefault(what, []).extend(names)


def ownership_of(settings: Sequence[Setting]) -> str:
    """公有 where the post types of its people say so; a firm on a cluster's roster is 非公 otherwise."""
    is_public = sum(one.public for one in settings) > sum(one.private for one in settings)
    return Enterprise.Ownership.PUBLIC if is_public else Enterprise.Ownership.PRIVATE
