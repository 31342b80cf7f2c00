"""发展党员档案 — one for everybody on the way, with the steps taken so far; a few talks are overdue."""

from collections.abc import Iterator
from datetime import date, timedelta

from apps.desk.demo.filling.recipe import Filler
from apps.desk.demo.world import Cell, Person
from apps.members.models import DevelopmentFile, DevelopmentStep
from apps.members.steps import Step

UNTALKED = 0.08
AFTER_ACTIVIST = {Step.RECOMMENDED: 0, Step.ACTIVIST_FILED: 10, Step.CONTACTS_NAMED: 12, Step.OBSERVED: 181}
AFTER_PROSPECT = {
    Step.PROSPECT_NAMED: 0,
    Step.PROSPECT_FILED: 8,
    Step.SPONSORS_NAMED: 10,
    Step.SCREENED: 22,
    Step.TRAINED: 36,
}
TRAINING = {"days": 3, "hours": 24}
Status = DevelopmentFile.Status


def load(filler: Filler) -> None:
    """Files and steps of all candidates."""
    candidates = filler.world.candidates
    files = DevelopmentFile.objects.bulk_create(_file(person, cell) for person, cell in candidates)
    steps = [
        _step(file, step, day)
        for file, (person, _) in zip(files, candidates, strict=True)
        for step, day in _taken(filler, person)
        if day < filler.world.today
    ]
    DevelopmentStep.objects.bulk_create(steps)


def _file(person: Person, cell: Cell) -> DevelopmentFile:
    member = person.member
    assert member.applied_on, member
    status = Status.PROSPECT if member.candidate_on else Status.APPLICATION
    if member.activist_on and not member.candidate_on:
        status = Status.ACTIVIST
    return DevelopmentFile(
        member=member, organization=cell.organization, status=status, opened_on=member.applied_on
    )


def _taken(filler: Filler, person: Person) -> Iterator[tuple[Step, date]]:
    random, member = filler.world.inventor.random, person.member
    assert member.applied_on, member
    yield Step.APPLIED, member.applied_on
    if member.activist_on or random.random() > UNTALKED:
        yield Step.TALKED, member.applied_on + timedelta(days=random.randint(5, 26))
    for begun, after in ((member.activist_on, AFTER_ACTIVIST), (member.candidate_on, AFTER_PROSPECT)):
        if begun:
            yield from ((step, begun + timedelta(days=days)) for step, days in after.items())


def _step(file: DevelopmentFile, step: Step, day: date) -> DevelopmentStep:
    training = TRAINING if step == Step.TRAINED else {}
    return DevelopmentStep(file=file, step=step, happened_on=day, operator=file.organization, **training)
