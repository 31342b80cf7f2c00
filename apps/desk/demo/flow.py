"""增减 — one person comes, goes or moves on one day, with the movement and its letter."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import count
from typing import Any

from apps.desk.demo.opening import complete
from apps.desk.demo.world import CITY, Cell, Person, World
from apps.members.models import Affiliation, Member, Movement

Kind, Reason = Movement.Kind, Affiliation.Reason
COMING = {Kind.TRANSFER_IN: 56, Kind.ADMITTED: 41, Kind.ENTERED: 3}
GOING = {Kind.TRANSFER_OUT: 93, Kind.DIED: 4, Kind.LEFT_PARTY: 1, Kind.SUSPENDED: 2}
ENTERING = {
    Kind.TRANSFER_IN: Reason.TRANSFERRED,
    Kind.ADMITTED: Reason.ADMITTED,
    Kind.ENTERED: Reason.ENTERED,
}
LEAVING = {
    Kind.TRANSFER_OUT: (Reason.TRANSFERRED, ""),
    Kind.DIED: (Reason.DIED, "死亡"),
    Kind.LEFT_PARTY: (Reason.LEFT_PARTY, "出党"),
    Kind.SUSPENDED: (Reason.SUSPENDED, "停止党籍"),
}
FORGOTTEN_RECEIPTS = 0.012
Step = Callable[[date], None]


class Flow:
    """What happens to the branches, in the order of days."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.random = world.inventor.random
        self._steps: list[tuple[date, int, Step]] = []
        self._order = count()
        self._letters = count(101)
        self._mobile = {system: self._leavers(system) for system in world.systems}

    def _leavers(self, system: str) -> list[Person]:
        found = [p for p in self.world.people if not p.stays and p.cell and p.cell.system == system]
        self.random.shuffle(found)
        return found

    def add(self, days: list[date], step: Step) -> None:
        """Let ``step(day)`` happen on each of the days."""
        self._steps += [(day, next(self._order), step) for day in days]

    def run(self) -> None:
        """Let everything happen."""
        for day, _, step in sorted(self._steps, key=lambda entry: entry[:2]):
            step(day)

    def replace(self, system: str, day: date) -> None:
        """One leaves, another comes the same day."""
        self._leave(self._mobile[system].pop(), day)
        self._arrive(self._branch(system, day), day)

    def come(self, day: date) -> None:
        """One more in the rest of the city."""
        self._arrive(self._branch(CITY, day), day)

    def go(self, day: date) -> None:
        """One fewer in the rest of the city."""
        self._leave(self._mobile[CITY].pop(), day)

    def move_within(self, day: date) -> None:
        """系统内转接 — from one branch of the city to another."""
        person, to = self._mobile[CITY].pop(), self._branch(CITY, day)
        if person.cell is to:
            return
        self._transfer(person, to, day)
        person.left_job_on = None
        person.firm = person.firm if person.firm in to.units else self.random.choice(to.units)

    def add_changes_of_branches(self) -> None:
        """整建制 — branches founded out of joint ones, and one dissolved into another."""
        for cell in self.world.cells:
            if cell.origin:
                self.add([cell.established_on], partial(self._found, cell))
            if cell.dissolved_on and cell.heir:
                self.add([cell.dissolved_on], partial(self._dissolve, cell))

    def _found(self, cell: Cell, day: date) -> None:
        for person in self.world.people:
            if person.cell is cell.origin and person.firm in cell.units:
                self._transfer(person, cell, day, whole_unit=True)

    def _dissolve(self, cell: Cell, day: date) -> None:
        for person in self.world.people:
            if person.cell is cell and cell.heir:
                self._transfer(person, cell.heir, day, whole_unit=True)

    def _transfer(self, person: Person, to: Cell, day: date, *, whole_unit: bool = False) -> None:
        left = person.depart(day, Reason.TRANSFERRED)
        person.enter(to, day, Reason.TRANSFERRED)
        ends = {"from_organization": left.organization, "to_organization": to.organization}
        letter = {"whole_unit": True} if whole_unit else self.letter(to, day)
        person.moves.append({"kind": Kind.TRANSFER_WITHIN, "happened_on": day} | ends | letter)

    def _branch(self, system: str, day: date) -> Cell:
        """A branch of a system, larger ones more often."""
        homes = (cell for cell in self.world.homes if cell.system == system and not cell.dissolved_on)
        open_now = [cell for cell in homes if cell.stands(day)]
        return self.random.choices(open_now, [cell.size for cell in open_now])[0]

    def _arrive(self, cell: Cell, day: date) -> None:
        kind = self.world.inventor.weighted(COMING)
        person = Person(self.world.inventor.member(day), self.random.choice(cell.units), since=day)
        if kind == Kind.ADMITTED:
            person.member = self._admitted(day)
            person.since = day - timedelta(days=self.random.randint(600, 1500))
        complete(self.world, person)
        person.enter(cell, day, ENTERING[kind])
        move = {"kind": kind, "happened_on": day, "to_organization": cell.organization}
        if kind == Kind.TRANSFER_IN:
            move |= self.letter(cell, day) | {"elsewhere": self._elsewhere()}
        person.moves.append(move)
        self.world.people.append(person)

    def _admitted(self, day: date) -> Member:
        facts = self.world.inventor.facts(day, youngest=23, oldest=42)
        steps = self.world.inventor.approach(day, facts["birth_date"])
        return self.world.inventor.member_of(facts, joined_on=day, **steps)

    def _leave(self, person: Person, day: date) -> None:
        kind = self.world.inventor.weighted(GOING)
        reason, status = LEAVING[kind]
        left = person.depart(day, reason)
        person.left_job_on = day
        if status:
            person.lost_standing = (day, status)
            if not person.is_full(day):
                person.member.full_member_on = None
        move = {"kind": kind, "happened_on": day, "from_organization": left.organization}
        if kind == Kind.TRANSFER_OUT:
            move |= self.letter(left, day) | {"elsewhere": self._elsewhere()}
        person.moves.append(move)

    def _elsewhere(self) -> str:
        return f"中共{self.random.choice(self.world.inventor.words['origin_branches'])}某企业支部委员会"

    def letter(self, cell: Cell, day: date) -> dict[str, Any]:
        """介绍信 — the receipt is back, but for recent ones and a few that were forgotten."""
        valid = self.random.choice((30, 60, 90))
        back = day + timedelta(days=self.random.randint(4, 25))
        missing = back > self.world.today or self.random.random() < FORGOTTEN_RECEIPTS
        return {
            "letter_no": f"{self.world.word(cell.system, 'mark')}组转〔{day.year}〕{next(self._letters)}号",
            "letter_on": day,
            "letter_valid_days": valid,
            "receipt_on": None if missing else back,
        }
