"""重点攻坚, 投资项目, 强补延 — what a chain sets itself to do."""

from typing import Any

from django.db.models import Sum

from apps.clusters.models import Cluster, Enterprise
from apps.core.columns import columns
from apps.core.entry import RegisterEntry
from apps.core.formatting import money
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.innovation.filters import ChainGapFilter, InvestmentFilter, TackleProjectFilter
from apps.innovation.models import ChainGap, InvestmentProject, TackleProject

GAPS = columns(ChainGap, "segment", "kind", "target", "identified_on", "filled_on", "status")


class TackleProjects(RegisterList):
    model = TackleProject
    filterset_class = TackleProjectFilter
    columns = columns(
        TackleProject,
        "title",
        "year",
        "cluster",
        "organization",
        "enterprise",
        "progress",
        "due_on",
        "status",
    )
    default_order = ("-year", "cluster__name", "due_on")
    unit = "个"


class TackleProjectPage(RegisterEntry):
    model = TackleProject
    facts = (
        *("cluster", "year", "organization", "enterprise", "team", "alliance"),
        *("progress", "due_on", "completed_on", "target"),
    )
    badges = ("status",)
    tones = {"completed": "good", "extended": "warn"}
    parts = (Part("补链环节", ChainGap, "tackle_project", GAPS, unit="个"),)


class Investments(RegisterList):
    model = InvestmentProject
    filterset_class = InvestmentFilter
    columns = columns(
        InvestmentProject,
        "name",
        "cluster",
        "enterprise",
        "place",
        "amount",
        "status",
        "signed_on",
        "landed_on",
    )
    default_order = ("cluster__name", "name")
    unit = "个"

    def summary(self, rows: Any) -> str:
        amount = rows.order_by().aggregate(amount=Sum("amount"))["amount"]
        return f"投资额{money(amount)}" if amount else ""


class InvestmentPage(RegisterEntry):
    model = InvestmentProject
    facts = (
        *("cluster", "enterprise", "place", "amount"),
        *("signed_on", "landed_on", "started_on", "opened_on"),
    )
    badges = ("status",)
    tones = {"signed": "good", "landed": "good", "started": "good", "opened": "good"}
    parts = (Part("补链环节", ChainGap, "investment", GAPS, unit="个"),)


class ChainGaps(RegisterList):
    model = ChainGap
    filterset_class = ChainGapFilter
    columns = columns(
        ChainGap,
        "segment",
        "kind",
        "cluster",
        "target",
        "investment",
        "tackle_project",
        "identified_on",
        "filled_on",
        "status",
    )
    default_order = ("cluster__name", "kind", "segment")
    unit = "个"


class ChainGapPage(RegisterEntry):
    model = ChainGap
    facts = ("cluster", "target", "investment", "tackle_project", "identified_on", "filled_on")
    badges = ("kind", "status")
    tones = {"filled": "good", "identified": "warn"}


PROJECTS = columns(
    TackleProject, "title", "year", "organization", "enterprise", "progress", "due_on", "status"
)
INVESTMENTS = columns(InvestmentProject, "name", "enterprise", "place", "amount", "status", "signed_on")
shown_with(
    Cluster,
    Part(
        "重点攻坚项目",
        TackleProject,
        "cluster",
        PROJECTS,
        unit="个",
        order=("-year", "due_on"),
        filter="cluster",
    ),
    Part("强补延环节", ChainGap, "cluster", GAPS, unit="个", filter="cluster"),
    Part("投资项目", InvestmentProject, "cluster", INVESTMENTS, unit="个", filter="cluster"),
)
shown_with(
    Enterprise,
    Part("牵头攻坚", TackleProject, "enterprise", PROJECTS, unit="个"),
    Part("投资项目", InvestmentProject, "enterprise", INVESTMENTS, unit="个"),
)
