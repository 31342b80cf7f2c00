"""入库 — the good rows of a roster of organisations, each for itself: what may not stand holds up no other.

Rows go through the same workflow as a form, one by one: there are hundreds of organisations, not thousands.
The check writes them too, and takes that back: what it says of a row is what would become of it.
"""

from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError

from apps.clusters import registering
from apps.clusters.directory import chosen_place
from apps.clusters.models import Cluster, Enterprise
from apps.clusters.naming import Units
from apps.core.judgement import Issue, error
from apps.core.refusals import LEFT_REMIT, issues_of
from apps.organizations import founding, tree, workflow
from apps.organizations.importing.entering import Entering
from apps.organizations.kinds import TypeCode
from apps.organizations.models import (
    ClusterBody,
    OrganizationPlacing,
    OrganizationState,
    OrganizationUnit,
    PartyOrganization,
)
from apps.organizations.rosters import OrganizationRoster
from apps.rosters.keeping import settled
from apps.rosters.registry import Kept
from apps.rosters.situation import Situation

WHY = "名册导入"
COLUMNS = OrganizationRoster.columns
LOOP = error("PARENT_LOOP", "上级党组织互相隶属，请核对", field="parent")
UNREACHED = "登记后不在您的职责范围内：请填写上级党组织、产业集群，或选择区域"
WRITTEN = (PartyOrganization, OrganizationState, OrganizationPlacing, OrganizationUnit, Cluster, ClusterBody)


class Writing:
    """One file on its way into the register; what stands in its rows stays as it is."""

    def __init__(self, entering: Sequence[Entering], situation: Situation, units: Units) -> None:
        self.entering, self.situation, self.units = entering, situation, units
        self.kept = Kept()
        self._moving = {one.key: one for one in entering if one.key and "parent" in one.row.changes}

    def write(self) -> None:
        """Every row that may stand; one that waits for another row is tried again after it.

        Committees of clusters come first: a new cluster is led by the one of its name.
        """
        for one in self.entering:
            one.refusals = [LOOP] if self._is_in_ring(one) else []
        waiting = sorted(
            (one for one in self.entering if not one.refusals), key=lambda one: not one.is_committee
        )
        while left := [one for one in waiting if not self._is_written(one)]:
            if len(left) == len(waiting):
                break
            waiting = left
        self.kept.written["党组织"] = sum(one.written is not None for one in self.entering)

    def issues(self) -> Iterator[tuple[Entering, Issue]]:
        """What is to be said of rows that were not written."""
        for one in self.entering:
            if one.written is None:
                yield from ((one, issue) for issue in one.refusals or [_falls_with(one)])

    def _is_in_ring(self, one: Entering) -> bool:
        passed: set[int] = set()
        above = self._above(one)
        while above and above is not one and id(above) not in passed:
            passed.add(id(above))
            above = self._above(above)
        return above is one

    def _above(self, one: Entering) -> Entering | None:
        """The nearest above it that is founded or moved by the same file."""
        moving = (self._moving.get(key) for key in one.keys_above)
        return one.superior_row or next((above for above in moving if above and above is not one), None)

    def _is_written(self, one: Entering) -> bool:
        if one.superior_row and one.superior_row.written is None:
            return False
        new = [named for named in (*one.units, one.cluster) if named and named.is_new and not named.key]
        created: dict[str, list[str]] = {}
        try:
            with settled(*WRITTEN):
                organization = self._write(one, created)
        except ValidationError as refused:
            one.refusals = list(issues_of(refused, PartyOrganization, COLUMNS))
            for named in new:
                named.key = None
            return False
        one.refusals, one.written = [], organization
        self.kept.add(created)
        return True

    def _write(self, one: Entering, created: dict[str, list[str]]) -> PartyOrganization:
        if one.key is None:
            organization = self._found(one)
            created["党组织"] = [one.full_name]
        else:
            organization = self._change(one, PartyOrganization.objects.get(pk=one.key))
        self._register_units(one, created)
        for enterprise in Enterprise.objects.filter(pk__in=one.unit_keys):
            workflow.serve(organization, enterprise, on=self.situation.as_of, by=None)
        self._join_cluster(one, organization, created)
        self._insist_on_remit(one, organization)
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
            return one.superior_row.written
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

    def _register_units(self, one: Entering, created: dict[str, list[str]]) -> None:
        """Enterprises that nobody has registered, where the first organisation stands that is of them."""
        new = [unit for unit in one.units if unit.is_new and not unit.key]
        place = one.place.pk if one.place else None
        keys = registering.register_all(
            [registering.Registration(unit.name, self.units.code_of(unit), place=place) for unit in new],
            on=self.situation.as_of,
        )
        for unit, key in zip(new, keys, strict=True):
            unit.key = key
            created.setdefault("企业", []).append(unit.name)

    def _join_cluster(
        self, one: Entering, organization: PartyOrganization, created: dict[str, list[str]]
    ) -> None:
        """Coverage by the body of the cluster, and the units' places on its chain."""
        cluster, on = one.cluster, self.situation.as_of
        if cluster is None or not (one.key is None or one.row.changes.keys() & {"cluster", "units"}):
            return
        if cluster.is_new and not cluster.key:
            cluster.key = self._found_cluster(cluster.name, one, organization, created)
        key = cluster.key or 0
        body = founding.bodies_of([key], on=on).get(key)
        if body and not organization.is_functional and body.organization_id != organization.pk:
            workflow.cover(organization, body, on=max(on, body.starts_on), by=None)
        registering.join_chains([(key, unit) for unit in one.unit_keys], on=on)

    def _found_cluster(
        self, name: str, one: Entering, organization: PartyOrganization, created: dict[str, list[str]]
    ) -> int:
        """Its committee is the row's own organisation, where that is one."""
        founded = founding.found_cluster(
            name,
            chosen_place(self.situation.place, self.situation.remit) or one.place,
            created,
            remit=self.situation.remit,
            on=self.situation.as_of,
            committee=organization if one.is_committee else None,
        )
        return founded.pk

    def _insist_on_remit(self, one: Entering, organization: PartyOrganization) -> None:
        """Nobody writes what he would not see; raises ``ValidationError``."""
        remit = self.situation.remit
        if remit.is_everything or PartyOrganization.objects.within(remit).filter(pk=organization.pk).exists():
            return
        raise ValidationError({"full_name": UNREACHED if one.key is None else LEFT_REMIT})


def _falls_with(one: Entering) -> Issue:
    above = one
    while above.superior_row and not above.refusals:
        above = above.superior_row
    said = f"上级党组织{above.row.place}不能入库，请先改好那一行"
    return error("PARENT_REFUSED", said, field="parent")
