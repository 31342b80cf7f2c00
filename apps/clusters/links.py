"""链接 — columns that name an enterprise, a cluster, an institution, a department or a place."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Model

from apps.clusters import registering
from apps.clusters.directory import Clusters, chosen_place, is_place_entrusted
from apps.clusters.models import Cluster, Department, Institution, Place
from apps.clusters.naming import Units
from apps.core.judgement import error
from apps.core.remit import Reach
from apps.rosters.directory import Directory
from apps.rosters.links import Link, key_of
from apps.rosters.naming import Named
from apps.rosters.records import Entering, RecordDesk
from apps.rosters.registry import Kept
from apps.rosters.rows import Row
from apps.rosters.situation import Situation

CODE = "uscc"


class ClusterLink(Link):
    """产业集群 — for want of a name the one chosen, else the only one entrusted."""

    kind, words = "cluster", "产业集群"

    def __init__(self, situation: Situation, field: str) -> None:
        super().__init__(situation, field)
        self.directory = Clusters(situation.remit)

    def default(self) -> str:
        paths = self.situation.remit.targets(Reach.CLUSTER)
        if self.situation.cluster or len(paths) != 1:
            return self.situation.cluster
        return Cluster.objects.filter(path=paths[0]).values_list("name", flat=True).first() or ""


class EnterpriseLink(Link):
    """企业 — by credit code where the sheet has one, else by any of its names; new ones as agreed."""

    kind, words = "enterprise", "企业"

    def __init__(self, situation: Situation, field: str) -> None:
        super().__init__(situation, field)
        self.units = Units(situation, (), field=field)
        self.directory = self.units.directory
        self.cluster = ClusterLink(situation, "cluster")._of(situation.cluster)

    def read(self, rows: Sequence[Row]) -> list[Named | None]:
        pairs = [self._pair(row) for row in rows]
        self.units = Units(self.situation, pairs, field=self.field)
        found = [self.units.of(*pair) for pair in pairs]
        self.units.settle()
        for named in dict.fromkeys(id(named) for named in found if named and named.is_new):
            self._insist_on_reach(next(each for each in found if id(each) == named))
        return found

    def _pair(self, row: Row) -> tuple[str, str]:
        return row.values.get(self.field) or self.default(), row.values.get(CODE) or ""

    def _insist_on_reach(self, named: Named | None) -> None:
        """A new enterprise must stand where the uploader's remit is."""
        remit = self.situation.remit
        is_reached = remit.is_everything or self.cluster or is_place_entrusted(self.situation.place, remit)
        if named and not is_reached:
            named.issues.append(
                error("OUT_OF_REMIT", f"新企业“{named.name}”请先选择所在集群或区域", field=self.field)
            )

    def create(self, named: Sequence[Named], kept: Kept) -> None:
        """New enterprises stand at the place chosen, on the chain chosen."""
        place = chosen_place(self.situation.place, self.situation.remit)
        new = [
            registering.Registration(
                one.name, uscc=self.units.code_of(one), place=place.pk if place else None
            )
            for one in named
        ]
        for one, key in zip(named, registering.register_all(new, on=self.situation.as_of), strict=True):
            one.key = key
        if self.cluster and self.cluster.key:
            pairs = [(self.cluster.key, one.key) for one in named if one.key]
            registering.join_chains(pairs, on=self.situation.as_of)
        kept.created.setdefault(self.words, []).extend(one.name for one in named)


class InstitutionLink(Link):
    """高校院所、金融机构 — open to every reader, so naming one brings nothing within a remit."""

    kind, words, is_anchor = "institution", "高校院所、机构", False

    def __init__(self, situation: Situation, field: str) -> None:
        super().__init__(situation, field)
        self.directory = Directory()
        for key, name, aliases in Institution.objects.values_list("pk", "name", "aliases"):
            self.directory.add(key, name, aliases)


class DepartmentLink(Link):
    """部门"""

    kind, words, is_anchor = "department", "部门", False

    def __init__(self, situation: Situation, field: str) -> None:
        super().__init__(situation, field)
        self.directory = Directory()
        for key, name, short in Department.objects.values_list("pk", "name", "short_name"):
            self.directory.add(key, name, [short])


class PlaceLink(Link):
    """区域 — an anchor only where the place is entrusted, which its desk asks (``PlacedDesk``)."""

    kind, words, is_anchor = "place", "区域", False

    def __init__(self, situation: Situation, field: str) -> None:
        super().__init__(situation, field)
        self.directory, self.entrusted = Directory(), set[int]()
        for key, name, path in Place.objects.values_list("pk", "name", "path"):
            self.directory.add(key, name)
            if situation.remit.holds(Reach.PLACE, path):
                self.entrusted.add(key)

    def default(self) -> str:
        place = chosen_place(self.situation.place, self.situation.remit)
        return place.name if place else ""


class PlacedDesk(RecordDesk):
    """登记在区域 — its records are within the remit by a place that is entrusted, too."""

    def _is_anchored(self, one: Entering) -> bool:
        place: Any = self.linked["place"]
        named = one.named.get("place")
        return bool(named and named.key in place.entrusted) or super()._is_anchored(one)


class OwnerLink(Link):
    """单位 — one column that names an institution, a department or an enterprise."""

    kind, words = "owner", "单位"
    sources: ClassVar = {
        "institution": InstitutionLink,
        "department": DepartmentLink,
        "enterprise": EnterpriseLink,
    }

    def __init__(self, situation: Situation, field: str) -> None:
        super().__init__(situation, field)
        self.links = {name: link(situation, field) for name, link in self.sources.items()}
        self.found_in: dict[int, str] = {}
        self.directory = self.links["enterprise"].directory

    def read(self, rows: Sequence[Row]) -> list[Named | None]:
        enterprises = self.links["enterprise"].read(rows)
        return [self._owner(row, firm) for row, firm in zip(rows, enterprises, strict=True)]

    def _owner(self, row: Row, firm: Named | None) -> Named | None:
        """Institutions and departments first: they are registered before any roster names them."""
        name = row.values.get(self.field) or ""
        for source in ("institution", "department"):
            known = self.links[source].directory.named(name) if name else []
            if len(known) == 1:
                return self._in(source, self.links[source]._of(name))
        return self._in("enterprise", firm)

    def _in(self, source: str, named: Named | None) -> Named | None:
        if named:
            self.found_in[id(named)] = source
        return named

    def columns(self, named: Named) -> dict[str, Any]:
        return {f"{self.found_in[id(named)]}_id": key_of(named)}

    def stored(self, record: Model) -> str | None:
        for source, link in self.links.items():
            key = getattr(record, f"{source}_id")
            if key is not None:
                return link.directory.labels.get(key, "职责范围外")
        return None

    def create(self, named: Sequence[Named], kept: Kept) -> None:
        self.links["enterprise"].create(named, kept)
