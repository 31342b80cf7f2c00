"""活动链的筛选 — how activities, meetings, turns and the other registers of the chain are found."""

import django_filters

from apps.activities.models import (
    Activity,
    Appraisal,
    Attendance,
    Brand,
    Campaign,
    CampaignCheck,
    Contest,
    Course,
    Meeting,
    Pledge,
    RecruitLine,
    RecruitResult,
    RotationPlan,
    RotationSlot,
    Suggestion,
)
from apps.clusters.models import Cluster, Enterprise
from apps.core.filters import RegisterFilter, below, choice, coded, pointed_at, since, until
from apps.members.models import Member
from apps.organizations.models import PartyOrganization

YES_NO = (("true", "是"), ("false", "否"))


def of_cluster() -> django_filters.Filter:
    """A cluster and those below it."""
    return below(Cluster, "集群", "cluster")


def of_organization(field_name: str = "organization") -> django_filters.Filter:
    """One organisation, named by the page about it."""
    return pointed_at(PartyOrganization, "党组织", field_name)


def of_member() -> django_filters.Filter:
    """One person, named by the page about the person."""
    return pointed_at(Member, "人员", "member")


def of_year() -> django_filters.Filter:
    """One year."""
    return django_filters.NumberFilter(field_name="year", label="年度")


class ActivityFilter(RegisterFilter):
    """活动"""

    placeholder = "活动、主办党组织、品牌"
    searched = ("title", "brand__name")
    kind = coded(Activity, "kind")
    status = coded(Activity, "status")
    six_together = coded(Activity, "six_together")
    four_meeting = coded(Activity, "four_meeting")
    joint = choice("联办", (("true", "是"),), method="only_joint")
    cluster = of_cluster()
    since = since("举办", "held_on")
    until = until("举办", "held_on")
    host = pointed_at(PartyOrganization, "主办党组织", method="hosted_by")
    brand = pointed_at(Brand, "品牌")
    course = pointed_at(Course, "课程")

    class Meta:
        model = Activity
        fields = ()

    def only_joint(self, rows, name, asked):
        return rows.jointly_hosted() if asked == "true" else rows

    def hosted_by(self, rows, name, organization):
        return rows.hosted_by([organization]) if organization else rows

    def matching(self, rows, words):
        hosted = Activity.objects.filter(hosts__organization__full_name__icontains=words)
        return super().matching(rows, words) | rows.filter(pk__in=hosted.order_by().values("pk"))


class AttendanceFilter(RegisterFilter):
    """出席"""

    placeholder = "姓名、活动"
    searched = ("member__name", "activity__title")
    status = coded(Attendance, "status")
    since = since("活动", "activity__held_on")
    until = until("活动", "activity__held_on")
    activity = pointed_at(Activity, "活动")
    member = of_member()

    class Meta:
        model = Attendance
        fields = ()


class MeetingFilter(RegisterFilter):
    """组织生活"""

    placeholder = "党组织、活动、议题"
    searched = ("organization__full_name", "activity__title", "topics")
    kind = coded(Meeting, "kind")
    since = since("召开", "activity__held_on")
    until = until("召开", "activity__held_on")
    organization = of_organization()

    class Meta:
        model = Meeting
        fields = ()


class AppraisalFilter(RegisterFilter):
    """民主评议"""

    placeholder = "姓名、党组织"
    searched = ("member__name", "organization__full_name")
    year = of_year()
    grade = coded(Appraisal, "grade")
    organization = of_organization()
    member = of_member()

    class Meta:
        model = Appraisal
        fields = ()


class RotationPlanFilter(RegisterFilter):
    """轮值计划"""

    placeholder = "集群党委"
    searched = ("body__organization__full_name",)
    year = of_year()
    cluster = below(Cluster, "集群", "body__cluster")

    class Meta:
        model = RotationPlan
        fields = ()


class RotationSlotFilter(RegisterFilter):
    """轮值"""

    placeholder = "轮值党组织、活动"
    searched = ("organization__full_name", "activity__title")
    kind = coded(RotationSlot, "kind")
    status = coded(RotationSlot, "status")
    cluster = below(Cluster, "集群", "plan__body__cluster")
    since = since("截止", "last_day")
    until = until("截止", "last_day")
    organization = of_organization()

    class Meta:
        model = RotationSlot
        fields = ()


class BrandFilter(RegisterFilter):
    """品牌"""

    placeholder = "品牌、党组织、口号"
    searched = ("name", "organization__full_name", "slogan")
    kind = coded(Brand, "kind")
    status = coded(Brand, "status")
    cluster = of_cluster()
    organization = of_organization()

    class Meta:
        model = Brand
        fields = ()


class CourseFilter(RegisterFilter):
    """课程"""

    placeholder = "课程、主讲人、党组织"
    searched = ("name", "lecturer__name", "lecturer_name", "organization__full_name")
    kind = coded(Course, "kind")
    is_secretary_lecture = choice("书记上课", YES_NO)
    cluster = of_cluster()
    organization = of_organization()

    class Meta:
        model = Course
        fields = ()


class CampaignFilter(RegisterFilter):
    """主题行动"""

    placeholder = "行动、发起党组织"
    searched = ("name", "organization__full_name")
    cluster = of_cluster()
    organization = of_organization()

    class Meta:
        model = Campaign
        fields = ()


class CampaignCheckFilter(RegisterFilter):
    """行动核查"""

    placeholder = "事项、党组织、姓名"
    searched = ("item__name", "organization__full_name", "member__name")
    is_met = choice("达标", YES_NO)
    since = since("核查", "checked_on")
    until = until("核查", "checked_on")
    campaign = pointed_at(Campaign, "行动", "item__campaign")
    organization = of_organization()
    member = of_member()

    class Meta:
        model = CampaignCheck
        fields = ()


class PledgeFilter(RegisterFilter):
    """亮诺"""

    placeholder = "姓名、内容"
    searched = ("member__name", "text")
    year = of_year()
    kind = coded(Pledge, "kind")
    member = of_member()

    class Meta:
        model = Pledge
        fields = ()


class ContestFilter(RegisterFilter):
    """比武竞赛"""

    placeholder = "名称、主办党组织"
    searched = ("title", "organization__full_name")
    kind = coded(Contest, "kind")
    cluster = of_cluster()
    since = since("日期", "held_on")
    until = until("日期", "held_on")
    organization = of_organization()

    class Meta:
        model = Contest
        fields = ()


class SuggestionFilter(RegisterFilter):
    """金点子"""

    placeholder = "题目、提出人、党组织"
    searched = ("title", "member__name", "organization__full_name")
    status = coded(Suggestion, "status")
    cluster = of_cluster()
    since = since("提出", "submitted_on")
    until = until("提出", "submitted_on")
    organization = of_organization()
    member = of_member()

    class Meta:
        model = Suggestion
        fields = ()


class RecruitLineFilter(RegisterFilter):
    """红色专线"""

    placeholder = "专线、来源地"
    searched = ("name", "line_no")
    status = coded(RecruitLine, "status")
    cluster = of_cluster()
    organization = of_organization()

    class Meta:
        model = RecruitLine
        fields = ()

    def matching(self, rows, words):
        origins = RecruitLine.objects.filter(origins__province__icontains=words)
        origins |= RecruitLine.objects.filter(origins__city__icontains=words)
        return super().matching(rows, words) | rows.filter(pk__in=origins.order_by().values("pk"))


class RecruitResultFilter(RegisterFilter):
    """招工结果"""

    placeholder = "企业、专线、招聘活动"
    searched = ("enterprise__name", "line__name", "activity__title")
    since = since("日期", "hired_on")
    until = until("日期", "hired_on")
    line = pointed_at(RecruitLine, "专线")
    activity = pointed_at(Activity, "招聘活动")
    enterprise = pointed_at(Enterprise, "企业")

    class Meta:
        model = RecruitResult
        fields = ()
