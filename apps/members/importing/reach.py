"""新建的去处 — whether what an upload would found stays within the uploader's remit, or is lost to sight."""

from collections.abc import Iterable, Sequence

from apps.clusters.directory import is_place_entrusted
from apps.clusters.naming import ClusterNames
from apps.core.judgement import error
from apps.core.remit import Reach, Remit
from apps.members.importing.settings import Setting
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

    def insist(self, settings: Iterable[Setting]) -> None:
        """Take back what would be founded out of sight, and say so to every row that names it."""
        if self.situation.remit.is_everything or self.by_place:
            return
        all_settings = list(settings)
        served = self._served(all_settings)
        for one in all_settings:
            if one.branch and one.branch.is_new and not self._holds_branch(one):
                one.branch.is_new = False
                one.branch.issues.append(NO_BRANCH)
            if one.unit and one.unit.is_new and not self._holds_unit(one, served):
                one.unit.is_new = False
                one.unit.issues.append(NO_UNIT)

    def _served(self, settings: Sequence[Setting]) -> set[int]:
        """Registered branches that stand in some enterprise already: they take on no other by themselves."""
        keys = {one.branch.key for one in settings if one.branch and one.branch.key}
        return set(units_of(keys, self.situation.as_of))

    def _by_cluster(self, one: Setting) -> bool:
        key = one.cluster.key if one.cluster else None
        path = self.clusters.directory.paths.get(key or 0, "")
        return _under(path, self.situation.remit, Reach.CLUSTER)

    def _holds_branch(self, one: Setting) -> bool:
        superior = self.branches.superior(one.said.superior)
        path = self.branches.directory.entries[superior].path if superior else ""
        return self._by_cluster(one) or _under(path, self.situation.remit, Reach.ORGANIZATION)

    def _holds_unit(self, one: Setting, served: set[int]) -> bool:
        if self._by_cluster(one):
            return True
        is_own = bool(self.situation.remit.targets(Reach.ORGANIZATION))
        return is_own and one.branch is not None and one.branch.key not in served


def _under(path: str, remit: Remit, reach: Reach) -> bool:
    return bool(path) and any(path.startswith(str(target)) for target in remit.targets(reach))
