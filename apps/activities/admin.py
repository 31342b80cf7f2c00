"""活动链登记 — activities with hosts and attendance, turns, campaigns, ideas and recruiting."""

from django.contrib import admin

from apps.activities.models import (
    Activity,
    ActivityHost,
    Appraisal,
    Attendance,
    Brand,
    Campaign,
    CampaignCheck,
    CampaignItem,
    Contest,
    ContestEntry,
    Course,
    Meeting,
    Pledge,
    RecruitLine,
    RecruitOrigin,
    RecruitResult,
    RotationPlan,
    RotationSlot,
    Suggestion,
)
from apps.core.admin import RegisterAdmin
from apps.core.admin_moves import MovedAdmin
from apps.core.admin_parts import PartInline, WithinRemitFilter
from apps.core.exports import Column, resource_for
from apps.members.exports import resource_about_people

OF_CLUSTER = ("cluster", WithinRemitFilter)


@admin.register(Brand)
class BrandAdmin(MovedAdmin):
    list_display = ("name", "kind", "organization", "cluster", "place", "status", "starts_on", "ends_on")
    list_filter = ("kind", "status", OF_CLUSTER)
    search_fields = ("name", "organization__full_name")


@admin.register(Course)
class CourseAdmin(RegisterAdmin):
    list_display = ("name", "kind", "brand", "organization", "lecturer", "is_secretary_lecture", "starts_on")
    list_filter = ("kind", "is_secretary_lecture", OF_CLUSTER)
    search_fields = ("name", "lecturer__name__startswith", "lecturer_name")
    search_help_text = "课程名称、主讲人"


class HostInline(PartInline):
    model = ActivityHost


class MeetingInline(PartInline):
    model = Meeting
    fields = ("organization", "kind", "due", "present", "topics")
    show_change_link = True


@admin.register(Activity)
class ActivityAdmin(MovedAdmin):
    """Attendance stands in a register of its own: an activity may have hundreds."""

    searched = True
    list_display = (
        "title",
        "kind",
        "held_on",
        "cluster",
        "six_together",
        "four_meeting",
        "headcount",
        "status",
    )
    list_filter = ("kind", "status", "six_together", "four_meeting", "is_for_talent", OF_CLUSTER)
    search_fields = ("title", "hosts__organization__full_name", "brand__name")
    search_help_text = "活动、主办党组织或品牌名称"
    date_hierarchy = "held_on"
    inlines = (HostInline, MeetingInline)
    fieldsets = (
        (None, {"fields": ("title", ("kind", "form"), "status", ("held_on", "ended_on"))}),
        ("范围", {"fields": (("cluster", "place"), "tier", ("site", "booking"), ("venue", "is_online"))}),
        ("归类", {"fields": (("brand", "course"), ("six_together", "four_meeting"), "is_for_talent")}),
        (
            "情况",
            {
                "fields": (
                    ("headcount", "external_headcount"),
                    ("deal_intents", "deal_amount"),
                    "minutes",
                )
            },
        ),
    )


@admin.register(Attendance)
class AttendanceAdmin(RegisterAdmin):
    list_display = ("member", "activity", "organization", "status", "hours")
    list_filter = ("status",)
    list_select_related = ("member", "activity", "organization")
    search_fields = ("member__name__startswith", "activity__title")
    search_help_text = "姓名、活动名称"
    resource = resource_about_people(Attendance, held_on=Column("举办日期", "activity__held_on"))


@admin.register(Meeting)
class MeetingAdmin(RegisterAdmin):
    list_display = ("organization", "kind", "activity", "held_on", "due", "present")
    list_filter = ("kind",)
    list_select_related = ("organization", "activity")
    search_fields = ("organization__full_name", "activity__title", "topics")
    search_help_text = "党组织、活动名称或议题"
    resource = resource_for(Meeting, held_on=Column("举办日期", "activity__held_on"))

    @admin.display(description="日期", ordering="activity__held_on")
    def held_on(self, row):
        return row.activity.held_on


@admin.register(Appraisal)
class AppraisalAdmin(RegisterAdmin):
    list_display = ("member", "organization", "year", "grade")
    list_filter = ("year", "grade")
    search_fields = ("member__name__startswith", "organization__full_name")
    search_help_text = "姓名、党组织名称"


class SlotInline(PartInline):
    model = RotationSlot
    fields = ("organization", "kind", "first_day", "last_day", "planned_on")
    show_change_link = True


@admin.register(RotationPlan)
class RotationPlanAdmin(RegisterAdmin):
    list_display = ("body", "year", "remark")
    list_filter = ("year",)
    list_select_related = ("body__organization",)
    search_fields = ("body__organization__full_name",)
    inlines = (SlotInline,)


@admin.register(RotationSlot)
class RotationSlotAdmin(MovedAdmin):
    list_display = ("plan", "organization", "kind", "first_day", "last_day", "status", "activity")
    list_filter = ("kind", "status")
    list_select_related = ("plan__body__organization", "organization", "activity")
    search_fields = ("organization__full_name",)
    date_hierarchy = "first_day"


@admin.register(Pledge)
class PledgeAdmin(RegisterAdmin):
    list_display = ("member", "year", "kind", "text", "fulfilled_on")
    list_filter = ("year", "kind")
    search_fields = ("member__name__startswith", "text")
    search_help_text = "姓名、内容"


class EntryInline(PartInline):
    model = ContestEntry


@admin.register(Contest)
class ContestAdmin(RegisterAdmin):
    list_display = ("title", "kind", "held_on", "organization", "cluster")
    list_filter = ("kind", OF_CLUSTER)
    search_fields = ("title",)
    date_hierarchy = "held_on"
    inlines = (EntryInline,)


class ItemInline(PartInline):
    model = CampaignItem


@admin.register(Campaign)
class CampaignAdmin(RegisterAdmin):
    list_display = ("name", "organization", "cluster", "starts_on", "ends_on")
    list_filter = (OF_CLUSTER,)
    search_fields = ("name",)
    inlines = (ItemInline,)


@admin.register(CampaignCheck)
class CampaignCheckAdmin(RegisterAdmin):
    list_display = ("item", "organization", "member", "checked_on", "is_met")
    list_filter = ("is_met", ("item__campaign", WithinRemitFilter))
    search_fields = ("organization__full_name", "member__name__startswith", "item__name")
    search_help_text = "党组织、姓名或事项"
    date_hierarchy = "checked_on"


@admin.register(Suggestion)
class SuggestionAdmin(MovedAdmin):
    list_display = ("title", "member", "organization", "submitted_on", "status", "benefit_amount")
    list_filter = ("status", OF_CLUSTER)
    search_fields = ("title", "member__name__startswith")
    search_help_text = "题目、提出人"
    date_hierarchy = "submitted_on"


class OriginInline(PartInline):
    model = RecruitOrigin


@admin.register(RecruitLine)
class RecruitLineAdmin(MovedAdmin):
    list_display = ("name", "line_no", "place", "cluster", "organization", "status", "starts_on", "ends_on")
    list_filter = ("status", OF_CLUSTER)
    search_fields = ("name", "origins__province", "origins__city")
    search_help_text = "专线名称、来源地"
    inlines = (OriginInline,)


@admin.register(RecruitResult)
class RecruitResultAdmin(RegisterAdmin):
    list_display = ("hired_on", "line", "activity", "enterprise", "hired")
    list_select_related = ("line", "activity", "enterprise")
    search_fields = ("enterprise__name", "line__name", "activity__title")
    search_help_text = "企业、专线或招聘活动名称"
    date_hierarchy = "hired_on"
