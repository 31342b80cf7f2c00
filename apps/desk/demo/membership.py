"""党员的来去 — who came, moved and left since the opening.

昆山市 never falls below its beginning. The other systems keep their published counts on every day:
whoever leaves is followed the same day.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from apps.desk.demo import opening
from apps.desk.demo.flow import Flow
from apps.desk.demo.planning import GROWTH
from apps.desk.demo.world import CITY, OPENING, World

WITHIN_YEARLY = 60  # transfers a year between branches of the city
SWING = 24  # the city stands at most so many above its beginning


def unfold(world: World) -> None:
    """Make everybody who ever belonged to a branch, in the order of days."""
    opening.gather(world)
    flow = Flow(world)
    for system in world.systems:
        if system != CITY:
            flow.add(_days(world, _yearly(world, system)), partial(flow.replace, system))
    flow.add(_days(world, WITHIN_YEARLY), flow.move_within)
    for change, day in _city_changes(world):
        flow.add([day], flow.come if change > 0 else flow.go)
    flow.add_changes_of_branches()
    flow.run()
    opening.leave_some_overdue(world)


def _yearly(world: World, system: str) -> int:
    """Comers, and as many leavers, a year."""
    return int(world.word(system, "yearly_changes"))


def _days(world: World, yearly: int) -> list[date]:
    first, last = OPENING + timedelta(days=20), world.today - timedelta(days=3)
    return [world.inventor.day(first, last) for _ in range(round((last - first).days * yearly / 365))]


def _city_changes(world: World) -> Iterator[tuple[int, date]]:
    """+1 and −1 in the order of days: never below the beginning, ``GROWTH`` above it at the end."""
    days = sorted(_days(world, 2 * _yearly(world, CITY)))
    if len(days) % 2 != GROWTH % 2:
        days.pop()
    balance = 0
    for left, day in zip(range(len(days), 0, -1), days, strict=True):
        change = world.inventor.random.choice((1, -1))
        if balance <= 0 or GROWTH - balance >= left:
            change = 1
        elif balance >= SWING or balance - GROWTH >= left:
            change = -1
        balance += change
        yield change, day
