"""活动与出席 — activities with their hosts, who came, and what they count as for branches."""

from typing import Any

from django.db.models import Prefetch, QuerySet, Sum

from apps.activities.filters import ActivityFilter, AppraisalFilter, AttendanceFilter, MeetingFilter
from apps.activities.models import (
    Activity,
    ActivityHost,
    Appraisal,
    Attendance,
    Meeting,
    RecruitResult,
    RotationSlot,
)
from apps.clusters.models import Cluster
from apps.core.columns import Column, columns
from apps.core.entry import RegisterEntry
from apps.core.listing import RegisterList
from apps.core.parts import Part, shown_with
from apps.members.models import Member
from apps.organizations.models import PartyOrganization

TONES = {"held": "good", "archived": "good", "cancelled": "bad", "enrolling": "warn"}
HOSTS = Column("hosts", "主办党组织", lambda a: "、".join(str(host) for host in a.credits))


class Activities(RegisterList):
    model = Activity
    filterset_class = ActivityFilter
    columns = columns(
        Activity,
        "title",
        "held_on",
        "kind",
        HOSTS,
        "cluster",
        "six_together",
        "four_meeting",
        "headcount",
        "status",
    )
    default_order = ("-held_on",)
    roster = "activity"
    unit = "场"

    def decorated(self, rows: Any) -> QuerySet:
        reached = PartyOrganization.objects.within(self.remit).order_by()
        hosts = ActivityHost.objects.filter(organization__in=reached).select_related("organization")
        return super().decorated(rows).prefetch_related(Prefetch("hosts", hosts, to_attr="credits"))

    def summary(self, rows: Any) -> str:
        sums = rows.held().aggregate(own=Sum("headcount"), others=Sum("external_headcount"))
        return f"已举办{rows.held().count()}场，参加{(sums['own'] or 0) + (sums['others'] or 0)}人次"


class ActivityPage(RegisterEntry):
    model = Activity
    facts = (
        *("held_on", "ended_on", "cluster", "place", "site", "venue", "form", "is_online"),
        *("brand", "course", "tier", "six_together", "four_meeting", "is_for_talent"),
        *("headcount", "external_headcount", "deal_intents", "deal_amount", "minutes"),
    )
    badges = ("kind", "status")
    tones = TONES
    parts = (
        Part(
            "出席",
            Attendance,
            "activity",
            columns(Attendance, "member", "organization", "status", "hours", "reason"),
            order=("status", "member__name_order", "pk"),
            unit="人次",
            filter="activity",
            sentence="没有登记出席人员。",
            told=lambda rows: f"{rows.count()}人，到会{rows.present().count()}人",
        ),
        Part(
            "组织生活",
            Meeting,
            "activity",
            columns(Meeting, "organization", "kind", "due", "present", "topics", "resolution"),
            unit="次",
            sentence="没有记为三会一课或主题党日。",
        ),
        Part(
            "招工结果",
            RecruitResult,
            "activity",
            columns(RecruitResult, "enterprise", "hired_on", "hired"),
            sentence="没有招工结果。",
        ),
    )
    beside = (
        Part(
            "主办党组织",
            ActivityHost,
            "activity",
            columns(ActivityHost, "organization", "is_lead"),
            order=("-is_lead", "pk"),
            unit="个",
        ),
        Part(
            "轮值", RotationSlot, "activity", columns(RotationSlot, "organization", "first_day", "last_day")
        ),
    )


class Attendances(RegisterList):
    model = Attendance
    filterset_class = AttendanceFilter
    columns = columns(
        Attendance, "member", "activity", "activity__held_on", "organization", "status", "hours", "reason"
    )
    default_order = ("-activity__held_on",)
    roster = "attendance"
    unit = "人次"

    def summary(self, rows: Any) -> str:
        present = rows.present()
        return f"到会{present.count()}人次，{present.members().count()}人"


class AttendancePage(RegisterEntry):
    model = Attendance
    facts = ("member", "activity", "activity__held_on", "organization", "hours", "reason")
    badges = ("status",)

    def steps(self, row: Any) -> list[Any]:
        """An attendance is written, not moved."""
        return []


class Meetings(RegisterList):
    model = Meeting
    filterset_class = MeetingFilter
    columns = columns(
        Meeting, "organization", "kind", "activity__held_on", "activity", "due", "present", "topics"
    )
    default_order = ("-activity__held_on",)
    roster = "meeting"
    unit = "次"
    heading = "组织生活"


class MeetingPage(RegisterEntry):
    model = Meeting
    facts = ("organization", "activity", "activity__held_on", "due", "present", "topics", "resolution")
    badges = ("kind",)


class Appraisals(RegisterList):
    model = Appraisal
    filterset_class = AppraisalFilter
    columns = columns(Appraisal, "member", "organization", "year", "grade")
    default_order = ("-year",)
    unit = "名"


class AppraisalPage(RegisterEntry):
    model = Appraisal
    facts = ("member", "organization", "year")
    badges = ("grade",)


SHOWN = columns(Activity, "title", "held_on", "kind", "headcount", "status")
shown_with(Cluster, Part("活动", Activity, "cluster", SHOWN, unit="场", filter="cluster"))
shown_with(
    PartyOrganization,
    Part(
        "主办活动",
        ActivityHost,
        "organization",
        columns(ActivityHost, "activity", "activity__held_on", "activity__kind", "is_lead"),
        order=("-activity__held_on", "pk"),
        unit="场",
    ),
)
shown_with(
    Member,
    Part(
        "参加活动",
        Attendance,
        "member",
        columns(Attendance, "activity", "activity__held_on", "organization", "status", "hours"),
        order=("-activity__held_on", "pk"),
        unit="次",
        filter="member",
    ),
    Part("民主评议", Appraisal, "member", columns(Appraisal, "year", "organization", "grade"), unit="次"),
)
