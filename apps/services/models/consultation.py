"""会商 — a cluster body consults; what is decided leaves as tasks with an owner and a day."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from apps.core.history import tracked
from apps.core.remit import Reach, RemitQuerySet
from apps.organizations.models import ClusterBody, PartyOrganization
from apps.services.models.order import ServiceOrder
from apps.services.reaching import either, following, of, through


class ConsultationQuerySet(RemitQuerySet):
    """会商 rows follow their body."""

    reached_by: ClassVar = following(ClusterBody, "body", Reach.PLACE, Reach.CLUSTER, Reach.ORGANIZATION)

    def held_in(self, period):
        """召开 on a day of the period (ORG-09)."""
        return self.filter(status__in=Consultation.HELD, held_on__range=period.days)


@tracked()
class Consultation(models.Model):
    """会商 — one meeting of a cluster body on what the cluster needs."""

    class Kind(models.TextChoices):
        REGULAR = "regular", "定期会商"
        JOINT_MEETING = "joint_meeting", "联席会议"
        DELIBERATION = "deliberation", "议事协调"

    class Status(models.TextChoices):
        PLANNED = "planned", "计划"
        HELD = "held", "召开"
        MINUTED = "minuted", "纪要印发"
        ASSIGNED = "assigned", "任务交办"
        CLEARED = "cleared", "销号"
        CANCELLED = "cancelled", "取消"

    HELD = (Status.HELD, Status.MINUTED, Status.ASSIGNED, Status.CLEARED)

    body = models.ForeignKey(
        ClusterBody, models.PROTECT, related_name="consultations", verbose_name="集群党委"
    )
    kind = models.CharField("形式", max_length=14, choices=Kind, default=Kind.REGULAR)
    number = models.PositiveSmallIntegerField("第几次", null=True, blank=True)
    planned_on = models.DateField("计划日期", null=True, blank=True)
    held_on = models.DateField("召开日期", null=True, blank=True)
    chair = models.ForeignKey(
        "members.Member",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chaired_consultations",
        verbose_name="主持人",
    )
    agenda = models.TextField("议题", blank=True)
    minutes = models.TextField("纪要", blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.PLANNED)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会商"
        ordering = ["-held_on", "-planned_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=("planned", "cancelled")) | Q(held_on__isnull=False),
                name="consultation_held_has_day",
                violation_error_message="已召开的会商须填写召开日期。",
            ),
            models.CheckConstraint(
                condition=~Q(status="planned") | Q(planned_on__isnull=False),
                name="consultation_planned_has_day",
                violation_error_message="计划中的会商须填写计划日期。",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("minuted", "assigned", "cleared")) | ~Q(minutes=""),
                name="consultation_minuted_has_minutes",
                violation_error_message="印发纪要须填写纪要。",
            ),
        ]

    def __str__(self):
        day = self.held_on or self.planned_on
        return f"{self.body}{self.get_kind_display()}（{day:%Y-%m-%d}）" if day else str(self.body)


class ConsultationPartQuerySet(RemitQuerySet):
    """Parts follow their consultation."""

    reached_by: ClassVar = following(
        Consultation, "consultation", Reach.PLACE, Reach.CLUSTER, Reach.ORGANIZATION
    )


@tracked()
class Attendee(models.Model):
    """参会 — a person, a department or an institution at a consultation."""

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, related_name="attendees", verbose_name="会商"
    )
    member = models.ForeignKey(
        "members.Member",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name="人员",
    )
    department = models.ForeignKey(
        "clusters.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name="部门",
    )
    institution = models.ForeignKey(
        "clusters.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name="机构",
    )

    objects = ConsultationPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参会人员和单位"
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False)
                | Q(department__isnull=False)
                | Q(institution__isnull=False),
                name="attendee_is_somebody",
                violation_error_message="请选择人员、部门或机构。",
            ),
            models.UniqueConstraint(
                "consultation",
                "member",
                name="attendee_once",
                violation_error_message="该人员已列入参会。",
            ),
        ]

    def __str__(self):
        return str(self.who)

    @property
    def who(self):
        """The person, else the department or institution."""
        return self.member or self.department or self.institution


class ResolutionQuerySet(RemitQuerySet):
    """议定事项 rows: the body's, and each owner's own."""

    reached_by: ClassVar = following(
        Consultation, "consultation", Reach.PLACE, Reach.CLUSTER, Reach.ORGANIZATION
    ) | {
        Reach.ORGANIZATION: either(
            through(Consultation, "consultation", Reach.ORGANIZATION),
            through(PartyOrganization, "organization", Reach.ORGANIZATION),
        ),
        Reach.DEPARTMENT: of("department"),
    }

    def standing(self):
        """Neither cleared nor withdrawn."""
        return self.filter(status__in=Resolution.STANDING)

    def cleared_in(self, period):
        """销号 on a day of the period."""
        return self.filter(status=Resolution.Status.CLEARED, cleared_on__range=period.days)

    def overdue(self, day):
        """Standing past its day."""
        return self.standing().filter(due_on__lt=day)


@tracked()
class Resolution(models.Model):
    """议定事项 — a task that a consultation hands to an organisation or a department."""

    class Status(models.TextChoices):
        ASSIGNED = "assigned", "交办"
        HANDLING = "handling", "办理"
        CLEARED = "cleared", "销号"
        WITHDRAWN = "withdrawn", "撤销"

    STANDING = (Status.ASSIGNED, Status.HANDLING)

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, related_name="resolutions", verbose_name="会商"
    )
    text = models.TextField("议定事项")
    organization = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resolutions",
        verbose_name="责任党组织",
    )
    department = models.ForeignKey(
        "clusters.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resolutions",
        verbose_name="责任部门",
    )
    order = models.ForeignKey(
        ServiceOrder,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resolutions",
        verbose_name="相关点单",
    )
    due_on = models.DateField("完成期限")
    cleared_on = models.DateField("销号日期", null=True, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.ASSIGNED)
    outcome = models.TextField("办理情况", blank=True)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "议定事项"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | Q(department__isnull=False),
                name="resolution_has_owner",
                violation_error_message="请选择责任党组织或责任部门。",
            ),
            models.CheckConstraint(
                condition=~Q(status="cleared") | Q(cleared_on__isnull=False),
                name="resolution_cleared_has_day",
                violation_error_message="已销号的事项须有销号日期。",
            ),
        ]

    def __str__(self):
        return self.text[:40]

    @property
    def owner(self):
        """Who is to see to it."""
        return self.organization or self.department

    def is_overdue(self, day):
        """Standing past its day."""
        return self.status in Resolution.STANDING and self.due_on < day

    def clean(self):
        held_on = self.consultation.held_on if self.consultation_id else None
        if held_on and self.due_on and self.due_on < held_on:
            raise ValidationError({"due_on": "完成期限不能早于会商召开日期。"})
