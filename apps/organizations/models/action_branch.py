"""行动支部 — a functional branch for a task; its people take part, their relations stay at home."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from apps.core.dated import Dated, DatedQuerySet
from apps.core.history import tracked
from apps.core.remit import Reach
from apps.organizations.models.organization import PartyOrganization


class ActionBranchQuerySet(DatedQuerySet):
    """行动支部 rows."""

    reached_by: ClassVar = {
        Reach.PLACE: "organization__place__path__startswith",
        Reach.CLUSTER: "cluster__path__startswith",
        Reach.ORGANIZATION: "host__path__startswith",
    }


@tracked()
class ActionBranch(Dated):
    """行动支部 — founded for a task, ended with it."""

    class Kind(models.TextChoices):
        PIONEER = "pioneer", "先锋服务"
        RECRUITING = "recruiting", "招工先锋"
        RESEARCH = "research", "研发攻关"
        OTHER = "other", "其他"

    class Level(models.TextChoices):
        CITY = "city", "市级"
        TOWN = "town", "区镇级"
        ENTERPRISE = "enterprise", "企业级"

    organization = models.OneToOneField(
        PartyOrganization, models.PROTECT, related_name="action_branch", verbose_name="党组织"
    )
    kind = models.CharField("类别", max_length=12, choices=Kind)
    theme = models.CharField("主题", max_length=80, blank=True)
    level = models.CharField("层级", max_length=12, choices=Level)
    host = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_action_branches",
        verbose_name="组建党组织",
    )
    cluster = models.ForeignKey(
        "clusters.Cluster",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="action_branches",
        verbose_name="服务集群",
    )
    tasks = models.TextField("任务", blank=True)

    objects = ActionBranchQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "行动支部"
        constraints = [*Dated.Meta.constraints]

    def __str__(self):
        return str(self.organization)

    def clean(self):
        if self.organization_id and not self.organization.is_functional:
            raise ValidationError({"organization": "行动支部应为功能型党组织。"})
