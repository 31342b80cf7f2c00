"""任期 — most terms run; some have ended, some end soon, some were extended."""

from datetime import timedelta

from apps.desk.demo.invention import years_later
from apps.desk.demo.world import Cell, World
from apps.organizations.kinds import TERM_YEARS, TypeCode
from apps.organizations.models import TermExtension

OVERDUE = (31, 88, 140, 205, 260, 330)
"""到期未换届: so many days after the term ended."""
ENDING = (6, 13, 21, 34, 47, 58, 74, 86)
"""即将届满: in so many days."""
EXTENDED = ((41, 300), (96, 210), (400, -30))
"""延期: the term ended so many days ago, the extension ends in so many."""


def choose(world: World) -> list[Cell]:
    """Give every organisation its term; answers those whose term ended and was extended."""
    standing = [cell for cell in world.cells if not cell.origin and not cell.dissolved_on]
    chosen = world.inventor.random.sample(standing, len(OVERDUE) + len(ENDING) + len(EXTENDED))
    ended = [*OVERDUE, *(-days for days in ENDING), *(days for days, _ in EXTENDED)]
    since_end = dict(zip(map(id, chosen), ended, strict=True))
    for cell in world.cells:
        years = TERM_YEARS[TypeCode(cell.type_code)]
        days = since_end.get(id(cell), -world.inventor.random.randint(120, years * 365 - 40))
        start = years_later(world.today - timedelta(days=days), -years)
        cell.organization.term_starts_on = max(start, cell.established_on)
    return chosen[-len(EXTENDED) :]


def write_extensions(world: World, cells: list[Cell]) -> None:
    TermExtension.objects.bulk_create(
        TermExtension(
            organization=cell.organization,
            approval_no=f"昆两新复〔{world.today.year}〕{number + 11}号",
            approved_on=world.today - timedelta(days=days + 20),
            until=world.today + timedelta(days=left),
        )
        for number, (cell, (days, left)) in enumerate(zip(cells, EXTENDED, strict=True))
    )
