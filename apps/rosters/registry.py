"""名册种类 — which rosters there are. Apps above register theirs in a module named ``importing``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from apps.core.remit import Remit
from apps.rosters.checking import Check
from apps.rosters.register import Recognition
from apps.rosters.roster import Roster
from apps.rosters.rows import Row
from apps.rosters.situation import Situation


@dataclass(slots=True)
class Kept:
    """入库结果 — what was written, in words for the receipt: 党支部 → names of those created."""

    created: dict[str, list[str]] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)

    def add(self, created: Mapping[str, list[str]]) -> None:
        """Tell what else was created."""
        for what, names in created.items():
            self.created.setdefault(what, []).extend(names)

    def as_json(self) -> dict[str, Any]:
        """For the upload's record."""
        return {"created": self.created, "written": self.written}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """候选 — a registered record that a name in the file may mean."""

    key: int
    label: str
    share: int = 0
    """How alike the names are, in percent."""
    is_same: bool = False
    """Whether the names differ in legal form and the like alone."""

    @property
    def words(self) -> str:
        """For a choice beside the name in the file."""
        return f"{self.label}（{self.share}%）" if self.share else self.label


class Desk(Protocol):
    """经办 — one upload's dealings with one register: it is asked, then told. See ``register.Register``."""

    def recognise(self, rows: Sequence[Row]) -> Recognition:
        """What the register knows about the rows."""

    def keep(self, check: Check) -> Kept:
        """Write the rows judged new or changed; called inside the one transaction, after ``recognise``."""

    def suggest(self, kind: str, name: str) -> list[Suggestion]:
        """Registered records of a kind whose names come closest, the best first."""


@dataclass(frozen=True, slots=True)
class Kind:
    """名册种类 — a roster, the right to import it, and who deals with the register for it."""

    code: str
    roster: Roster
    permission: str
    open: Callable[[Situation], Desk]
    """Raises ``ValidationError`` for a situation that names what is not there."""
    asks: tuple[str, ...] = ()
    """Which of organization, cluster and place the first page asks for."""
    helps: Mapping[str, str] = field(default_factory=dict)
    """What each of these does for this roster, in words."""
    offers: Callable[[Remit], Mapping[str, list[str]]] = lambda remit: {}
    """The names that may be chosen for what the page asks."""
    decisions: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Issue code → what a clerk may decide about such rows, in words."""
    erasable: frozenset[str] = frozenset()
    """Fields that blank cells may erase, where a clerk says so."""
    doubt: Callable[..., int] | None = None
    """``doubt(keys, remit=…, on=…)`` marks 库有表无 as 疑似转出, by the keys ``Recognition.absent`` gives."""
    rank: int = 9
    """Where it stands among the rosters offered; equal ones in the order of their registration."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """Kinds of names the register may not know, with their Chinese names: {"branch": "党支部"}."""

    @property
    def title(self) -> str:
        """党员名册"""
        return self.roster.title


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a roster known. Raises ``ValueError`` for a code given twice."""
    if kind.code in _kinds:
        raise ValueError(f"roster {kind.code} is registered already")
    _kinds[kind.code] = kind


def kinds() -> list[Kind]:
    """All rosters, those most used first."""
    return sorted(_kinds.values(), key=lambda kind: kind.rank)


def kind_of(code: str) -> Kind:
    """Raises ``KeyError`` for an unknown code."""
    return _kinds[code]
