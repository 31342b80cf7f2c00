"""入库 — the good rows of a roster of organisations, superiors before what stands under them.

Rows go through the same workflow as a form, one by one: there are hundreds of organisations, not thousands.
"""

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from apps.clusters import registering
from apps.clusters.models import Cluster, Enterprise
from apps.clusters.naming import Units
from apps.organizations import founding, tree, workflow
from apps.organizations.importing.entering import Entering
from apps.organizations.kinds import TypeCode
from apps.organizations.models import ClusterBody, PartyOrganization
from apps.rosters.registry import Kept
from apps.rosters.situation import Situation


def keep(entering: Sequence[Entering], situation: Situation, units: Units) -> Kept:
    """Raises ``ValidationError`` naming the row for what a form would refuse."""
    kept = Kept()
    _register_units(entering, situation, units, kept)
    bodies = _bodies(entering, situation)
    written = 0
    for one in sorted(entering, key=_depth):
        try:
            written += _found(one, situation, kept) if one.key is None else _change(one, situation)
            _link(one, situation, bodies)
        except ValidationError as refused:
            raise ValidationError(
                f"{one.row.place}“{one.full_name}”：{''.join(refused.messages)}"
            ) from refused
    kept.written["党组织"] = written
    return kept


def _depth(one: Entering) -> int:
    """How many new superiors stand above it in the same file; rows in a ring have been refused."""
    return 1 + _depth(one.superior_row) if one.superior_row else 0


def _found(one: Entering, situation: Situation, kept: Kept) -> int:
    values = one.row.values
    facts = one.facts(values)
    if values.get("is_functional") is not None:
        facts["is_functional"] = values["is_functional"]
    founded = workflow.found(
        full_name=one.full_name,
        type_code=values.get("type_code") or TypeCode.BRANCH,
        on=situation.as_of,
        by=None,
        parent=_superior(one),
        place=one.place,
        **facts,
    )
    if values.get("status"):
        _change_state(founded, one, situation)
    one.key, one.organization = founded.pk, founded
    kept.created.setdefault("党组织", []).append(one.full_name)
    return 1


def _superior(one: Entering) -> PartyOrganization | None:
    key = one.superior_row.key if one.superior_row else one.superior
    return PartyOrganization.objects.get(pk=key) if key else None


def _change(one: Entering, situation: Situation) -> int:
    """Facts of the row itself, its kind and status, its superior; dated from the day of the roster."""
    organization, changed = one.organization, set(one.row.changes)
    if organization is None or not changed:
        return 0
    for name, value in one.facts(changed).items():
        setattr(organization, name, value)
    if "place" in changed:
        organization.place = one.place
    organization.full_clean()
    organization.save()
    if changed & {"type_code", "status"}:
        _change_state(organization, one, situation)
    if "parent" in changed:
        tree.place(organization, _superior(one), on=situation.as_of, by=None, why="名册导入")
    return 1


def _change_state(organization: PartyOrganization, one: Entering, situation: Situation) -> None:
    values = {name: one.row.values[name] for name in ("type_code", "status") if one.row.values.get(name)}
    workflow.change_state(organization, on=situation.as_of, by=None, why="名册导入", **values)


def _register_units(entering: Sequence[Entering], situation: Situation, units: Units, kept: Kept) -> None:
    homes = {id(unit): (unit, one) for one in entering for unit in one.units if unit.is_new}
    registrations = [
        registering.Registration(
            unit.name, uscc=units.code_of(unit), place=one.place.pk if one.place else None
        )
        for unit, one in homes.values()
    ]
    keys = registering.register_all(registrations, on=situation.as_of)
    for (unit, _), key in zip(homes.values(), keys, strict=True):
        unit.key = key
    if keys:
        kept.created["企业"] = [unit.name for unit, _ in homes.values()]


def _bodies(entering: Sequence[Entering], situation: Situation) -> dict[int, int]:
    keys = {one.cluster.key for one in entering if one.cluster and one.cluster.key}
    return founding.bodies_of(Cluster.objects.in_bulk(keys), on=situation.as_of)


def _link(one: Entering, situation: Situation, bodies: dict[int, int]) -> None:
    """Units served, coverage by the cluster's body, and the units' places on the chain."""
    organization = one.organization
    if organization is None:
        return
    for enterprise in Enterprise.objects.filter(pk__in=[unit.key for unit in one.units if unit.key]):
        workflow.serve(organization, enterprise, on=situation.as_of, by=None)
    cluster = one.cluster.key if one.cluster else None
    if cluster is None or organization.is_functional:
        return
    if cluster in bodies:
        body = ClusterBody.objects.get(pk=bodies[cluster])
        workflow.cover(organization, body, on=situation.as_of, by=None)
    pairs = [(cluster, unit.key) for unit in one.units if unit.key]
    registering.join_chains(pairs, on=situation.as_of)
