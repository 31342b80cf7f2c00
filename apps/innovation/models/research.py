"""产学研合作与专利 — research contracts with universities, and yearly counts of patents."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from apps.clusters.models import Cluster, Enterprise
from apps.core.constraints import in_order
from apps.core.history import tracked
from apps.core.reaching import either, following
from apps.core.remit import RemitQuerySet


class ResearchContractQuerySet(RemitQuerySet):
    """产学研 rows; reached with the enterprise or with the cluster."""

    reached_by: ClassVar = either(following("enterprise", Enterprise), following("cluster", Cluster))

    def signed_in(self, period):
        """Within a period."""
        return self.filter(signed_on__range=period.days)


@tracked()
class ResearchContract(models.Model):
    """产学研合作 — one contract of an enterprise with a university or institute, 万元."""

    title = models.CharField("合作项目", max_length=120)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="research_contracts", verbose_name="企业"
    )
    institution = models.ForeignKey(
        "clusters.Institution",
        models.PROTECT,
        related_name="research_contracts",
        verbose_name="高校院所",
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="research_contracts", verbose_name="集群"
    )
    signed_on = models.DateField("签约日期")
    ends_on = models.DateField("合同期至", null=True, blank=True)
    amount = models.DecimalField("合同额（万元）", max_digits=14, decimal_places=2, null=True, blank=True)

    objects = ResearchContractQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "产学研合作"
        ordering = ["-signed_on", "-pk"]
        constraints = [
            in_order(
                "signed_on", "ends_on", name="contract_ends_after_signing", message="合同期不能早于签约日期。"
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="contract_amount_not_negative",
                violation_error_message="合同额不能为负数。",
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        if self.institution_id and self.institution.kind not in ("university", "institute"):
            raise ValidationError({"institution": "请选择高校或科研院所。"})


class PatentCountQuerySet(RemitQuerySet):
    """专利 rows follow their enterprise."""

    reached_by: ClassVar = following("enterprise", Enterprise)

    def newest(self, year):
        """One row per enterprise: its latest year up to ``year``."""
        rows = self.filter(year__lte=year).order_by("enterprise_id", "-year").distinct("enterprise_id")
        return self.filter(pk__in=rows.values("pk"))


@tracked()
class PatentCount(models.Model):
    """专利统计 — an enterprise's invention patents: granted in a year, valid at its end."""

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="patent_counts", verbose_name="企业"
    )
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(1985), MaxValueValidator(2100)]
    )
    granted = models.PositiveIntegerField("当年授权发明专利")
    valid = models.PositiveIntegerField("年末有效发明专利")

    objects = PatentCountQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专利统计"
        ordering = ["-year", "enterprise"]
        constraints = [
            models.UniqueConstraint(
                "enterprise",
                "year",
                name="patent_count_once_a_year",
                violation_error_message="该企业当年已有专利统计。",
            )
        ]

    def __str__(self):
        return f"{self.enterprise}{self.year}年专利"
