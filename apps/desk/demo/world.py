"""演示数据的中间状态 — what has been made so far, and what the later registers still need to know."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from apps.clusters.models import Cluster, Department, Enterprise, Institution, Place
from apps.desk.demo import sources
from apps.desk.demo.invention import Inventor
from apps.desk.demo.sources import Row
from apps.members.models import Member
from apps.organizations.models import ClusterBody, PartyOrganization

SEED = 20230830
OPENING = date(2022, 12, 31)
"""期初 — the day from which the demo's registry knows who belongs where."""

CITY, HIGH_TECH = "kunshan", "hightech"
"""Systems: 昆山市 grows a little, all others keep their published counts on every day."""


@dataclass(eq=False)
class Firm:
    """An enterprise while the demo is made."""

    enterprise: Enterprise
    cluster: str
    system: str
    place: Place
    since: date
    building: str = ""
    chain_role: str = "supporting"
    is_key: bool = True
    joined_on: date = OPENING
    is_published: bool = False
    closed_on: date | None = None

    def __str__(self) -> str:
        return self.enterprise.name

    def runs(self, day: date) -> bool:
        """Whether it stands on its chain and operates on a day, and still does today."""
        return self.closed_on is None and self.joined_on <= day


@dataclass(eq=False)
class Cell:
    """A Party organisation while the demo is made; ``size`` is how many belong to it at first."""

    organization: PartyOrganization
    type_code: str
    cluster: str
    system: str
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
    systems: dict[str, Row] = field(default_factory=sources.systems)
    inventor: Inventor = field(default_factory=lambda: Inventor(SEED))
    places: dict[str, Place] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    institutions: dict[str, Institution] = field(default_factory=dict)
    institutions_of: dict[str, list[Institution]] = field(default_factory=dict)
    clusters: dict[str, Cluster] = field(default_factory=dict)
    superiors: dict[str, PartyOrganization] = field(default_factory=dict)
    bodies: dict[str, ClusterBody] = field(default_factory=dict)
    action_branches: list[PartyOrganization] = field(default_factory=list)
    firms: dict[str, list[Firm]] = field(default_factory=dict)
    others: list[tuple[Enterprise, Place]] = field(default_factory=list)
    shared: list[tuple[Firm, str, str]] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    officials: dict[str, list[Person]] = field(default_factory=dict)
    candidates: list[tuple[Person, Cell]] = field(default_factory=list)
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
        return self.officials["昆山市"][60:90]

    @property
    def commissioners(self) -> list[Person]:
        """红色专员 — officials sent out by the work stations (published: 36)."""
        return self.officials["昆山市"][110:146]

    def county(self, place: Place) -> str:
        """The county or district a place lies in, by its name; officials are a county's."""
        counties = {row["county"] for row in self.systems.values()}
        while place.name not in counties:
            assert place.parent, f"{place}不在任何县区"
            place = place.parent
        return place.name

    def word(self, system: str, column: str) -> str:
        """What is said of a system: its ``prefix``, its ``mark`` …"""
        return self.systems[system][column]

    def steady(self, system: str) -> list[Person]:
        """Those of a system who stay where they are."""
        return [p for p in self.people if p.stays and p.cell and p.cell.system == system]

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
