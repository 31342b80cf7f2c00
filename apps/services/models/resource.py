"""部门资源清单 — the second of the three lists, and the resources found for needs."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from apps.clusters.models import Cluster
from apps.core.history import tracked
from apps.core.remit import Reach, RemitQuerySet, reaches
from apps.organizations.models import PartyOrganization
from apps.services.models.listed import Listed, ListedQuerySet
from apps.services.models.need import Need
from apps.services.models.order import Category
from apps.services.reaching import by_cluster, either, following, of, through


class ResourceQuerySet(ListedQuerySet):
    """资源 rows: for everybody of the cluster, and for the department that gives it."""

    reached_by: ClassVar = by_cluster() | {
        Reach.ORGANIZATION: either(
            through(Cluster, "cluster", Reach.ORGANIZATION),
            through(PartyOrganization, "organization", Reach.ORGANIZATION),
        ),
        Reach.DEPARTMENT: of("department"),
    }

    def available(self, day):
        """在用 on a day."""
        return self.standing(day).filter(Q(valid_until=None) | Q(valid_until__gte=day))


@tracked()
class Resource(Listed):
    """部门资源 — what a department or an organisation can give to enterprises of a cluster."""

    class Status(models.TextChoices):
        AVAILABLE = "available", "在用"
        EXPIRED = "expired", "失效"

    department = models.ForeignKey(
        "clusters.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resources",
        verbose_name="提供部门",
    )
    organization = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resources",
        verbose_name="提供党组织",
    )
    category = models.CharField("类别", max_length=12, choices=Category)
    text = models.TextField("资源内容")
    valid_until = models.DateField("有效期至", null=True, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.AVAILABLE)

    objects = ResourceQuerySet.as_manager()

    class Meta(Listed.Meta):
        verbose_name = verbose_name_plural = "部门资源"
        constraints = [
            *Listed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(department__isnull=False) | Q(organization__isnull=False),
                name="resource_has_provider",
                violation_error_message="请选择提供部门或提供党组织。",
            ),
            models.CheckConstraint(
                condition=~Q(status="expired") | Q(closed_on__isnull=False),
                name="resource_expired_has_day",
                violation_error_message="失效的资源须有销号日期。",
            ),
        ]

    def __str__(self):
        return f"{self.provider}：{self.text[:30]}"

    @property
    def provider(self):
        """Who gives it."""
        return self.department or self.organization


@reaches(Need, Reach.DEPARTMENT)
def need_by_department(key):
    """Needs for which a department's resources were found."""
    return Q(pk__in=Supply.objects.filter(resource__department=key).values("need"))


class SupplyQuerySet(RemitQuerySet):
    """Matches follow the need."""

    reached_by: ClassVar = following(
        Need, "need", Reach.PLACE, Reach.CLUSTER, Reach.ORGANIZATION, Reach.DEPARTMENT, Reach.ENTERPRISE
    )


@tracked()
class Supply(models.Model):
    """匹配 — a resource found for a need."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="supplies", verbose_name="需求")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="supplies", verbose_name="资源")
    matched_on = models.DateField("匹配日期")

    objects = SupplyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "需求匹配"
        constraints = [
            models.UniqueConstraint(
                "need",
                "resource",
                name="supply_once",
                violation_error_message="该需求已匹配这项资源。",
            )
        ]

    def __str__(self):
        return f"{self.need}←{self.resource}"
