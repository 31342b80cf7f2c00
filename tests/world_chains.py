"""小世界的六链记录"""

from datetime import date
from decimal import Decimal

from django.db.models import Model

from apps.chains.models import ReportedFigure

Rows = dict[str, Model]


def figures_of(name: str, rows: Rows) -> list[Model]:
    """A published number about the neighbourhood's cluster."""
    return [
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
        )
    ]
