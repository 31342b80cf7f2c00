"""党支部对应 — which organisation each branch named in a roster is."""

from apps.clusters.directory import is_place_entrusted
from apps.clusters.naming import CLUSTER_TAKEN, ClusterNames
from apps.core.judgement import Issue, error, information
from apps.core.remit import Reach
from apps.organizations import founding
from apps.organizations.directory import Entry, Organizations, taken_elsewhere
from apps.organizations.kinds import BRANCHES, fault_of_parent
from apps.organizations.models import PartyOrganization
from apps.rosters.naming import Named, asking
from apps.rosters.situation import CREATE, Situation

KIND = "branch"
LONGEST = 120


class NewClusters(ClusterNames):
    """集群 of one file; a new one needs a committee, under a name that is free."""

    def settle(self) -> None:
        super().settle()
        new = {founding.body_name(named.name): named for named in self.named.values() if named.is_new}
        if not new:
            return
        remit, on = self.situation.remit, self.situation.as_of
        bearing = PartyOrganization.objects.filter(full_name__in=new)
        seen = set(bearing.within(remit).values_list("full_name", flat=True))
        for organization in bearing.exclude(pk__in=founding.bodiless(new, remit, on).values("pk")):
            named, is_seen = new[organization.full_name], organization.full_name in seen
            named.is_new = False
            named.issues.append(_not_its_body(organization) if is_seen else CLUSTER_TAKEN)


def _not_its_body(organization: PartyOrganization) -> Issue:
    message = f"“{organization.full_name}”已登记，不能作为新集群的党委，请先核对它的类别和状态"
    return error("CLUSTER_BODY", message, field="cluster")


def unknown(message: str) -> Issue:
    """C18"""
    return error("C18", message, field="branch")


class Branches:
    """党支部 of one file, each asked about once."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.directory = Organizations(situation.remit, situation.as_of)
        self.superiors = Superiors(situation, self.directory)
        self.named: dict[tuple[str, str], Named] = {}

    def of(self, name: str, code: str = "") -> Named:
        """What a row's branch is."""
        return self.named.setdefault((name, code), Named(name))

    def settle(self) -> None:
        """Find out about every name asked for, in few queries."""
        open_names = []
        for (name, code), named in self.named.items():
            if not name and code not in self.directory.codes:
                named.issues.append(unknown(f"未找到编码为“{code[:30]}”的党组织，请核对编码或填写党支部名称"))
            elif not self._find(named, code):
                open_names.append(named)
        taken = taken_elsewhere((named.name for named in open_names), (), self.directory.labels).names
        for named in open_names:
            self._leave_open(named, is_taken=named.name in taken)

    def _find(self, named: Named, code: str) -> bool:
        """By code, by what was decided, by name. Answers whether there is nothing more to ask."""
        matched = self.situation.matched(KIND, named.name)
        keys = self._candidates(named.name, code, matched)
        if len(keys) > 1:
            labels = "、".join(self.directory.labels[key] for key in keys)
            named.issues.append(unknown(f"党支部“{named.name}”有{len(keys)}个，请写全称：{labels}"))
        elif keys:
            entry = self.directory.entries[keys[0]]
            named.key, named.name = entry.key, entry.full_name
            if not entry.stands:
                named.issues.append(unknown(f"党支部“{entry.full_name}”已撤销"))
        return bool(keys)

    def _candidates(self, name: str, code: str, matched: int | None) -> list[int]:
        if matched in self.directory.entries:
            return [matched]
        if code in self.directory.codes:
            return [self.directory.codes[code]]
        return self.directory.named(name)

    def _leave_open(self, named: Named, *, is_taken: bool) -> None:
        """Nobody within the remit is called so: new, if somebody says so and the name is free."""
        if len(named.name) > LONGEST:
            named.issues.append(unknown(f"党支部名称超过{LONGEST}字"))
            return
        named.may_be_created = True
        if not self.situation.may_create(KIND, named.name):
            labels = [found.label for found in self.directory.alike(named.name, 3)]
            named.issues.append(unknown(asking("党支部", named.name, labels)))
        elif is_taken:
            said = f"党支部“{named.name}”暂不能新建，请联系组织部"
            named.issues.append(error("OUT_OF_REMIT", said, field="branch"))
        else:
            named.is_new = True

    def superior(self, name: str) -> int | None:
        """The organisation a new branch stands under: the one named, else the one chosen for the upload."""
        for wanted in (name, self.situation.organization):
            entry = self.superiors.entry_of(wanted) or self.directory.only(wanted)
            if entry and entry.type_code and not any(fault_of_parent(k, entry.type_code) for k in BRANCHES):
                return entry.key
        return None

    def default(self) -> str:
        """The branch of rows that name none: the organisation chosen, else the only one entrusted."""
        entry = self.directory.only(self.situation.organization)
        if entry:
            return entry.full_name
        paths = self.situation.remit.targets(Reach.ORGANIZATION)
        entrusted = [e for e in self.directory.entries.values() if e.path in paths]
        return entrusted[0].full_name if len(entrusted) == 1 else ""


class Superiors:
    """上级党组织 of one file: what new branches are to stand under, where somebody says what they are.

    One that nobody has registered is offered to be founded, and holds nothing up: without it a new branch
    stands under the organisation chosen for the upload.
    """

    KIND = "superior"

    def __init__(self, situation: Situation, directory: Organizations) -> None:
        self.situation, self.directory = situation, directory
        self.named: dict[str, Named] = {}

    def of(self, name: str) -> Named | None:
        """What a row's superior is."""
        return self.named.setdefault(name, Named(name)) if name else None

    def entry_of(self, name: str) -> Entry | None:
        """The organisation a name was matched with, or founded for."""
        named = self.named.get(name)
        return self.directory.entries.get(named.key) if named and named.key else None

    def settle(self) -> None:
        """Find out about every name asked for, in few queries."""
        open_names = [named for named in self.named.values() if not self._find(named)]
        if not self._may_found:
            return
        taken = taken_elsewhere((named.name for named in open_names), (), self.directory.labels).names
        for named in open_names:
            if named.name in taken:
                said = f"上级党组织“{named.name}”暂不能新建，请联系组织部；新建的党支部不隶属于它"
                named.issues.append(information("OUT_OF_REMIT", said, field="parent_org"))
            elif len(named.name) <= LONGEST:
                self._leave_open(named)

    def _find(self, named: Named) -> bool:
        matched = self.situation.matched(self.KIND, named.name)
        if matched in self.directory.entries:
            named.key = matched
        return named.key is not None or bool(self.directory.named(named.name))

    def _leave_open(self, named: Named) -> None:
        named.may_be_created = True
        # Only a word about this very name: all that is missing may be wanted, and not this.
        if self.situation.matches.get(self.KIND, {}).get(named.name) == CREATE:
            named.is_new = True
            return
        message = f"上级党组织“{named.name}”没有登记，可以新建或选择；不处理的，新建的党支部不隶属于它"
        named.issues.append(information("SUPERIOR_UNKNOWN", message, field="parent_org"))

    @property
    def _may_found(self) -> bool:
        """Whether a new superior would stay within the remit."""
        remit = self.situation.remit
        return remit.is_everything or is_place_entrusted(self.situation.place, remit)
