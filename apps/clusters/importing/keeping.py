"""入库 — the good rows of an enterprise roster; the caller holds the transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.clusters import registering, workflow
from apps.clusters.directory import chosen_place
from apps.clusters.importing.facts import columns_of
from apps.clusters.importing.joining import SAYING, Joining
from apps.clusters.models import (
    ClusterEnterprise,
    Enterprise,
    EnterpriseAlias,
    EnterpriseState,
    Place,
)
from apps.core import bulk
from apps.core.fields import row_key
from apps.core.pinyin import beside
from apps.rosters.naming import Named
from apps.rosters.registry import Kept
from apps.rosters.rows import Row
from apps.rosters.situation import Situation

PHONE = Enterprise._meta.get_field("contact_phone")
STATE = ("status", "place", "building")


@dataclass(slots=True)
class Entering:
    """A row with the enterprise, cluster and place it names, and what the register holds of it."""

    row: Row
    unit: Named
    cluster: Named | None
    place: Place | None
    enterprise: Enterprise | None = None
    state: EnterpriseState | None = None
    places: Sequence[ClusterEnterprise] = ()
    """Where it stands, stood and will stand in the cluster of the row."""
    names: set[str] = field(default_factory=set)


def keep(entering: Sequence[Entering], situation: Situation) -> Kept:
    """New clusters first, then enterprises, their other names, states and places on chains."""
    kept = Kept()
    _found_clusters(entering, situation, kept)
    new = [one for one in entering if one.unit.key is None]
    known = [one for one in entering if one.unit.key is not None]
    if new:
        _register(new, situation)
        kept.written["企业"] = len(new)
        kept.created["企业"] = [one.unit.name for one in new]
    kept.written["修改企业"] = _amend(known)
    for one in known:
        _change_state(one, situation)
    kept.written["企业别名"] = _add_names(entering)
    kept.written["链上企业"] = _join(entering, situation)
    kept.written = {word: count for word, count in kept.written.items() if count}
    return kept


def _found_clusters(entering: Sequence[Entering], situation: Situation, kept: Kept) -> None:
    named = {id(one.cluster): one.cluster for one in entering if one.cluster and one.cluster.is_new}
    for cluster in named.values():
        place = next((one.place for one in entering if one.cluster is cluster and one.place), None)
        place = chosen_place(situation.place, situation.remit) or place
        cluster.key = registering.found_cluster(cluster.name, place, kept.created).pk


def _register(new: Sequence[Entering], situation: Situation) -> None:
    keys = bulk.next_keys(Enterprise, len(new))
    rows, states = [], []
    for key, one in zip(keys, new, strict=True):
        one.unit.key = key
        values, uid = one.row.values, row_key()
        rows.append({"id": key, "uid": uid} | _stored(columns_of(values, values), uid))
        state = {"enterprise_id": key, "place_id": one.place and one.place.pk, "starts_on": situation.as_of}
        said = {name: values[name] for name in ("status", "building") if values.get(name)}
        states.append(state | said)
    bulk.insert(Enterprise, rows)
    bulk.insert(EnterpriseState, states)


def _amend(known: Sequence[Entering]) -> int:
    rows = []
    for one in known:
        columns = columns_of(one.row.values, set(one.row.changes))
        if columns and one.enterprise:
            rows.append({"id": one.unit.key} | _stored(columns, one.enterprise.uid))
    return bulk.amend(Enterprise, rows)


def _stored(columns: dict[str, Any], uid: Any) -> dict[str, Any]:
    stored = dict(columns)
    if "name" in columns:
        stored |= beside(columns["name"])
    if columns.get("contact_phone"):
        stored["contact_phone"] = PHONE.sealed(columns["contact_phone"], uid)
    return stored


def _change_state(one: Entering, situation: Situation) -> None:
    """From the day of the roster on; what was true before stays told."""
    changed = {name for name in STATE if name in one.row.changes}
    if not changed or one.enterprise is None:
        return
    values = {name: one.row.values[name] for name in changed - {"place"}}
    if "place" in changed:
        values["place"] = one.place
    workflow.change_state(one.enterprise, on=situation.as_of, by=None, why="名册导入", **values)


def _add_names(entering: Sequence[Entering]) -> int:
    """Short names the roster adds; a former name stays findable when the name changes."""
    rows: list[dict[str, Any]] = []
    for one in entering:
        kinds = EnterpriseAlias.Kind
        names = dict.fromkeys(one.row.values.get("aliases") or (), kinds.SHORT)
        if one.enterprise and "name" in one.row.changes:
            names.setdefault(one.enterprise.name, kinds.FORMER)
        taken = one.names - ({one.enterprise.name} if one.enterprise else set())
        rows += [
            {"enterprise_id": one.unit.key, "name": name, "kind": kind.value}
            for name, kind in names.items()
            if name not in taken and name != one.row.values.get("name")
        ]
    return bulk.insert(EnterpriseAlias, rows)


def _join(entering: Sequence[Entering], situation: Situation) -> int:
    """A place on the chain opens, or another one follows it where role or weight has changed."""
    on, joining = situation.as_of, Joining(situation.as_of)
    for one in entering:
        values = one.row.values
        if one.cluster and one.cluster.key and one.unit.key:
            said = {name: values[name] for name in SAYING if values.get(name) is not None}
            link = {"cluster_id": one.cluster.key, "enterprise_id": one.unit.key}
            joining.join(link, said, one.places, min(values.get("joined_on") or on, on))
    return joining.write()
