"""小世界的六链记录"""

from datetime import date
from decimal import Decimal

from django.db.models import Model

from apps.chains.models import BoardSetting, ReportedFigure, ScoreRule, Target

Rows = dict[str, Model]


def figures_of(name: str, rows: Rows) -> list[Model]:
    """A published number about the neighbourhood's cluster, what it aims at and how it would be scored."""
    setting, _ = BoardSetting.objects.get_or_create(pk=1)
    year = 2000 + ScoreRule.objects.count()
    return [
        setting,
        ScoreRule.objects.create(reach="cluster", year=year, indicator="ORG-04", low=0, high=100),
        Target.objects.create(
            cluster=rows["clusters.cluster"], indicator="ORG-04", period="2026", value=90, warning=80
        ),
        ReportedFigure.objects.create(
            number=f"{name}-1",
            system=name,
            name=f"{name}覆盖党组织",
            value=Decimal(14),
            unit="家",
            ends_on=date(2023, 8, 30),
            cluster=rows["clusters.cluster"],
            indicator="ORG-02",
            source=f"{name}日报",
        ),
    ]
