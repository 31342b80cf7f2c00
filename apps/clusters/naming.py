"""企业、集群对应 — which enterprise and which cluster each name in a roster is."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from apps.clusters.directory import Clusters, Enterprises, is_place_entrusted, taken_elsewhere
from apps.clusters.models import Cluster
from apps.core.judgement import Issue, error, warning
from apps.core.remit import Reach
from apps.rosters.directory import name_key
from apps.rosters.naming import Named, asking
from apps.rosters.situation import Situation

LONGEST, LONGEST_CLUSTER = 120, 80
TAKEN = error("OUT_OF_REMIT", "该单位暂不能登记，请联系组织部")
CLUSTER_TAKEN = error("OUT_OF_REMIT", "该产业集群暂不能登记，请联系组织部", field="cluster")


class Units:
    """单位 of one file, each asked about once by name and credit code."""

    KIND = "enterprise"

    def __init__(
        self, situation: Situation, pairs: Iterable[tuple[str, str]], field: str = "work_unit"
    ) -> None:
        """``pairs`` are all (name, credit code) of the file: a name stands for its code everywhere."""
        self.situation, self.field = situation, field
        self.directory = Enterprises(situation.remit)
        self.named: dict[tuple[str, str], Named] = {}
        codes: dict[str, set[str]] = defaultdict(set)
        for name, code in pairs:
            if name and code:
                codes[name_key(name)].add(code)
        self._several = {key for key, found in codes.items() if len(found) > 1}
        self._code_of = {key: found.pop() for key, found in codes.items() if len(found) == 1}
        self._given: dict[int, str] = {}
        self.new_codes: dict[int, str] = {}
        """Registered enterprises whose credit code this file is the first to say."""
        self._completed: list[tuple[Named, int]] = []

    def of(self, name: str, code: str = "") -> Named | None:
        """What a row's unit is; nothing when it names none."""
        if not name and not code:
            return None
        code = code or self._code_of.get(name_key(name), "")
        identity = ("", code) if code else (name_key(name), "")
        named = self.named.setdefault(identity, Named(name))
        self._given[id(named)] = code
        return named

    def code_of(self, named: Named) -> str:
        """The credit code this file gives a unit."""
        return self._given.get(id(named), "")

    def settle(self) -> None:
        """Find out about every unit asked for, in few queries."""
        waiting = [(code, named) for (_, code), named in self.named.items() if not self._find(named, code)]
        asked = [*(code for code, _ in waiting if code), *self.new_codes.values()]
        codes, names = taken_elsewhere(asked, [named.name for _, named in waiting], self.directory.labels)
        for code, named in waiting:
            is_taken = code in codes if code else name_key(named.name) in names
            self._leave_open(named, is_taken=is_taken)
        for named, key in self._completed:
            if self.new_codes[key] in codes:
                named.issues.append(TAKEN.about(self.field))
                del self.new_codes[key]

    def _find(self, named: Named, code: str) -> bool:
        directory = self.directory
        if code in directory.codes:
            key = directory.codes[code]
            if named.name and key not in directory.named(named.name):
                named.issues.append(self._other_name(named.name, directory.labels[key]))
            named.key, named.name = key, directory.labels[key]
            return True
        if not code and name_key(named.name) in self._several:
            named.issues.append(self._error(f"名册中“{named.name}”不止一家，请填写统一社会信用代码"))
            return True
        matched = self.situation.matched(self.KIND, named.name)
        keys = [matched] if matched in directory.labels else directory.named(named.name)
        if len(keys) > 1:
            named.issues.append(self._error(f"单位“{named.name}”有{len(keys)}家，请填写统一社会信用代码"))
        elif keys:
            self._take(named, keys[0], code)
        return bool(keys)

    def _take(self, named: Named, key: int, code: str) -> None:
        stored = self.directory.code_of.get(key) or self.new_codes.get(key, "")
        if code and stored and code != stored:
            named.issues.append(error("UNIT_CODE", f"“{named.name}”登记的信用代码不同，请核对", field="uscc"))
        elif code and not stored:
            self.new_codes[key] = code
            self._completed.append((named, key))
        named.key, named.name = key, self.directory.labels[key]

    def _leave_open(self, named: Named, *, is_taken: bool) -> None:
        if not named.name:
            named.issues.append(error("ENTERPRISE_UNKNOWN", "信用代码未登记，请填写单位名称", field="uscc"))
        elif len(named.name) > LONGEST:
            named.issues.append(self._error(f"单位名称超过{LONGEST}字"))
        elif is_taken:
            named.issues.append(TAKEN.about(self.field))
        else:
            named.may_be_created = True
            if self.situation.may_create(self.KIND, named.name):
                named.is_new = True
            else:
                labels = [found.label for found in self.directory.alike(named.name, 3)]
                named.issues.append(self._error(asking("单位", named.name, labels)))

    def _error(self, message: str) -> Issue:
        return error("ENTERPRISE_UNKNOWN", message, field=self.field)

    def _other_name(self, said: str, registered: str) -> Issue:
        return warning(
            "UNIT_NAME", f"单位名称“{said}”与登记的“{registered}”不同，按信用代码对应", field=self.field
        )


class ClusterNames:
    """集群 of one file."""

    KIND = "cluster"

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.directory = Clusters(situation.remit)
        self.named: dict[str, Named] = {}

    def of(self, name: str) -> Named | None:
        """What a row's cluster is; for want of a name the one chosen, else the only one entrusted."""
        name = name or self.situation.cluster or self._entrusted()
        return self.named.setdefault(name, Named(name)) if name else None

    def _entrusted(self) -> str:
        paths = self.situation.remit.targets(Reach.CLUSTER)
        if len(paths) != 1:
            return ""
        return Cluster.objects.filter(path=paths[0]).values_list("name", flat=True).first() or ""

    def settle(self) -> None:
        """Find out about every name asked for."""
        for named in self.named.values():
            self._settle(named)

    def _settle(self, named: Named) -> None:
        matched = self.situation.matched(self.KIND, named.name)
        keys = [matched] if matched in self.directory.labels else self.directory.named(named.name)
        if len(keys) == 1:
            named.key, named.name = keys[0], self.directory.labels[keys[0]]
            return
        named.may_be_created = not keys and self._may_found and len(named.name) <= LONGEST_CLUSTER
        is_wanted = named.may_be_created and self.situation.may_create(self.KIND, named.name)
        if is_wanted:
            named.is_new = not Cluster.objects.filter(name=named.name).exists()
            named.issues += [] if named.is_new else [CLUSTER_TAKEN]
            return
        labels = [found.label for found in self.directory.alike(named.name, 3)]
        named.issues.append(error("CLUSTER_UNKNOWN", asking("产业集群", named.name, labels), field="cluster"))

    @cached_property
    def _may_found(self) -> bool:
        """Whether a new cluster would stay within the remit."""
        remit = self.situation.remit
        return remit.is_everything or is_place_entrusted(self.situation.place, remit)
