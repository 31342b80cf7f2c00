"""演示数据的中间状态 — what has been made so far, and what the later registers still need to know."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from apps.clusters.models import Cluster, Department, Enterprise, Institution, Place
from apps.desk.demo.invention import Inventor
from apps.members.models import Member
from apps.organizations.models import ClusterBody, PartyOrganization

SEED = 20230830
OPENING = date(2022, 12, 31)
"""期初 — the day from which the demo's registry knows who belongs where."""

METAVERSE, HIGH_TECH, CITY = "元宇宙", "高新区", "昆山市"
"""Groups of branches: the first two keep their published counts on every day."""


@dataclass(eq=False)
class Firm:
    """An enterprise while the demo is made."""

    enterprise: Enterprise
    cluster: str
    place: Place
    since: date
    building: str = ""
    chain_role: str = "supporting"
    is_key: bool = True
    joined_on: date = OPENING
    is_published: bool = False

    def __str__(self) -> str:
        return self.enterprise.name


@dataclass(eq=False)
class Cell:
    """A Party organisation while the demo is made; ``size`` is how many belong to it at first."""

    organization: PartyOrganization
    type_code: str
    cluster: str
    group: str
    established_on: date
    units: list[Firm] = field(default_factory=list)
    parent: "Cell | None" = None
    origin: "Cell | None" = None
    size: int = 0
    dissolved_on: date | None = None
    heir: "Cell | None" = None

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.units[0].place

    def stands(self, day: date) -> bool:
        """Whether members may belong to it on a day."""
        return self.established_on <= day and (self.dissolved_on is None or day < self.dissolved_on)


@dataclass
class Spell:
    """One affiliation of one person."""

    cell: Cell
    starts_on: date
    in_reason: str
    ends_on: date | None = None
    out_reason: str = ""


@dataclass(eq=False)
class Person:
    """A person while the demo is made."""

    member: Member
    firm: Firm | None = None
    since: date = OPENING
    spells: list[Spell] = field(default_factory=list)
    moves: list[dict[str, Any]] = field(default_factory=list)
    left_job_on: date | None = None
    lost_standing: tuple[date, str] | None = None
    stays: bool = False
    rank: str = ""

    @property
    def cell(self) -> Cell | None:
        """Where the person belongs today."""
        return self.spells[-1].cell if self.spells and self.spells[-1].ends_on is None else None

    def enter(self, cell: Cell, on: date, reason: str) -> None:
        """Begin to belong to a branch."""
        self.spells.append(Spell(cell, on, reason))

    def depart(self, on: date, reason: str) -> Cell:
        """Stop belonging; answers the branch left."""
        spell = self.spells[-1]
        spell.ends_on, spell.out_reason = on, reason
        return spell.cell

    def is_full(self, day: date) -> bool:
        """正式党员 on a day."""
        full = self.member.full_member_on
        return full is not None and full <= day


@dataclass
class World:
    """Everything made so far."""

    today: date
    inventor: Inventor = field(default_factory=lambda: Inventor(SEED))
    places: dict[str, Place] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    institutions: dict[str, Institution] = field(default_factory=dict)
    clusters: dict[str, Cluster] = field(default_factory=dict)
    superiors: dict[str, PartyOrganization] = field(default_factory=dict)
    bodies: dict[str, ClusterBody] = field(default_factory=dict)
    firms: dict[str, list[Firm]] = field(default_factory=dict)
    shared: list[tuple[Firm, str, str]] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    officials: list[Person] = field(default_factory=list)
    due: dict[Firm, int] = field(default_factory=dict)
    _present: dict[Cell, list[Person]] = field(default_factory=dict)

    @property
    def all_firms(self) -> list[Firm]:
        """Firms of all clusters."""
        return [firm for firms in self.firms.values() for firm in firms]

    @property
    def homes(self) -> list[Cell]:
        """Organisations that members belong to."""
        return [cell for cell in self.cells if cell.size]

    @property
    def instructors(self) -> list[Person]:
        """Officials who guide firms."""
        return self.officials[40:70]

    @property
    def leaders(self) -> list[Person]:
        """Officials who answer for a chain."""
        return self.officials[70:90]

    def steady(self, group: str) -> list[Person]:
        """Those of a group who stay where they are."""
        return [
            person for person in self.people if person.stays and person.cell and person.cell.group == group
        ]

    def eligible(self, cell: Cell) -> list[Person]:
        """Those who stay and were full members when posts in their branch begin."""
        begin = max(cell.established_on, OPENING)
        return [person for person in self.members_of(cell) if person.stays and person.is_full(begin)]

    def members_of(self, cell: Cell) -> list[Person]:
        """Who belongs to a branch today; asked only once everybody has come and gone."""
        if not self._present:
            for person in self.people:
                if person.cell:
                    self._present.setdefault(person.cell, []).append(person)
        return self._present.get(cell, [])
