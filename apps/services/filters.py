"""服务链的筛选 — how orders, visits and the other registers of services are found."""

from apps.clusters.models import Enterprise
from apps.core.filters import RegisterFilter, coded, pointed_at, since, until
from apps.services.models import Visit


class VisitFilter(RegisterFilter):
    """走访"""

    placeholder = "企业、走访情况"
    searched = ("enterprise__name", "note")
    kind = coded(Visit, "kind")
    status = coded(Visit, "status")
    since = since("走访日期", "held_on")
    until = until("走访日期", "held_on")
    enterprise = pointed_at(Enterprise, "企业")

    class Meta:
        model = Visit
        fields = ()
