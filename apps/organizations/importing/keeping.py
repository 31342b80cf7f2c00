"""入库 — the good rows of a roster of organisations, each for itself: what may not stand holds up no other.

Rows go through the same workflow as a form, one by one: there are hundreds of organisations, not thousands.
The check writes them too, and takes that back: what it says of a row is what would become of it.
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
from apps.rosters.keeping import settled
from apps.rosters.naming import Named
from apps.rosters.registry import Kept
from apps.rosters.situation import Situation

WHY = "名册导入"
COLUMNS = OrganizationRoster.columns
LOOP = error("PARENT_LOOP", "上级党组织互相隶属，请核对", field="parent")
WRITTEN = (PartyOrganization, OrganizationState, OrganizationPlacing, OrganizationUnit)


class Writing:
    """One file on its way into the register; what stands in its rows stays as it is."""

    def __init__(self, entering: Sequence[Entering], situation: Situation, units: Units) -> None:
        self.entering, self.situation, self.units = entering, situation, units
        self.kept = Kept()
        self.left_out: list[Entering] = []
        self._moving = {one.key: one for one in entering if one.key and "parent" in one.row.changes}
        # By the identity of the row, or of what it names.
        self._refused: dict[int, list[Issue]] = {}
        self._written: dict[int, PartyOrganization] = {}
        self._keys: dict[int, int] = {}

    def write(self) -> None:
        """Every row that may stand; one that waits for another row is tried again after it."""
        self._refused = {id(one): [LOOP] for one in self.entering if self._is_in_ring(one)}
        waiting = [one for one in self.entering if id(one) not in self._refused]
        while left := [one for one in waiting if not self._is_written(one)]:
            if len(left) == len(waiting):
                break
            waiting = left
        self.left_out = [one for one in self.entering if id(one) not in self._written]
        self._cover()
        self._tell()

    def _tell(self) -> None:
        """For the receipt."""
        written = [one for one in self.entering if id(one) in self._written]
        units = {id(unit): unit.name for one in written for unit in one.units if unit.is_new}
        created = {"企业": list(units.values()), "党组织": [one.full_name for one in written if not one.key]}
        self.kept.created |= {what: names for what, names in created.items() if names}
        self.kept.written["党组织"] = len(written)

    def issues(self) -> Iterator[tuple[Entering, Issue]]:
        """What is to be said of rows that were not written."""
        for one in self.left_out:
            for issue in self._refused.get(id(one)) or [self._falls_with(one)]:
                yield one, issue

    def _falls_with(self, one: Entering) -> Issue:
        above = one
        while above.superior_row and id(above) not in self._refused:
            above = above.superior_row
        said = f"上级党组织{above.row.place}不能入库，请先改好那一行"
        return error("PARENT_REFUSED", said, field="parent")

    def _is_in_ring(self, one: Entering) -> bool:
        passed: set[int] = set()
        above = self._above(one)
        while above and above is not one and id(above) not in passed:
            passed.add(id(above))
            above = self._above(above)
        return above is one

    def _above(self, one: Entering) -> Entering | None:
        """The superior, where it is founded or moved by the same file."""
        return one.superior_row or self._moving.get(one.superior or 0)

    def _is_written(self, one: Entering) -> bool:
        if one.superior_row and id(one.superior_row) not in self._written:
            return False
        try:
            with settled(*WRITTEN):
                registered = self._register_units(one)
                organization = self._enter(one, [*self._keys_of(one.units), *registered.values()])
        except ValidationError as refused:
            self._refused[id(one)] = list(issues_of(refused, PartyOrganization, COLUMNS))
            return False
        self._refused.pop(id(one), None)
        self._written[id(one)] = organization
        self._keys |= registered
        return True

    def _enter(self, one: Entering, units: Sequence[int]) -> PartyOrganization:
        if one.key is None:
            organization = self._found(one)
        else:
            organization = self._change(one, PartyOrganization.objects.get(pk=one.key))
        for enterprise in Enterprise.objects.filter(pk__in=units):
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

    def _register_units(self, one: Entering) -> dict[int, int]:
        """Enterprises that nobody has registered, where the first organisation stands that is of them."""
        new = [unit for unit in one.units if unit.is_new and id(unit) not in self._keys]
        place = one.place.pk if one.place else None
        keys = registering.register_all(
            [registering.Registration(unit.name, self.units.code_of(unit), place=place) for unit in new],
            on=self.situation.as_of,
        )
        return {id(unit): key for unit, key in zip(new, keys, strict=True)}

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
