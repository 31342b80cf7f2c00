"""新建的去处 — whether what an upload would found stays within the uploader's remit, or is lost to sight."""

from collections.abc import Sequence

from apps.clusters.directory import is_place_entrusted
from apps.clusters.naming import ClusterNames
from apps.core.judgement import error
from apps.core.remit import Reach, Remit
from apps.members.importing.sighting import Sighting
from apps.organizations.directory import units_of
from apps.organizations.naming import Branches, unknown
from apps.rosters.situation import Situation

NO_BRANCH = unknown("新建的党支部不在您的职责范围内：请选择产业集群、上级党组织或区域，或联系组织部")
NO_UNIT = error(
    "ENTERPRISE_UNKNOWN", "新建的企业不在您的职责范围内：请选择产业集群，或联系组织部", field="work_unit"
)


class Within:
    """Asks of every branch and enterprise to be founded where it would stand."""

    def __init__(self, situation: Situation, branches: Branches, clusters: ClusterNames) -> None:
        self.situation, self.branches, self.clusters = situation, branches, clusters
        self.by_place = is_place_entrusted(situation.place, situation.remit)

    def insist(self, sightings: Sequence[Sighting]) -> None:
        """Take back what would be founded out of sight, and say so to every row that names it."""
        if self.situation.remit.is_everything or self.by_place:
            return
        served = self._served(sightings)
        for seen in sightings:
            if seen.branch and seen.branch.is_new and not self._holds_branch(seen):
                seen.branch.is_new = False
                seen.branch.issues.append(NO_BRANCH)
            if seen.unit and seen.unit.is_new and not self._holds_unit(seen, served):
                seen.unit.is_new = False
                seen.unit.issues.append(NO_UNIT)

    def _served(self, sightings: Sequence[Sighting]) -> set[int]:
        """Registered branches that stand in some enterprise already: they take on no other by themselves."""
        keys = {seen.branch.key for seen in sightings if seen.branch and seen.branch.key}
        return set(units_of(keys, self.situation.as_of))

    def _by_cluster(self, seen: Sighting) -> bool:
        key = seen.cluster.key if seen.cluster else None
        path = self.clusters.directory.paths.get(key or 0, "")
        return _under(path, self.situation.remit, Reach.CLUSTER)

    def _holds_branch(self, seen: Sighting) -> bool:
        superior = self.branches.superior(seen.row.values.get("parent_org") or "")
        path = self.branches.directory.entries[superior].path if superior else ""
        return self._by_cluster(seen) or _under(path, self.situation.remit, Reach.ORGANIZATION)

    def _holds_unit(self, seen: Sighting, served: set[int]) -> bool:
        if self._by_cluster(seen):
            return True
        is_own = bool(self.situation.remit.targets(Reach.ORGANIZATION))
        return is_own and seen.branch is not None and seen.branch.key not in served


def _under(path: str, remit: Remit, reach: Reach) -> bool:
    return bool(path) and any(path.startswith(str(target)) for target in remit.targets(reach))
