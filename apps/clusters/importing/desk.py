"""企业名册经办 — asks the register about the rows of an enterprise roster, and keeps them when told to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from apps.clusters.directory import chosen_place
from apps.clusters.importing.facts import stored_facts, stored_place, stored_state, unfit
from apps.clusters.importing.joining import held_on
from apps.clusters.importing.keeping import Entering, keep
from apps.clusters.models import ClusterEnterprise, Enterprise, EnterpriseAlias, EnterpriseState, Place
from apps.clusters.naming import ClusterNames, Units
from apps.core.dated import HOLDS_A_DAY
from apps.core.judgement import Issue, error
from apps.core.refusals import LEFT_REMIT
from apps.core.remit import Reach, Remit
from apps.core.tree import KeysOn
from apps.rosters.checking import Check
from apps.rosters.directory import name_key
from apps.rosters.naming import Named
from apps.rosters.register import Known, Recognition
from apps.rosters.registry import Kept, Suggestion
from apps.rosters.rows import Row, Verdict, repeated
from apps.rosters.situation import Situation

UNREACHED = error("OUT_OF_REMIT", "登记后不在您的职责范围内：请填写产业集群，或选择区域", field="name")


@dataclass(slots=True)
class Stored:
    """What the register holds about the enterprises of a file, asked in four queries."""

    enterprises: dict[int, Enterprise]
    states: dict[int, EnterpriseState]
    chain: dict[tuple[int, int], list[ClusterEnterprise]]
    names: dict[int, set[str]]


class EnterpriseDesk:
    """A row is a correction by its credit code, else by its name."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.clusters = ClusterNames(situation)
        self.units = Units(situation, ())
        self.places = {name_key(place.name): place for place in Place.objects.order_by(KeysOn("path").desc())}
        self.seen: dict[tuple[str | None, int], Entering] = {}
        self.leaving: set[int] = set()

    def recognise(self, rows: Sequence[Row]) -> Recognition:
        """One look at the register for the whole file."""
        found = Recognition()
        entering = self._look(rows)
        self.seen = {(one.row.sheet, one.row.number): one for one in entering}
        stored = self._stored(one.unit.key for one in entering if one.unit.key)
        self._spell(entering)
        self.leaving = self._leaving(entering, stored)
        for place, one in enumerate(entering):
            if one.unit.key:
                found.known[place] = Known(one.unit.key, self._values(one, stored))
            for issue in self._issues(one):
                found.say(place, issue)
            if one.cluster and one.cluster.may_be_created:
                found.missing.setdefault("cluster", {}).setdefault(one.cluster.name, []).append(place)
        for place, issue in self._twice(entering):
            found.say(place, issue)
        return found

    def keep(self, check: Check) -> Kept:
        """Write every row judged new or changed."""
        rows = [row for row in check.records if row.verdict in (Verdict.NEW, Verdict.CHANGED)]
        return keep([self.seen[row.sheet, row.number] for row in rows], self.situation)

    def suggest(self, kind: str, name: str) -> list[Suggestion]:
        """Registered clusters with the closest names."""
        return self.clusters.directory.alike(name)

    def _look(self, rows: Sequence[Row]) -> list[Entering]:
        # A row of this roster is itself the word that an enterprise is new.
        agreed = replace(self.situation, create_missing=True)
        pairs = [(row.values.get("name") or "", row.values.get("uscc") or "") for row in rows]
        self.units = Units(agreed, pairs, field="name")
        entering = [
            Entering(
                row,
                self.units.of(*pair) or Named(""),
                self.clusters.of(row.values.get("cluster") or ""),
                self._place(row),
            )
            for row, pair in zip(rows, pairs, strict=True)
        ]
        self.units.settle()
        self.clusters.settle()
        return entering

    def _place(self, row: Row) -> Place | None:
        named = row.values.get("place")
        if named:
            return self.places.get(name_key(named))
        return chosen_place(self.situation.place, self.situation.remit)

    def _spell(self, entering: Sequence[Entering]) -> None:
        """Registered spelling; of a cluster also where it was chosen for the upload, not named in the row."""
        for one in entering:
            if one.cluster and one.cluster.key:
                one.row.values["cluster"] = one.cluster.name
            if one.place and one.row.values.get("place"):
                one.row.values["place"] = one.place.name

    def _stored(self, keys: Iterator[int]) -> Stored:
        wanted = set(keys)
        on = self.situation.as_of
        states = EnterpriseState.objects.in_force(on).filter(enterprise__in=wanted).select_related("place")
        chain: dict[tuple[int, int], list[ClusterEnterprise]] = {}
        places = ClusterEnterprise.objects.filter(HOLDS_A_DAY, enterprise__in=wanted)
        for place in places.select_related("cluster").order_by("starts_on", "pk"):
            chain.setdefault((place.cluster_id, place.enterprise_id), []).append(place)
        names: dict[int, set[str]] = {}
        for key, name in EnterpriseAlias.objects.filter(enterprise__in=wanted).values_list(
            "enterprise", "name"
        ):
            names.setdefault(key, set()).add(name)
        return Stored(
            Enterprise.objects.in_bulk(wanted),
            {state.enterprise_id: state for state in states},
            chain,
            names,
        )

    def _leaving(self, entering: Sequence[Entering], stored: Stored) -> set[int]:
        """Firms that nothing but the place they are to leave holds within the remit."""
        remit = self.situation.remit
        moved = {
            key
            for one in entering
            if one.row.values.get("place")
            and one.place
            and (key := one.unit.key or 0) in stored.states
            and stored.states[key].place_id != one.place.pk
        }
        if remit.is_everything or not moved:
            return set()
        others = Remit(frozenset(one for one in remit.stretches if one.reach is not Reach.PLACE))
        held = Enterprise.objects.within(others).filter(pk__in=moved)
        return moved - set(held.values_list("pk", flat=True))

    def _values(self, one: Entering, stored: Stored) -> Mapping[str, Any]:
        """Fields of the register under the roster's names; a name it already knows is no change of name."""
        key = one.unit.key or 0
        enterprise = one.enterprise = stored.enterprises[key]
        one.state = stored.states.get(key)
        one.places = stored.chain.get(((one.cluster.key if one.cluster else 0) or 0, key), ())
        one.names = {enterprise.name, *stored.names.get(key, ())}
        said = stored_facts(enterprise) | stored_state(one.state)
        if one.cluster:
            role = one.row.values.get("chain_role")
            said |= stored_place(held_on(one.places, self.situation.as_of, role))
        given, known = set(one.row.values.get("aliases") or ()), one.names
        said["aliases"] = one.row.values.get("aliases") if given <= known else tuple(sorted(known))
        if one.row.values.get("name") in known:
            said["name"] = one.row.values["name"]
        return said

    def _issues(self, one: Entering) -> Iterator[Issue]:
        yield from one.row.lost(("name",))
        yield from one.unit.issues
        if one.cluster:
            yield from one.cluster.issues
        if one.row.values.get("place") and one.place is None:
            yield error("PLACE_UNKNOWN", f"没有登记区域“{one.row.values['place']}”", field="place")
        yield from unfit(one.row.values)
        if one.unit.is_new and not self._is_reached(one):
            yield UNREACHED
        if one.unit.key in self.leaving and not self._is_reached(one):
            yield error("LEFT_REMIT", LEFT_REMIT, field="place")

    def _twice(self, entering: Sequence[Entering]) -> Iterator[tuple[int, Issue]]:
        """One firm in two rows, by code or by name: it is the earlier row's, kept or not."""
        for place, _, earlier in repeated((self._identity(one), one.row) for one in entering):
            yield place, error("TWICE", f"与{earlier.place}是同一家企业，请合并成一行", field="name")

    def _identity(self, one: Entering) -> int | None:
        if any(issue.blocks for issue in one.unit.issues):
            return None
        return one.unit.key or -id(one.unit)

    def _is_reached(self, one: Entering) -> bool:
        remit = self.situation.remit
        path = self.clusters.directory.paths.get((one.cluster.key if one.cluster else 0) or 0, "")
        by_cluster = path and any(path.startswith(str(target)) for target in remit.targets(Reach.CLUSTER))
        by_place = one.place and any(
            one.place.path.startswith(str(target)) for target in remit.targets(Reach.PLACE)
        )
        return remit.is_everything or bool(by_cluster or by_place)
