"""组建 — how an enterprise came, or is to come, by an organisation.

Whether it has one (单位建立党组织情况) is never typed: it follows from units served
and from who works there.
"""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from apps.clusters.models import Enterprise
from apps.core.dated import Dated, DatedQuerySet
from apps.core.history import tracked
from apps.core.remit import Reach, stretch_of
from apps.organizations.models.organization import PartyOrganization


def _by_enterprise(reach):
    def lookup(target):
        found = stretch_of(Enterprise, reach, target)
        return models.Q(enterprise__in=Enterprise.objects.filter(found).values("pk"))

    return lookup


class FormationQuerySet(DatedQuerySet):
    """组建 rows follow their enterprise."""

    reached_by: ClassVar = {
        Reach.PLACE: _by_enterprise(Reach.PLACE),
        Reach.CLUSTER: _by_enterprise(Reach.CLUSTER),
        Reach.ORGANIZATION: _by_enterprise(Reach.ORGANIZATION),
        Reach.ENTERPRISE: "enterprise",
    }


@tracked()
class Formation(Dated):
    """组建情况 — the way and plan by which an enterprise gets an organisation."""

    class Mode(models.TextChoices):
        SINGLE = "single", "单独组建"
        PAIRED = "paired", "结对带建"
        AREA = "area", "区域联建"
        INDUSTRY = "industry", "行业联建"

    class Stage(models.TextChoices):
        SURVEYED = "surveyed", "摸排"
        PLANNED = "planned", "拟建"
        SUBMITTED = "submitted", "报批"
        BUILT = "built", "已建"

    owner_field = "enterprise"

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="formations", verbose_name="企业")
    organization = models.ForeignKey(
        PartyOrganization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="formations",
        verbose_name="党组织",
    )
    mode = models.CharField("组建方式", max_length=10, choices=Mode)
    stage = models.CharField("进展", max_length=10, choices=Stage, default=Stage.BUILT)
    helper_organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="带建党组织"
    )
    planned_on = models.DateField("计划组建日期", null=True, blank=True)
    reason_not_built = models.CharField("未建原因", max_length=200, blank=True)

    objects = FormationQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "组建情况"
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(mode="paired") | models.Q(helper_organization__isnull=False),
                name="formation_paired_has_helper",
                violation_error_message="结对带建须填写带建党组织。",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage="built") | models.Q(organization__isnull=False),
                name="formation_built_has_organization",
                violation_error_message="已建的须填写党组织。",
            ),
        ]

    def __str__(self):
        return f"{self.enterprise} {self.get_mode_display()}"

    def clean(self):
        if self.helper_organization_id and self.helper_organization_id == self.organization_id:
            raise ValidationError({"helper_organization": "带建党组织不能是本党组织。"})
