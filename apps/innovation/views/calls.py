"""揭榜攻关 — calls with their claims, milestones and acceptance."""

from apps.clusters.models import Cluster, Enterprise
from apps.core.columns import columns
from apps.core.entry import RegisterEntry
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.innovation.filters import CallFilter
from apps.innovation.models import CallAcceptance, CallClaim, Milestone, OpenCall

TONES = {
    "published": "good",
    "underway": "good",
    "passed": "good",
    "failed": "bad",
    "lapsed": "bad",
}


class Calls(RegisterList):
    model = OpenCall
    filterset_class = CallFilter
    columns = columns(
        OpenCall,
        "title",
        "call_no",
        "enterprise",
        "cluster",
        "field",
        "budget",
        "published_on",
        "deadline",
        "status",
    )
    default_order = ("-published_on",)
    unit = "个"


class CallPage(RegisterEntry):
    model = OpenCall
    facts = (
        *("call_no", "enterprise", "cluster", "field", "budget", "published_on", "deadline"),
        *("contracted_on", "description"),
    )
    badges = ("status",)
    tones = TONES
    parts = (
        Part(
            "揭榜",
            CallClaim,
            "call",
            columns(CallClaim, "claimed_on", "enterprise", "institution", "team", "plan", "is_chosen"),
            order=("-is_chosen", "claimed_on", "pk"),
            unit="方",
            sentence="还没有揭榜。",
        ),
        Part(
            "里程碑",
            Milestone,
            "call",
            columns(Milestone, "title", "due_on", "reached_on"),
            unit="个",
        ),
        Part("验收", CallAcceptance, "call", columns(CallAcceptance, "judged_on", "is_passed", "outputs")),
    )


SHOWN = columns(OpenCall, "title", "call_no", "field", "budget", "published_on", "deadline", "status")
shown_with(Enterprise, Part("发榜", OpenCall, "enterprise", SHOWN, unit="个", filter="enterprise"))
shown_with(Cluster, Part("揭榜攻关", OpenCall, "cluster", SHOWN, unit="个", filter="cluster"))
