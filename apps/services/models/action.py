"""行动项目清单 — the third of the three lists: needs and resources brought together."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.core.history import tracked
from apps.core.remit import Reach, RemitQuerySet
from apps.organizations.models import PartyOrganization
from apps.services.models.listed import Listed, ListedQuerySet
from apps.services.models.need import Need
from apps.services.models.resource import Resource
from apps.services.reaching import by_cluster, following, of, through

REACHES = (Reach.PLACE, Reach.CLUSTER, Reach.ORGANIZATION, Reach.DEPARTMENT)


class ActionQuerySet(ListedQuerySet):
    """行动项目 rows."""

    reached_by: ClassVar = by_cluster() | {
        Reach.ORGANIZATION: through(PartyOrganization, "organization", Reach.ORGANIZATION),
        Reach.DEPARTMENT: of("department"),
    }


@tracked()
class Action(Listed):
    """行动项目 — what is undertaken for one or more needs, with one or more resources."""

    class Status(models.TextChoices):
        APPROVED = "approved", "立项"
        RUNNING = "running", "实施"
        DONE = "done", "完成"

    class Tier(models.TextChoices):
        DISTRICT = "district", "面上统筹"
        PARK = "park", "片上集聚"
        CHAIN = "chain", "链上联动"
        ENTERPRISE = "enterprise", "点上建强"

    title = models.CharField("项目名称", max_length=120)
    tier = models.CharField("层面", max_length=10, choices=Tier, blank=True)
    department = models.ForeignKey(
        "clusters.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name="牵头部门",
    )
    organization = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name="牵头党组织",
    )
    due_on = models.DateField("完成期限", null=True, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.APPROVED)

    objects = ActionQuerySet.as_manager()

    class Meta(Listed.Meta):
        verbose_name = verbose_name_plural = "行动项目"
        constraints = [
            *Listed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(department__isnull=False) | Q(organization__isnull=False),
                name="action_has_owner",
                violation_error_message="请选择牵头部门或牵头党组织。",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(closed_on__isnull=False),
                name="action_done_has_day",
                violation_error_message="已完成的项目须有销号日期。",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def leader(self):
        """Who leads it."""
        return self.department or self.organization


class ActionPartQuerySet(RemitQuerySet):
    """What an action is made of follows the action."""

    reached_by: ClassVar = following(Action, "action", *REACHES)


@tracked()
class ActionNeed(models.Model):
    """项目对应需求 — a need that an action answers."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="need_rows", verbose_name="项目")
    need = models.ForeignKey(Need, models.PROTECT, related_name="action_rows", verbose_name="需求")

    objects = ActionPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目对应需求"
        constraints = [
            models.UniqueConstraint(
                "action",
                "need",
                name="action_need_once",
                violation_error_message="该项目已对应这项需求。",
            )
        ]

    def __str__(self):
        return str(self.need)


@tracked()
class ActionResource(models.Model):
    """项目使用资源 — a resource that an action draws on."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="resource_rows", verbose_name="项目")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="action_rows", verbose_name="资源")

    objects = ActionPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目使用资源"
        constraints = [
            models.UniqueConstraint(
                "action",
                "resource",
                name="action_resource_once",
                violation_error_message="该项目已使用这项资源。",
            )
        ]

    def __str__(self):
        return str(self.resource)
