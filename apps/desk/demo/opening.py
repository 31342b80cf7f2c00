"""期初 — whoever belongs on the opening day."""

from datetime import date, timedelta

from apps.desk.demo.invention import years_later
from apps.desk.demo.world import OPENING, Cell, Person, World
from apps.members.models import Affiliation, Movement

Kind, Reason = Movement.Kind, Affiliation.Reason
COMMITTEE = 5  # members of each branch who stay, so that posts are held steadily
EXTENDED_PROBATION = 0.004
OVERDUE_PROBATIONS = 9


def gather(world: World) -> None:
    """Fill every branch; one founded later lends its people to the joint branch it comes out of."""
    for cell in world.homes:
        for number in range(cell.size):
            person = _person(world, cell)
            person.stays = number < COMMITTEE or _is_settled(cell)
            world.people.append(person)


def _is_settled(cell: Cell) -> bool:
    """Whether all its people stay: it was founded, or will be dissolved, within the story."""
    return bool(cell.origin or cell.dissolved_on) or cell.established_on > OPENING


def _person(world: World, cell: Cell) -> Person:
    firm = world.inventor.random.choice(cell.units)
    person = Person(world.inventor.member(OPENING), firm, world.inventor.day(date(2014, 3, 1), OPENING))
    complete(world, person)
    home = cell.origin or cell
    day = max(OPENING, home.established_on)
    reason, kind = (
        (Reason.OPENING, Kind.OPENING) if day == OPENING else (Reason.TRANSFERRED, Kind.TRANSFER_IN)
    )
    person.enter(home, day, reason)
    person.moves.append(
        {"kind": kind, "happened_on": day, "to_organization": home.organization} | _letter(kind)
    )
    return person


def _letter(kind: str) -> dict[str, object]:
    """A branch founded later begins with people who came as one."""
    return {} if kind == Kind.OPENING else {"whole_unit": True, "elsewhere": "中共某企业联合支部委员会"}


def complete(world: World, person: Person) -> None:
    """转正 — a year after joining, as far as that day has come; a few probations were extended."""
    member = person.member
    joined = member.joined_on or OPENING
    if world.inventor.random.random() < EXTENDED_PROBATION:
        member.probation_extended_months = 6
    full = years_later(joined, 1.5 if member.probation_extended_months else 1)
    member.full_member_on = full if full <= world.today else None


def leave_some_overdue(world: World) -> None:
    """预备期满未讨论转正 — a few whose year is over by more than thirty days."""
    latest = years_later(world.today, -1) - timedelta(days=31)
    earliest = years_later(world.today, -1.5)
    waiting = [
        person
        for person in world.people
        if person.cell and person.member.joined_on and earliest <= person.member.joined_on <= latest
    ]
    for person in world.inventor.random.sample(waiting, min(OVERDUE_PROBATIONS, len(waiting))):
        person.member.full_member_on = None
        person.member.probation_extended_months = None
