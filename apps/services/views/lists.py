"""三张清单 — what enterprises need, what departments can give, and what is undertaken with both."""

from typing import Any

from apps.clusters.models import Cluster, Enterprise
from apps.core import clock
from apps.core.columns import Column, column_of, columns
from apps.core.entry import RegisterEntry
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.services.filters.lists import ActionFilter, NeedFilter, ResourceFilter
from apps.services.models import Action, ActionNeed, ActionResource, Need, Resource, Supply


def confirmed(model: Any) -> Column:
    """最近核对日期, toned once it is older than a list may be."""
    return column_of(
        model, "last_confirmed_on", tone=lambda row: "warn" if row.is_stale(clock.today()) else ""
    )


PROVIDER = Column("provider", "提供单位", lambda row: row.provider, joins=("department", "organization"))
LEADER = Column("leader", "牵头单位", lambda row: row.leader, joins=("department", "organization"))
DAYS = ("opened_on", "closed_on")


class Needs(RegisterList):
    model = Need
    filterset_class = NeedFilter
    columns = columns(
        Need, "enterprise", "cluster", "category", "text", "opened_on", confirmed(Need), "status"
    )
    default_order = ("-opened_on",)
    sentence = "没有符合条件的需求。"

    def summary(self, rows: Any) -> str:
        return freshness(rows)


class NeedPage(RegisterEntry):
    model = Need
    facts = (
        "enterprise",
        "cluster",
        "category",
        *DAYS,
        confirmed(Need),
        "verified_on",
        "resolved_on",
        "text",
    )
    badges = ("status",)
    parts = (
        Part(
            "匹配资源",
            Supply,
            "need",
            columns(Supply, "resource", "resource__category", "matched_on"),
            order=("-matched_on",),
            related=("resource__department", "resource__organization"),
            sentence="还没有匹配资源。",
        ),
        Part(
            "对应项目",
            ActionNeed,
            "need",
            columns(ActionNeed, "action", "action__due_on", "action__status"),
            unit="项",
            order=("pk",),
            sentence="还没有列入项目。",
        ),
    )


class Resources(RegisterList):
    model = Resource
    filterset_class = ResourceFilter
    columns = columns(
        Resource, PROVIDER, "cluster", "category", "text", "valid_until", confirmed(Resource), "status"
    )
    default_order = ("-opened_on",)
    sentence = "没有符合条件的资源。"

    def summary(self, rows: Any) -> str:
        return freshness(rows)


class ResourcePage(RegisterEntry):
    model = Resource
    facts = (PROVIDER, "cluster", "category", *DAYS, confirmed(Resource), "valid_until", "text")
    badges = ("status",)
    parts = (
        Part(
            "用于需求",
            Supply,
            "resource",
            columns(Supply, "need", "need__category", "matched_on"),
            order=("-matched_on",),
            related=("need__enterprise",),
        ),
        Part(
            "用于项目",
            ActionResource,
            "resource",
            columns(ActionResource, "action", "action__status"),
            order=("pk",),
        ),
    )


class Actions(RegisterList):
    model = Action
    filterset_class = ActionFilter
    columns = columns(Action, "title", "cluster", "tier", LEADER, "due_on", confirmed(Action), "status")
    default_order = ("-opened_on",)
    unit = "项"
    sentence = "没有符合条件的项目。"

    def summary(self, rows: Any) -> str:
        return freshness(rows)


class ActionPage(RegisterEntry):
    model = Action
    facts = (LEADER, "cluster", "tier", *DAYS, confirmed(Action), "due_on")
    badges = ("status",)
    parts = (
        Part(
            "对应需求",
            ActionNeed,
            "action",
            columns(ActionNeed, "need", "need__category", "need__status"),
            order=("pk",),
            related=("need__enterprise",),
        ),
        Part(
            "使用资源",
            ActionResource,
            "action",
            columns(ActionResource, "resource", "resource__category", "resource__status"),
            order=("pk",),
            related=("resource__department", "resource__organization"),
        ),
    )


def freshness(rows: Any) -> str:
    """How many of the rows found are standing, and confirmed lately enough."""
    today = clock.today()
    return f"在列{rows.standing(today).count()}条，其中90天内核对过的{rows.fresh(today).count()}条"


OF_OTHERS = ("category", "text", "opened_on", "last_confirmed_on", "status")
shown_with(Enterprise, Part("企业需求", Need, "enterprise", columns(Need, *OF_OTHERS), filter="enterprise"))
shown_with(
    Cluster,
    Part("企业需求", Need, "cluster", columns(Need, "enterprise", *OF_OTHERS), filter="cluster"),
    Part("部门资源", Resource, "cluster", columns(Resource, PROVIDER, *OF_OTHERS), filter="cluster"),
    Part(
        "行动项目",
        Action,
        "cluster",
        columns(Action, "title", LEADER, "due_on", "status"),
        unit="项",
        filter="cluster",
    ),
)
