"""定格与重开 — closing a period keeps what it reads; opening it again needs a reason. Both are on record."""

from django.core.exceptions import ValidationError
from django.db import models, transaction

from apps.chains.freezing import freeze
from apps.chains.models import Closing, ReportingPeriod
from apps.core.moves import begin, insist_on_why, move
from apps.core.period import Period

OPEN, CLOSED = ReportingPeriod.Status.OPEN, ReportingPeriod.Status.CLOSED
MOVES = {OPEN: {CLOSED}, CLOSED: {OPEN}}
KINDS = ("month", "quarter", "year")


@transaction.atomic
def close(period: Period, *, by: models.Model | None) -> Closing:
    """定格 — keep numbers, rows and definitions of a month, quarter or year that is over.

    Takes as long as counting everything once and writing down each row. Raises ``ValidationError`` for a
    period that is still running, ``MoveRefused`` for one that is closed.
    """
    if period.kind not in KINDS:
        raise ValidationError("只能定格月份、季度或年度。")
    row = ReportingPeriod.objects.of(period).first()
    if row is None:
        row = begin(ReportingPeriod(starts_on=period.start, ends_on=period.end), by=by)
    if not row.is_over:
        raise ValidationError(f"{period}尚未结束，不能定格。")
    row = move(row, CLOSED, moves=MOVES, by=by)
    closing = Closing.objects.create(period=row, number=row.closings.count() + 1)
    freeze(closing)
    return closing


def reopen(row: ReportingPeriod, *, by: models.Model | None, why: str) -> ReportingPeriod:
    """重开 — let a period be read live again; what its closing had kept stays on record.

    Raises ``ValidationError`` without a reason, ``MoveRefused`` for a period that is not closed.
    """
    insist_on_why(why, "请填写重开理由。")
    return move(row, OPEN, moves=MOVES, by=by, why=why)
