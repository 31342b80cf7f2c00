"""党支部对应 — which organisation each branch named in a roster is."""

from apps.core.judgement import Issue, error
from apps.core.remit import Reach
from apps.organizations.directory import Organizations, taken_elsewhere
from apps.organizations.kinds import BRANCHES, fault_of_parent
from apps.rosters.naming import Named, asking
from apps.rosters.situation import Situation

KIND = "branch"
LONGEST = 120


def unknown(message: str) -> Issue:
    """C18"""
    return error("C18", message, field="branch")


class Branches:
    """党支部 of one file, each asked about once."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.directory = Organizations(situation.remit, situation.as_of)
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
        taken = taken_elsewhere((named.name for named in open_names), self.directory.labels)
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
            named.issues.append(unknown(f"党支部“{named.name}”暂不能新建，请联系组织部"))
        else:
            named.is_new = True

    def superior(self, name: str) -> int | None:
        """The organisation a new branch stands under: the one named, else the one chosen for the upload."""
        for wanted in (name, self.situation.organization):
            entry = self.directory.only(wanted)
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
