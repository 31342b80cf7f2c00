"""组织生活 — 三会一课、主题党日 and the yearly appraisal, as each branch's account of an activity."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncMonth, TruncQuarter

from apps.activities.models.activity import Activity
from apps.core.history import tracked
from apps.core.reaching import either, following
from apps.core.remit import RemitQuerySet
from apps.members.models import Member
from apps.organizations.models import PartyOrganization


class MeetingQuerySet(RemitQuerySet):
    """组织生活 rows; reached with the branch or with the activity."""

    reached_by: ClassVar = either(
        following("organization", PartyOrganization), following("activity", Activity)
    )

    def held_in(self, period):
        """Of activities held in a period."""
        return self.filter(activity__status__in=Activity.HELD, activity__held_on__range=period.days)

    def theme_days(self):
        """主题党日"""
        return self.filter(kind=Meeting.Kind.THEME_DAY)

    def with_month(self):
        """Each with the first day of its ``month`` and of its ``quarter``."""
        return self.annotate(month=TruncMonth("activity__held_on"), quarter=TruncQuarter("activity__held_on"))


@tracked()
class Meeting(models.Model):
    """组织生活 — what an activity counts as for one branch or group; one activity may count as several."""

    class Kind(models.TextChoices):
        GENERAL = "general", "党员大会"
        COMMITTEE = "committee", "支委会"
        GROUP = "group", "党小组会"
        LECTURE = "lecture", "党课"
        THEME_DAY = "theme_day", "主题党日"
        LIFE = "life", "组织生活会"
        APPRAISAL = "appraisal", "民主评议"
        HEART_TALK = "heart_talk", "谈心谈话"

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="meetings", verbose_name="活动")
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, related_name="meetings", verbose_name="党支部或党小组"
    )
    kind = models.CharField("类别", max_length=12, choices=Kind)
    due = models.PositiveIntegerField("应到人数", null=True, blank=True)
    present = models.PositiveIntegerField("实到人数", null=True, blank=True)
    topics = models.CharField("议题", max_length=200, blank=True)
    resolution = models.TextField("决议", blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "组织生活"
        ordering = ["-activity__held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "activity",
                "organization",
                "kind",
                name="meeting_once",
                violation_error_message="该活动已记入此党组织的这类组织生活。",
            ),
            models.CheckConstraint(
                condition=Q(due=None) | Q(present=None) | Q(present__lte=F("due")),
                name="meeting_present_within_due",
                violation_error_message="实到人数不能多于应到人数。",
            ),
        ]
        indexes = [models.Index(fields=["organization", "kind"], name="meeting_organization_kind")]

    def __str__(self):
        return f"{self.organization}{self.get_kind_display()}"

    @property
    def absent(self):
        """How many stayed away, where both counts are known."""
        if self.due is None or self.present is None:
            return None
        return self.due - self.present


class AppraisalQuerySet(RemitQuerySet):
    """民主评议 rows follow the person."""

    reached_by: ClassVar = following("member", Member)

    def excellent(self):
        """优秀 — as a rule no more than a third of those appraised."""
        return self.filter(grade=Appraisal.Grade.EXCELLENT)


@tracked()
class Appraisal(models.Model):
    """民主评议党员 — one result per member per year."""

    class Grade(models.TextChoices):
        EXCELLENT = "excellent", "优秀"
        QUALIFIED = "qualified", "合格"
        BASIC = "basic", "基本合格"
        UNQUALIFIED = "unqualified", "不合格"

    member = models.ForeignKey(Member, models.PROTECT, related_name="appraisals", verbose_name="党员")
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, related_name="appraisals", verbose_name="评议党组织"
    )
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(1949), MaxValueValidator(2100)]
    )
    grade = models.CharField("结果", max_length=12, choices=Grade)

    objects = AppraisalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "民主评议党员"
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                "member",
                "year",
                name="appraisal_once_a_year",
                violation_error_message="该党员当年已有评议结果。",
            )
        ]

    def __str__(self):
        return f"{self.member}{self.year}年{self.get_grade_display()}"

    def clean(self):
        if self.organization_id and self.organization.is_functional:
            raise ValidationError({"organization": "功能型党组织不评议党员。"})
