"""联络 — red commissioners of the stations, instructors, and what is planned where a branch is due."""

from collections.abc import Iterator
from datetime import date, timedelta

from apps.desk.demo.world import World
from apps.members.models import Liaison
from apps.organizations.models import Formation

FIRMS_EACH = 13
INSTRUCTED_EACH = 3
REASONS = ("关系未转入，正在动员转接", "企业负责人尚未同意", "正在物色书记人选")


def appoint(world: World) -> Iterator[Liaison]:
    """Firms without an organisation, shared out among those who look after them."""
    served = {id(firm) for cell in world.cells for firm in cell.units}
    unserved = (firm for firm in world.all_firms if id(firm) not in served)
    firms = [firm for firm in unserved if world.word(firm.system, "county") == "昆山市"]
    world.inventor.random.shuffle(firms)
    free = iter(firms)
    groups = (
        (Liaison.Kind.COMMISSIONER, world.commissioners, FIRMS_EACH),
        (Liaison.Kind.INSTRUCTOR, world.instructors, INSTRUCTED_EACH),
    )
    for kind, people, each in groups:
        for person in people:
            for _ in range(each):
                firm = next(free)
                started = world.inventor.day(date(2023, 2, 1), world.today - timedelta(days=30))
                yield Liaison(
                    member=person.member,
                    enterprise=firm.enterprise,
                    kind=kind,
                    starts_on=max(started, firm.joined_on),
                )


def write_plans(world: World) -> None:
    """组建计划 — what is being done about each firm where a branch is due."""
    Formation.objects.bulk_create(
        Formation(
            enterprise=firm.enterprise,
            mode=Formation.Mode.SINGLE,
            stage=Formation.Stage.PLANNED if days > 30 else Formation.Stage.SURVEYED,
            planned_on=world.today + timedelta(days=45 + days % 60),
            reason_not_built=REASONS[days % 3],
            starts_on=world.today - timedelta(days=days - days // 4),
        )
        for firm, days in world.due.items()
    )
