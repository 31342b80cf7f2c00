"""轮值 — the members of a cluster take turns to host."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from apps.activities.models.activity import Activity
from apps.core.history import tracked
from apps.core.reaching import either, following
from apps.core.remit import RemitQuerySet
from apps.organizations.models import ClusterBody, Coverage, PartyOrganization


class RotationPlanQuerySet(RemitQuerySet):
    """轮值计划 rows; reached with the body."""

    reached_by: ClassVar = following("body", ClusterBody)


@tracked()
class RotationPlan(models.Model):
    """轮值计划 — a cluster body's turns of one year."""

    body = models.ForeignKey(
        ClusterBody, models.PROTECT, related_name="rotation_plans", verbose_name="集群党委"
    )
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(1949), MaxValueValidator(2100)]
    )
    remark = models.CharField("说明", max_length=200, blank=True)

    objects = RotationPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "轮值计划"
        ordering = ["-year", "body"]
        constraints = [
            models.UniqueConstraint(
                "body",
                "year",
                name="rotation_plan_once_a_year",
                violation_error_message="该集群党委当年已有轮值计划。",
            )
        ]

    def __str__(self):
        return f"{self.body}{self.year}年轮值"


class RotationSlotQuerySet(RemitQuerySet):
    """轮值 rows; reached with the plan or with the host."""

    reached_by: ClassVar = either(
        following("plan", RotationPlan), following("organization", PartyOrganization)
    )

    def due_by(self, day):
        """Turns whose time is over by the end of a day."""
        return self.filter(last_day__lte=day)

    def due_in(self, period):
        """Turns whose time ends in a period."""
        return self.filter(last_day__range=period.days)

    def kept(self):
        """按期举办 — the activity was held within the turn's own time."""
        return self.filter(
            activity__status__in=Activity.HELD,
            activity__held_on__gte=F("first_day"),
            activity__held_on__lte=F("last_day"),
        )

    def overdue(self, day):
        """Time over, nothing held."""
        return self.filter(last_day__lt=day, activity=None)


@tracked()
class RotationSlot(models.Model):
    """轮值 — one organisation's turn: from which day to which, and what it then hosted."""

    class Kind(models.TextChoices):
        OBSERVATION = "observation", "生产经营观摩会"
        MATCHING = "matching", "供需对接会"
        ROUNDTABLE = "roundtable", "链上企业圆桌会"
        SALON = "salon", "党群人才沙龙"

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", "排班"
        REMINDED = "reminded", "提醒"
        HELD = "held", "举办"
        OVERDUE = "overdue", "逾期"
        SWAPPED = "swapped", "调换"

    plan = models.ForeignKey(RotationPlan, models.CASCADE, related_name="slots", verbose_name="轮值计划")
    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, related_name="rotation_slots", verbose_name="轮值党组织"
    )
    kind = models.CharField("活动类别", max_length=14, choices=Kind)
    first_day = models.DateField("轮值开始")
    last_day = models.DateField("轮值截止")
    planned_on = models.DateField("计划举办日期", null=True, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.SCHEDULED)
    activity = models.OneToOneField(
        Activity, models.PROTECT, null=True, blank=True, related_name="rotation_slot", verbose_name="活动"
    )

    objects = RotationSlotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "轮值"
        ordering = ["plan", "first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="rotation_ends_after_start",
                violation_error_message="轮值截止不能早于轮值开始。",
            ),
            models.CheckConstraint(
                condition=Q(planned_on=None)
                | Q(planned_on__gte=F("first_day"), planned_on__lte=F("last_day")),
                name="rotation_planned_within_turn",
                violation_error_message="计划举办日期须在轮值期内。",
            ),
            models.CheckConstraint(
                condition=Q(status="held", activity__isnull=False) | (~Q(status="held") & Q(activity=None)),
                name="rotation_held_has_activity",
                violation_error_message="已举办的轮值须填写活动。",
            ),
        ]

    def __str__(self):
        return f"{self.organization}{self.get_kind_display()}"

    def clean(self):
        if self.plan_id and self.organization_id and self.first_day:
            self._clean_host()
        if self.activity_id and not self.activity.hosts.filter(organization=self.organization_id).exists():
            raise ValidationError({"activity": "活动不是由轮值党组织主办的。"})

    def _clean_host(self):
        body = self.plan.body
        covered = Coverage.objects.in_force(self.first_day).filter(
            body=body, organization=self.organization_id
        )
        if self.organization_id != body.organization_id and not covered.exists():
            raise ValidationError({"organization": "轮值党组织须在该集群党委覆盖范围内。"})
