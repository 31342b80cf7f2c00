"""双向评估的变动: a round is drafted, published, filled in, closed, summed up, fed back and acted on."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.clusters.models import Department, Enterprise
from apps.core import clock
from apps.core.history import because
from apps.core.moves import By, MoveRefused, Moves, move
from apps.services.models import Answer, Criterion, EvaluationRound, EvaluationSheet

Status = EvaluationRound.Status

MOVES: Moves = {
    Status.DRAFT: {Status.PUBLISHED},
    Status.PUBLISHED: {Status.OPEN, Status.DRAFT},
    Status.OPEN: {Status.CLOSED},
    Status.CLOSED: {Status.SUMMARISED},
    Status.SUMMARISED: {Status.FED_BACK},
    Status.FED_BACK: {Status.RECTIFYING},
}


def publish(round: EvaluationRound, *, by: By) -> EvaluationRound:
    """发布 — refused while it asks nothing."""
    if not round.criteria.exists():
        raise MoveRefused("评估还没有项目，不能发布。")
    return move(round, Status.PUBLISHED, moves=MOVES, by=by)


def take_back(round: EvaluationRound, *, by: By, why: str = "") -> EvaluationRound:
    """撤回草稿 — before it opens."""
    return move(round, Status.DRAFT, moves=MOVES, by=by, why=why)


def open_for_answers(round: EvaluationRound, *, by: By) -> EvaluationRound:
    """开始填报"""
    return move(round, Status.OPEN, moves=MOVES, by=by)


def close(round: EvaluationRound, *, by: By) -> EvaluationRound:
    """截止"""
    return move(round, Status.CLOSED, moves=MOVES, by=by)


def summarise(round: EvaluationRound, *, by: By) -> EvaluationRound:
    """汇总"""
    return move(round, Status.SUMMARISED, moves=MOVES, by=by)


def feed_back(round: EvaluationRound, *, by: By) -> EvaluationRound:
    """反馈"""
    return move(round, Status.FED_BACK, moves=MOVES, by=by)


def rectify(round: EvaluationRound, *, by: By) -> EvaluationRound:
    """整改"""
    return move(round, Status.RECTIFYING, moves=MOVES, by=by)


@transaction.atomic
def submit(
    round: EvaluationRound,
    *,
    enterprise: Enterprise,
    department: Department,
    grades: Mapping[Criterion, int],
    by: By,
    comment: str = "",
) -> EvaluationSheet:
    """填报 — one sheet with an answer to every criterion, while the round is open."""
    if round.status != Status.OPEN:
        raise MoveRefused("评估不在填报中。")
    if {criterion.pk for criterion in grades} != set(round.criteria.values_list("pk", flat=True)):
        raise ValidationError("请为每个评估项目评分。")
    sheet = EvaluationSheet(
        round=round,
        enterprise=enterprise,
        department=department,
        comment=comment,
        submitted_at=clock.now(),
    )
    sheet.full_clean()
    with because(by=by):
        sheet.save()
        for criterion, grade in grades.items():
            answer = Answer(sheet=sheet, criterion=criterion, grade=grade)
            answer.full_clean()
            answer.save()
    return sheet
