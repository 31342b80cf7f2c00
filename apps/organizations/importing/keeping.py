"""入库 — the good rows of a roster of organisations, each for itself: what may not stand holds up no other.

Rows go through the same workflow as a form, one by one: there are hundreds of organisations, not thousands.
The check writes them too, and takes it back: what it says of a row is what would become of it.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.core.exceptions import ValidationError

from apps.clusters import registering
from apps.clusters.models import Enterprise
from apps.clusters.naming import Units
from apps.core import bulk
from apps.core.dated import lacking
from apps.core.judgement import Issue, error
from apps.core.refusals import issues_of
from apps.organizations import founding, tree, workflow
from apps.organizations.importing.entering import Entering
from apps.organizations.kinds import TypeCode
from apps.organizations.models import (
    Coverage,
    OrganizationPlacing,
    OrganizationState,
    OrganizationUnit,
    PartyOrganization,
)
from apps.organizations.rosters import OrganizationRoster
from apps.rosters.keeping import rehearsed, settled
from apps.rosters.naming import Named
from apps.rosters.registry import Kept
from apps.rosters.situation import Situation

WHY = "名册导入"
COLUMNS = OrganizationRoster.columns
WRITTEN = (PartyOrganization, OrganizationState, OrganizationPlacing, OrganizationUnit)


class Writing:
    """One file on its way into the register; what stands in its rows stays as it is."""

    def __init__(self, entering: Sequence[Entering], situation: Situation, units: Units) -> None:
        self.entering, self.situation, self.units = entering, situation, units
        self.kept = Kept()
        self.refused: dict[int, ValidationError] = {}
        """By the identity of the row, like what follows: why it was not written."""
        self._written: dict[int, PartyOrganization] = {}
        self._keys: dict[int, int] = {}

    def write(self) -> None:
        """Every row that may stand; one that waits for another row is tried again after it."""
        self._register_units()
        waiting = list(self.entering)
        while waiting:
            left = [one for one in waiting if not self._is_written(one)]
            if len(left) == len(waiting):
                break
            waiting = left
        self.left_out = waiting
        self._cover()
        new = [one.full_name for one in self.entering if one.key is None and id(one) in self._written]
        self.kept.created |= {"党组织": new} if new else {}
        self.kept.written["党组织"] = len(self._written)

    def issues(self) -> Iterator[tuple[Entering, Issue]]:
        """What is to be said of rows that were not written."""
        for one in self.left_out:
            if id(one) in self.refused:
                refused = self.refused[id(one)]
                yield from ((one, issue) for issue in issues_of(refused, PartyOrganization, COLUMNS))
            else:
                yield one, self._falls_with(one)

    def _falls_with(self, one: Entering) -> Issue:
        above = one
        passed: set[int] = set()
        while above.superior_row and id(above) not in self.refused:
            if id(above) in passed:
                return error("PARENT_LOOP", "上级党组织互相隶属，请核对", field="parent")
            passed.add(id(above))
            above = above.superior_row
        said = f"上级党组织{above.row.place}不能入库，请先改好那一行"
        return error("PARENT_REFUSED", said, field="parent")

    def _is_written(self, one: Entering) -> bool:
        if one.superior_row and id(one.superior_row) not in self._written:
            return False
        try:
            with settled(*WRITTEN):
                organization = self._enter(one)
        except ValidationError as refused:
            self.refused[id(one)] = refused
            return False
        self.refused.pop(id(one), None)
        self._written[id(one)] = organization
        return True

    def _enter(self, one: Entering) -> PartyOrganization:
        if one.key is None:
            organization = self._found(one)
        else:
            organization = self._change(one, PartyOrganization.objects.get(pk=one.key))
        for enterprise in Enterprise.objects.filter(pk__in=self._keys_of(one.units)):
            workflow.serve(organization, enterprise, on=self.situation.as_of, by=None)
        return organization

    def _found(self, one: Entering) -> PartyOrganization:
        values = one.row.values
        facts = one.facts(values)
        if values.get("is_functional") is not None:
            facts["is_functional"] = values["is_functional"]
        founded = workflow.found(
            full_name=one.full_name,
            type_code=values.get("type_code") or TypeCode.BRANCH,
            on=self.situation.as_of,
            by=None,
            parent=self._superior(one),
            place=one.place,
            **facts,
        )
        if values.get("status"):
            self._change_state(founded, one)
        return founded

    def _superior(self, one: Entering) -> PartyOrganization | None:
        if one.superior_row:
            return self._written[id(one.superior_row)]
        return PartyOrganization.objects.get(pk=one.superior) if one.superior else None

    def _change(self, one: Entering, organization: PartyOrganization) -> PartyOrganization:
        """Facts of the row itself, its kind and status, its superior; dated from the day of the roster."""
        changed = set(one.row.changes)
        for name, value in one.facts(changed).items():
            setattr(organization, name, value)
        if "place" in changed:
            organization.place = one.place
        organization.full_clean()
        organization.save()
        if changed & {"type_code", "status"}:
            self._change_state(organization, one)
        if "parent" in changed:
            tree.place(organization, self._superior(one), on=self.situation.as_of, by=None, why=WHY)
        return organization

    def _change_state(self, organization: PartyOrganization, one: Entering) -> None:
        said = {name: one.row.values[name] for name in ("type_code", "status") if one.row.values.get(name)}
        workflow.change_state(organization, on=self.situation.as_of, by=None, why=WHY, **said)

    def _register_units(self) -> None:
        """Enterprises that nobody has registered, and credit codes of those that had none."""
        homes = {id(unit): (unit, one) for one in self.entering for unit in one.units if unit.is_new}
        registrations = [
            registering.Registration(
                unit.name, uscc=self.units.code_of(unit), place=one.place.pk if one.place else None
            )
            for unit, one in homes.values()
        ]
        keys = registering.register_all(registrations, on=self.situation.as_of)
        self._keys |= dict(zip(homes, keys, strict=True))
        if keys:
            self.kept.created["企业"] = [unit.name for unit, _ in homes.values()]

    def _keys_of(self, named: Iterable[Named]) -> list[int]:
        found = (one.key or self._keys.get(id(one)) for one in named)
        return [key for key in found if key]

    def _cover(self) -> None:
        """Coverage by the bodies of the clusters, and the units' places on the chains."""
        covered = [
            (one.cluster, one, organization)
            for one in self.entering
            if one.cluster and (organization := self._written.get(id(one))) and not organization.is_functional
        ]
        self._found_clusters([(cluster, one) for cluster, one, _ in covered if cluster.is_new])
        keys = self._keys_of(cluster for cluster, _, _ in covered)
        bodies = founding.bodies_of(keys, on=self.situation.as_of)
        links, pairs = [], []
        for cluster, one, organization in covered:
            for key in self._keys_of([cluster]):
                body = bodies.get(key)
                if body and body.organization_id != organization.pk:
                    links.append({"body_id": body.pk, "organization_id": organization.pk})
                pairs += [(key, unit) for unit in self._keys_of(one.units)]
        bulk.insert(Coverage, lacking(Coverage, links, on=self.situation.as_of))
        registering.join_chains(pairs, on=self.situation.as_of)

    def _found_clusters(self, new: Sequence[tuple[Named, Entering]]) -> None:
        """Each with its body, where the first row that names it stands."""
        for cluster, one in {id(cluster): (cluster, one) for cluster, one in reversed(new)}.values():
            (founded,) = registering.found_clusters([cluster.name], one.place, self.kept.created)
            founding.found_body(founded, on=self.situation.as_of)
            self._keys[id(cluster)] = founded.pk


def keep(entering: Sequence[Entering], situation: Situation, units: Units) -> Kept:
    """Raises ``ValidationError`` naming the row when one may not stand any more that might at the check."""
    writing = Writing(entering, situation, units)
    writing.write()
    for one, issue in writing.issues():
        raise ValidationError(f"{one.row.place}“{one.full_name}”：{issue.message}")
    return writing.kept


def rehearse(
    entering: Sequence[Entering], situation: Situation, units: Units
) -> list[tuple[Entering, Issue]]:
    """What keeping would refuse: all rows are written, and it is taken back."""
    writing = Writing(entering, situation, units)
    with rehearsed():
        writing.write()
    return list(writing.issues())
