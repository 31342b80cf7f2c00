"""会商和评估的筛选 — how consultations, resolutions and rounds are found."""

from typing import Any

from django.db.models import QuerySet

from apps.clusters.models import Cluster, Department
from apps.core import clock
from apps.core.filters import RegisterFilter, below, choice, chosen, coded, pointed_at, since, until
from apps.organizations.models import PartyOrganization
from apps.services.filters.orders import CLOCKS, OVERDUE
from apps.services.models import Consultation, EvaluationRound, Resolution


class ConsultationFilter(RegisterFilter):
    """会商"""

    placeholder = "集群党委、议题、纪要"
    searched = ("body__organization__full_name", "agenda", "minutes")
    kind = coded(Consultation, "kind")
    status = coded(Consultation, "status")
    cluster = below(Cluster, "集群", "body__cluster")
    since = since("召开", "held_on")
    until = until("召开", "held_on")

    class Meta:
        model = Consultation
        fields = ()


class ResolutionFilter(RegisterFilter):
    """议定事项"""

    placeholder = "议定事项"
    searched = ("text", "outcome")
    clock = choice("进度", CLOCKS, method="by_clock")
    status = coded(Resolution, "status")
    department = chosen(Department, "责任部门")
    cluster = below(Cluster, "集群", "consultation__body__cluster")
    organization = pointed_at(PartyOrganization, "责任党组织")

    class Meta:
        model = Resolution
        fields = ()

    def by_clock(self, rows: Any, name: str, asked: str) -> QuerySet:
        return rows.overdue(clock.today()) if asked == OVERDUE else rows.standing()


class RoundFilter(RegisterFilter):
    """双向评估"""

    placeholder = "名称"
    searched = ("title",)
    kind = coded(EvaluationRound, "kind")
    status = coded(EvaluationRound, "status")
    cluster = below(Cluster, "集群", "cluster")

    class Meta:
        model = EvaluationRound
        fields = ()
