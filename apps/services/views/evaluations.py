"""双向评估 — rounds and what they came to; of 企评政 only what several enterprises said together."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet

from apps.clusters.models import Cluster
from apps.core.columns import Column, columns
from apps.core.entry import RegisterEntry
from apps.core.formatting import NONE, number
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.core.remit import Remit
from apps.core.story import Panel, Row
from apps.services.filters.meetings import RoundFilter
from apps.services.models import Criterion, EvaluationRound, EvaluationSheet
from apps.services.models.evaluation import FEWEST

SHEETS = Column("sheets", "评估表", lambda row: row.sheet_count, numeric=True)


def with_sheets(rows: QuerySet) -> QuerySet:
    """Rounds with how many sheets came in."""
    return rows.annotate(sheet_count=Count("sheets"))


class Rounds(RegisterList):
    model = EvaluationRound
    filterset_class = RoundFilter
    columns = columns(
        EvaluationRound,
        "title",
        "cluster",
        "kind",
        "period_starts_on",
        "period_ends_on",
        "closes_on",
        SHEETS,
        "status",
    )
    default_order = ("-closes_on",)
    unit = "轮"
    sentence = "没有符合条件的评估。"

    def decorated(self, rows: Any) -> QuerySet:
        return with_sheets(super().decorated(rows))


class RoundPage(RegisterEntry):
    model = EvaluationRound
    facts = ("cluster", "period_starts_on", "period_ends_on", "opens_on", "closes_on", SHEETS)
    badges = ("kind", "status")
    beside = (Part("评估项目", Criterion, "round", columns(Criterion, "position", "text"), unit="项"),)

    def reachable(self) -> Any:
        return with_sheets(super().reachable())

    def further(self, row: Any) -> list[Panel]:
        """Scores by whom they speak of; of too few sheets nothing is said."""
        if not self.links.may_view(EvaluationSheet):
            return []
        rows = [Row((name, count, score)) for name, count, score in results(row, self.remit)]
        note = f"不足{FEWEST}份的不显示得分" if row.rates_departments else ""
        return [Panel("得分", ("评估对象", "评估表#", "得分#"), rows, "还没有评估表。", note=note)]


def results(round: EvaluationRound, remit: Remit) -> Iterator[tuple[str, int, str]]:
    """Whom the sheets of a round speak of, how many do, and the mean of their scores."""
    sheets = EvaluationSheet.objects.within(remit).filter(round=round)
    for name, count, score in sheets.by_rated(round):
        kept_back = round.rates_departments and count < FEWEST
        yield name, count, NONE if kept_back else number(score, 1)


shown_with(
    Cluster,
    Part(
        "双向评估",
        EvaluationRound,
        "cluster",
        columns(EvaluationRound, "title", "kind", "closes_on", "status"),
        unit="轮",
        filter="cluster",
    ),
)
