"""企业的组织覆盖筛选 — enterprises by how they came by an organisation."""

from django.db.models import QuerySet

from apps.chains.due import due, ready
from apps.clusters.filters import EnterpriseFilter
from apps.core import clock
from apps.core.filters import choice
from apps.members.building import BuildingState, with_building

DUE, READY = "due", "ready"
STATES = ((DUE, "应建未建"), (READY, "联合支部中可单独组建"), *BuildingState.choices)


class CoveredEnterpriseFilter(EnterpriseFilter):
    """企业"""

    building = choice("建立党组织情况", STATES, method="in_building")

    class Meta(EnterpriseFilter.Meta):
        pass

    def in_building(self, rows: QuerySet, name: str, asked: str) -> QuerySet:
        today = clock.today()
        if asked in (DUE, READY):
            found = due(today) if asked == DUE else ready(today)
            return rows.filter(pk__in=found.order_by().values("pk"))
        return with_building(rows, today).filter(building=asked)
