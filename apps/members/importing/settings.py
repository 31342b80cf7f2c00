"""所在 — what rows of a roster name alike: branch, unit, cluster, superior. Thousands of rows share a few."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from apps.clusters.naming import ClusterNames, Units
from apps.organizations.naming import Branches
from apps.rosters.naming import Named
from apps.rosters.rows import Row
from apps.rosters.situation import Situation


class Said(NamedTuple):
    """The names as the file has them."""

    branch: str
    branch_code: str
    unit: str
    uscc: str
    cluster: str
    superior: str

    @classmethod
    def by(cls, row: Row) -> "Said":
        """What a row names."""
        values = row.values
        return cls(
            values.get("branch") or "",
            values.get("branch_code") or "",
            values.get("work_unit") or "",
            values.get("uscc") or "",
            row.asides.get("cluster") or "",
            values.get("parent_org") or "",
        )


@dataclass(slots=True)
class Setting:
    """所在 — the names with what they turned out to mean, and what the rows to be kept say about the firm."""

    said: Said
    branch: Named | None = None
    unit: Named | None = None
    cluster: Named | None = None
    superior: Named | None = None
    """Only asked about where the branch is not registered."""
    is_kept: bool = False
    """Whether any row that is to be written names these."""
    public: int = 0
    private: int = 0
    """Rows to be written whose post is in a public, in another firm."""

    def keep(self, post_type: str) -> None:
        """One more row is to be written."""
        self.is_kept = True
        if "企业" in post_type:
            is_public = post_type.startswith("公有")
            self.public, self.private = self.public + is_public, self.private + (not is_public)


class Settings:
    """所在 of one file, in the order in which they first occur; a row's mark is the number of its own."""

    def __init__(self, situation: Situation, branches: Branches, clusters: ClusterNames) -> None:
        self.situation, self.branches, self.clusters = situation, branches, clusters
        self.units = Units(situation, ())
        self._all: list[Setting] = []
        self._numbers: dict[Said, int] = {}

    def __iter__(self) -> Iterator[Setting]:
        return iter(self._all)

    def of(self, row: Row) -> Setting:
        """The row's own."""
        return self._all[row.mark]

    def note(self, row: Row) -> None:
        """Find or open the row's setting, and mark the row with it."""
        said = Said.by(row)
        row.mark = self._numbers.setdefault(said, len(self._all))
        if row.mark == len(self._all):
            self._all.append(Setting(said))

    def settle(self) -> None:
        """Each name settled once, in few queries."""
        self.units = Units(self.situation, ((one.said.unit, one.said.uscc) for one in self._all))
        for one in self._all:
            said = one.said
            if said.branch or said.branch_code:
                one.branch = self.branches.of(said.branch, said.branch_code)
            one.unit = self.units.of(said.unit, said.uscc)
            one.cluster = self.clusters.of(said.cluster)
        for names in (self.branches, self.units, self.clusters):
            names.settle()
        for one in self._all:
            if one.branch and one.branch.key is None:
                one.superior = self.branches.superiors.of(one.said.superior)
        self.branches.superiors.settle()

    def as_json(self) -> list[list[Any]]:
        """To be settled again at another time."""
        return [[one.said, one.is_kept, one.public, one.private] for one in self._all]

    def recall(self, stored: Sequence[Sequence[Any]]) -> None:
        """What ``as_json`` said."""
        for said, is_kept, public, private in stored:
            self._all.append(Setting(Said(*said), is_kept=is_kept, public=public, private=private))
