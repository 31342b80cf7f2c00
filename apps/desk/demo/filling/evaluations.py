"""双向评估 — rounds with their questions, and sheets that departments and enterprises filled in."""

from collections.abc import Iterator
from datetime import datetime, time

from django.utils import timezone

from apps.desk.demo.filling.recipe import Filler
from apps.desk.demo.sources import Row
from apps.services.models import Answer, Criterion, EvaluationRound, EvaluationSheet

QUESTIONS = {
    EvaluationRound.Kind.OF_ENTERPRISES: ("组织健全", "活动开展", "作用发挥", "阵地建设"),
    EvaluationRound.Kind.OF_DEPARTMENTS: ("服务态度", "办理效率", "政策落实", "解决问题"),
}


def load(filler: Filler) -> None:
    """Every round."""
    for line, round_ in filler.fill(EvaluationRound, "evaluations"):
        questions = QUESTIONS[EvaluationRound.Kind(round_.kind)]
        criteria = Criterion.objects.bulk_create(
            Criterion(round=round_, position=place, text=text)
            for place, text in enumerate(questions, start=1)
        )
        sheets = EvaluationSheet.objects.bulk_create(_sheets(filler, line, round_))
        Answer.objects.bulk_create(_answers(filler, sheets, criteria))


def _sheets(filler: Filler, line: Row, round_: EvaluationRound) -> Iterator[EvaluationSheet]:
    scope = filler.scope(line)
    for number in range(int(line["sheets"])):
        day = filler.world.inventor.day(round_.opens_on, round_.closes_on)
        yield EvaluationSheet(
            round=round_,
            enterprise=filler.draws.enterprise(scope),
            department=filler.draws.department(scope),
            submitted_at=timezone.make_aware(datetime.combine(day, time(9 + number % 8, 20))),
        )


def _answers(filler: Filler, sheets: list[EvaluationSheet], criteria: list[Criterion]) -> Iterator[Answer]:
    random = filler.world.inventor.random
    for sheet in sheets:
        for criterion in criteria:
            grade = random.choices((3, 4, 5), (12, 40, 48))[0]
            yield Answer(sheet=sheet, criterion=criterion, grade=grade)
