"""党组织名册经办 — asks the register about the rows of a roster of organisations, and keeps them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

from django.core.exceptions import ValidationError

from apps.clusters.directory import chosen_place
from apps.clusters.models import Place
from apps.clusters.naming import Units
from apps.core.judgement import Issue, error, information, warning
from apps.core.tree import KeysOn
from apps.organizations import founding
from apps.organizations.directory import Organizations, Taken, clusters_of, taken_elsewhere, units_of
from apps.organizations.importing.entering import Entering, stored_facts
from apps.organizations.importing.keeping import Writing
from apps.organizations.kinds import KIND_BY_NAME, fault_of_parent
from apps.organizations.models import ClusterBody, OrganizationPlacing, OrganizationState, PartyOrganization
from apps.organizations.naming import NewClusters
from apps.rosters.checking import Check
from apps.rosters.directory import name_key
from apps.rosters.keeping import rehearsed
from apps.rosters.naming import Named
from apps.rosters.register import Known, Recognition
from apps.rosters.registry import Kept, Suggestion
from apps.rosters.rows import Row, Verdict
from apps.rosters.situation import Situation

NAME_TAKEN = error("OUT_OF_REMIT", "该党组织名称暂不能登记，请联系组织部", field="full_name")
CODE_TAKEN = error("OUT_OF_REMIT", "该党组织编码暂不能登记，请联系组织部", field="code")
DISSOLVING = error("DISSOLVING", "名册不撤销党组织，请在它的页面上办理撤销", field="status")
DISSOLVED = OrganizationState.Status.DISSOLVED
NO_BODY = information("NO_BODY", "该产业集群还没有集群党委，未纳入覆盖", field="cluster")
FUNCTIONAL_STAYS = error("FUNCTIONAL", "与登记的不同，名册不改这一项，请核对", field="is_functional")
SECRETARY = information("SECRETARY", "书记请在班子成员中登记，名册只作核对", field="secretary")


Stored = Mapping[str, Mapping[int, Any]]
"""What → organisation or cluster → what the register holds of it."""


class OrganizationDesk:
    """A row is a correction by its full name, else by its code."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.directory = Organizations(situation.remit, situation.as_of)
        self.clusters = NewClusters(situation)
        self.units = Units(situation, ())
        self.places = {name_key(place.name): place for place in Place.objects.order_by(KeysOn("path").desc())}
        self.seen: dict[tuple[str | None, int], Entering] = {}
        self.kept = Kept()
        if situation.organization and not self.directory.only(situation.organization):
            raise ValidationError(f"没有找到党组织“{situation.organization}”。")

    def recognise(self, rows: Sequence[Row]) -> Recognition:
        """One look at the register for the whole file."""
        found = Recognition()
        entering = self._look(rows)
        self.seen = {(one.row.sheet, one.row.number): one for one in entering}
        self._load(entering)
        unknown = [one.full_name for one in entering if one.key is None and one.full_name]
        codes = [one.row.values["code"] for one in entering if one.row.values.get("code")]
        taken = taken_elsewhere(unknown, codes, self.directory.labels)
        stored = self._stored_links(entering)
        for place, one in enumerate(entering):
            if one.organization:
                found.known[place] = Known(one.key, self._values(one, stored))
            for issue in self._issues(one, taken, stored):
                found.say(place, issue)
            self._list_missing(place, one, found)
        return found

    def rehearse(self, rows: Sequence[Row]) -> Iterator[tuple[int, Issue]]:
        """Write every row judged new or changed; for what may not be, the reasons."""
        places = {
            id(self.seen[row.sheet, row.number]): place
            for place, row in enumerate(rows)
            if row.verdict in (Verdict.NEW, Verdict.CHANGED)
        }
        entering = [one for one in self.seen.values() if id(one) in places]
        writing = Writing(entering, self.situation, self.units)
        with nullcontext() if self.situation.is_kept else rehearsed():
            writing.write()
        self.kept = writing.kept
        for one, issue in writing.issues():
            yield places[id(one)], issue

    def keep(self, check: Check) -> Kept:
        """What ``rehearse`` has written stays."""
        return self.kept

    def suggest(self, kind: str, name: str) -> list[Suggestion]:
        """Registered enterprises or clusters with the closest names."""
        directory = self.units.directory if kind == "enterprise" else self.clusters.directory
        return directory.alike(name)

    def _look(self, rows: Sequence[Row]) -> list[Entering]:
        pairs = [pair for row in rows for pair in _units_of(row)]
        self.units = Units(self.situation, pairs, field="units")
        entering = [self._entering(row) for row in rows]
        self.units.settle()
        self.clusters.settle()
        by_name = {name_key(one.full_name): one for one in reversed(entering)}
        for one in entering:
            self._find_superior(one, by_name)
        return entering

    def _entering(self, row: Row) -> Entering:
        values = row.values
        named = self.directory.named(values.get("full_name") or "")
        by_code = self.directory.codes.get(values.get("code") or "")
        units = [self.units.of(*pair) for pair in _units_of(row)]
        return Entering(
            row=row,
            key=named[0] if len(named) == 1 else by_code,
            units=[unit for unit in units if unit],
            cluster=self.clusters.of(row.asides.get("cluster") or ""),
            place=self._place(row),
        )

    def _place(self, row: Row) -> Place | None:
        named = row.values.get("place")
        if not named:
            return chosen_place(self.situation.place, self.situation.remit)
        place = self.places.get(name_key(named))
        if place:
            row.values["place"] = place.name
        return place

    def _find_superior(self, one: Entering, by_name: Mapping[str, Entering]) -> None:
        """Named in the row, registered or new in the same file; else the one chosen for the upload."""
        name = one.row.values.get("parent") or ""
        above = by_name.get(name_key(name)) if name else None
        if above is not None and above is not one and above.key is None:
            one.superior_row = above
            return
        chosen = self.situation.organization if one.key is None else ""
        entry = self.directory.only(name or chosen)
        if entry:
            one.superior, one.keys_above = entry.key, [*map(int, reversed(entry.path.strip("/").split("/")))]
            if name:
                one.row.values["parent"] = entry.full_name

    def _load(self, entering: Sequence[Entering]) -> None:
        found = PartyOrganization.objects.select_related("place").in_bulk(
            [one.key for one in entering if one.key]
        )
        for one in entering:
            one.organization = found.get(one.key or 0)
            if one.organization:
                if one.full_name and one.key not in self.directory.named(one.full_name):
                    one.other_name = one.full_name
                one.row.values["full_name"] = one.organization.full_name

    def _stored_links(self, entering: Sequence[Entering]) -> Stored:
        keys, on = [one.key for one in entering if one.key], self.situation.as_of
        states = OrganizationState.objects.in_force(on).filter(organization__in=keys)
        placings = OrganizationPlacing.objects.in_force(on).filter(organization__in=keys)
        clusters = [one.cluster.key for one in entering if one.cluster and one.cluster.key]
        return {
            "state": {state.organization_id: state for state in states},
            "parent": {p.organization_id: p.parent for p in placings.select_related("parent")},
            "units": units_of(keys, on),
            "clusters": clusters_of(keys, on),
            "bodies": founding.bodies_of(clusters, on=on),
        }

    def _values(self, one: Entering, stored: Stored) -> dict[str, Any]:
        organization, key = one.organization, one.key or 0
        if organization is None:
            return {}
        state, parent = stored["state"].get(key), stored["parent"].get(key)
        given = one.row.values.get("units")
        served = set(stored["units"].get(key, ()))
        if self._is_to_join(one, stored["bodies"]):
            one.row.values["cluster"] = one.cluster and one.cluster.name
        is_served = all(unit.key in served for unit in one.units)
        if state and one.row.asides.get(KIND_BY_NAME):
            one.row.values["type_code"] = state.type_code  # a name changes nothing that is registered
        joined = one.cluster and one.cluster.key in stored["clusters"].get(key, ())
        return stored_facts(organization) | {
            "full_name": organization.full_name,
            "is_functional": organization.is_functional,
            "type_code": state.type_code if state else None,
            "status": state.status if state else None,
            "parent": parent.full_name if parent else None,
            "place": organization.place.name if organization.place else None,
            "cluster": one.cluster.name if one.cluster and joined else None,
            "units": given
            if is_served
            else tuple(sorted(self.units.directory.labels.get(u, "") for u in served)),
        }

    def _is_to_join(self, one: Entering, bodies: Mapping[int, ClusterBody]) -> bool:
        """Whether a registered organisation is to be covered by the cluster that its row names."""
        if one.cluster is None or not one.row.asides.get("cluster"):
            return False
        is_functional = one.organization is not None and one.organization.is_functional
        return one.cluster.is_new or (not is_functional and one.cluster.key in bodies)

    def _issues(self, one: Entering, taken: Taken, stored: Stored) -> Iterator[Issue]:
        values = one.row.values
        yield from one.row.lost(("full_name",))
        for named in (*one.units, one.cluster):
            if named:
                yield from named.issues
        if one.full_name in taken.names:
            yield NAME_TAKEN
        if values.get("code") in taken.codes:
            yield CODE_TAKEN
        if one.cluster and one.cluster.key and one.cluster.key not in stored["bodies"]:
            yield NO_BODY
        is_functional, organization = values.get("is_functional"), one.organization
        if organization and is_functional not in (None, organization.is_functional):
            yield FUNCTIONAL_STAYS
        if one.other_name:
            said = f"名称“{one.other_name}”与登记的“{one.full_name}”不同，按党组织编码对应"
            yield warning("ORG_OTHER_NAME", said, field="full_name")
        if values.get("place") and one.place is None:
            yield error("PLACE_UNKNOWN", f"没有登记区域“{values['place']}”", field="place")
        yield from self._superior_issues(one)
        if values.get("secretary"):
            yield SECRETARY
        if (values.get("term_years") or 1) not in range(1, 6):
            yield error("TERM_YEARS", "任期为1至5年", field="term_years")
        if values.get("status") == DISSOLVED and one.key and stored["state"][one.key].status != DISSOLVED:
            yield DISSOLVING

    def _superior_issues(self, one: Entering) -> Iterator[Issue]:
        name, kind = one.row.values.get("parent"), one.row.values.get("type_code")
        if name and one.superior is None and one.superior_row is None:
            labels = "、".join(found.label for found in self.directory.alike(name, 3))
            yield error(
                "PARENT_UNKNOWN",
                f"没有找到上级党组织“{name}”{labels and f'，最接近：{labels}'}",
                field="parent",
            )
        above = self.directory.entries.get(one.superior or 0)
        above_kind = above.type_code if above else None
        if one.superior_row:
            above_kind = one.superior_row.row.values.get("type_code")
        fault = fault_of_parent(kind, above_kind) if kind else ""
        if fault:
            yield error("PARENT_KIND", fault, field="parent")

    def _list_missing(self, place: int, one: Entering, found: Recognition) -> None:
        named: list[tuple[str, Named | None]] = [("enterprise", unit) for unit in one.units]
        for kind, what in (*named, ("cluster", one.cluster)):
            if what and what.may_be_created:
                found.missing.setdefault(kind, {}).setdefault(what.name, []).append(place)


def _units_of(row: Row) -> list[tuple[str, str]]:
    """A credit code belongs to the one unit of a row that has one only."""
    names, code = row.values.get("units") or (), row.values.get("uscc") or ""
    return [(name, code if len(names) == 1 else "") for name in names]
