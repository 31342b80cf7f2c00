"""走访 — going to an enterprise to ask what it needs: rows are 家次, distinct enterprises are 家."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.clusters.models import Enterprise
from apps.core.history import tracked
from apps.core.remit import Reach, RemitQuerySet
from apps.organizations.models import PartyOrganization
from apps.services.reaching import by_enterprise, either, following, of, through


class VisitQuerySet(RemitQuerySet):
    """走访 rows."""

    reached_by: ClassVar = by_enterprise() | {
        Reach.ORGANIZATION: either(
            through(Enterprise, "enterprise", Reach.ORGANIZATION),
            through(PartyOrganization, "organization", Reach.ORGANIZATION),
        ),
        Reach.DEPARTMENT: of("department"),
    }

    def done_in(self, period):
        """完成 on a day of the period; a row is one 家次."""
        return self.filter(status=Visit.Status.DONE, held_on__range=period.days)

    def enterprises(self):
        """Keys of the enterprises visited, each once (家)."""
        return self.order_by().values("enterprise").distinct()


@tracked()
class Visit(models.Model):
    """走访 — one visit to one enterprise."""

    class Kind(models.TextChoices):
        VISIT = "visit", "走访"
        STAY = "stay", "蹲点"
        SURVEY = "survey", "调研"
        TALK = "talk", "座谈"

    class Status(models.TextChoices):
        PLANNED = "planned", "计划"
        DONE = "done", "完成"
        CANCELLED = "cancelled", "取消"

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="visits", verbose_name="走访企业")
    kind = models.CharField("方式", max_length=10, choices=Kind, default=Kind.VISIT)
    planned_on = models.DateField("计划日期", null=True, blank=True)
    held_on = models.DateField("走访日期", null=True, blank=True)
    organization = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name="走访党组织",
        help_text="集群党委、行动支部或其他党组织",
    )
    department = models.ForeignKey(
        "clusters.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name="走访部门",
    )
    work_team = models.ForeignKey(
        "members.WorkTeam",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name="走访队伍",
        help_text="帮帮团、服务团等",
    )
    visitors = models.ManyToManyField(
        "members.Member", through="Visitor", related_name="visits", verbose_name="走访人员"
    )
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DONE)
    note = models.TextField("走访情况", blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="done") | Q(held_on__isnull=False),
                name="visit_done_has_day",
                violation_error_message="已完成的走访须填写走访日期。",
            ),
            models.CheckConstraint(
                condition=~Q(status="planned") | Q(planned_on__isnull=False),
                name="visit_planned_has_day",
                violation_error_message="计划中的走访须填写计划日期。",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}{self.enterprise}"


class VisitorQuerySet(RemitQuerySet):
    """Visitors follow the visit."""

    reached_by: ClassVar = following(
        Visit,
        "visit",
        Reach.PLACE,
        Reach.CLUSTER,
        Reach.ORGANIZATION,
        Reach.DEPARTMENT,
        Reach.ENTERPRISE,
    )


@tracked()
class Visitor(models.Model):
    """走访人员 — one of those who went."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="visitor_rows", verbose_name="走访")
    member = models.ForeignKey(
        "members.Member", models.PROTECT, related_name="visitor_rows", verbose_name="人员"
    )

    objects = VisitorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访人员"
        constraints = [
            models.UniqueConstraint(
                "visit",
                "member",
                name="visitor_once",
                violation_error_message="该人员已列入此次走访。",
            )
        ]

    def __str__(self):
        return str(self.member)
