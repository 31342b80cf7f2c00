"""行动支部列表"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from apps.core import clock
from apps.core.columns import Column
from apps.core.dated import in_force
from apps.core.formatting import span
from apps.core.links import address
from apps.core.listing import RegisterExport, RegisterList
from apps.organizations.filters import ActionBranchFilter
from apps.organizations.models import ActionBranch

COLUMNS = (
    Column(
        "name",
        "行动支部",
        lambda b: b.organization,
        ("organization__full_name",),
        href=lambda b: address(b.organization),
    ),
    Column("kind", "类别", lambda b: b.get_kind_display(), ("kind",)),
    Column("level", "层级", lambda b: b.get_level_display(), ("level",)),
    Column("theme", "主题", lambda b: b.theme),
    Column("host", "组建党组织", lambda b: b.host),
    Column("cluster", "服务集群", lambda b: b.cluster),
    Column("people", "参与党员", lambda b: b.people, numeric=True),
    Column("span", "起止", lambda b: span(b.starts_on, b.ends_on), ("starts_on",)),
)


class ActionBranches(RegisterList):
    """行动支部"""

    model = ActionBranch
    permission_required: str | Iterable[str] = "organizations.view_actionbranch"
    filterset_class = ActionBranchFilter
    columns = COLUMNS
    default_order = ("-starts_on",)
    heading = "行动支部"
    unit = "个"
    sentence = "没有符合条件的行动支部。"
    export = "organizations:action_branches_export"

    def decorated(self, rows: Any) -> QuerySet:
        taking_part: Q = in_force(clock.today(), "organization__participations")
        people = Count("organization__participations", filter=taking_part)
        return rows.annotate(people=people).select_related("organization", "host", "cluster")


class ActionBranchesExport(RegisterExport, ActionBranches):
    """行动支部的导出"""

    permission_required = ("organizations.view_actionbranch", "organizations.export_actionbranch")
