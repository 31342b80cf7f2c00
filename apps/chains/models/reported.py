"""公布数据 — a published number, kept beside what the registry counts and never mixed with it."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from apps.core.constraints import exactly_one_of, in_order
from apps.core.history import tracked
from apps.core.remit import Reach, RemitQuerySet

ABOUT = Decimal("0.1")
"""How far 约 may be off: a tenth. The articles say 约5000万元 and mean a round number."""


class ReportedFigureQuerySet(RemitQuerySet):
    """Whoever may see the figures of a place or cluster may see what was published about it."""

    reached_by: ClassVar = {
        Reach.PLACE: lambda path: Q(place__path__startswith=path) | Q(cluster__place__path__startswith=path),
        Reach.CLUSTER: "cluster__path__startswith",
    }


@tracked()
class ReportedFigure(models.Model):
    """公布数据 — value, sign, unit, day and source; ``indicator`` names the figure that speaks about it."""

    class Sign(models.TextChoices):
        EQUAL = "=", "等于"
        AT_LEAST = ">=", "不少于"
        MORE = ">", "超过"
        LESS = "<", "不足"
        ABOUT = "~", "约"

    number = models.CharField("编号", max_length=20, unique=True, help_text="来源和行号，如 001-117")
    system = models.CharField("所述系统", max_length=40)
    name = models.CharField("名称", max_length=200)
    text = models.CharField("原文数字", max_length=40, blank=True, help_text="照原文写，如“1000余”")
    sign = models.CharField("符号", max_length=2, choices=Sign, default=Sign.EQUAL)
    value = models.DecimalField("数值", max_digits=16, decimal_places=4)
    unit = models.CharField("单位", max_length=10)
    as_of = models.CharField("原文时点", max_length=40, blank=True)
    starts_on = models.DateField("统计期开始", null=True, blank=True, help_text="时期数填写，时点数不填")
    ends_on = models.DateField("截至日期", null=True, blank=True)
    is_target = models.BooleanField("是目标值", default=False, help_text="目标不是实绩，不与读数比较")
    is_golden = models.BooleanField("须相符", default=False, help_text="演示数据须能算出这个数")
    place = models.ForeignKey(
        "clusters.Place", models.PROTECT, null=True, blank=True, verbose_name="对应区域", related_name="+"
    )
    cluster = models.ForeignKey(
        "clusters.Cluster", models.PROTECT, null=True, blank=True, verbose_name="对应集群", related_name="+"
    )
    indicator = models.CharField("对应指标", max_length=10, blank=True, help_text="指标编号，如 ORG-02")
    part = models.CharField("对应分项", max_length=40, blank=True)
    differs = models.BooleanField("口径不同", default=False, help_text="公布的口径与指标定义不同时勾选")
    assumption = models.CharField("口径说明", max_length=300, blank=True)
    source = models.CharField("来源", max_length=200)
    topic = models.CharField("内容", max_length=40, blank=True)
    remark = models.CharField("备注", max_length=300, blank=True)

    objects = ReportedFigureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公布数据"
        ordering = ["number"]
        constraints = [
            exactly_one_of(
                "place",
                "cluster",
                name="reported_figure_one_scope",
                message="请填写对应区域或对应集群，只填一个。",
            ),
            in_order(
                "starts_on", "ends_on", name="reported_figure_period", message="截至日期不能早于统计期开始。"
            ),
            models.CheckConstraint(
                condition=Q(indicator="") | Q(ends_on__isnull=False) | Q(is_target=True),
                name="reported_figure_has_day",
                violation_error_message="有对应指标的，须填写截至日期。",
            ),
            models.CheckConstraint(
                condition=Q(part="") | ~Q(indicator=""),
                name="reported_figure_part_of_indicator",
                violation_error_message="填写对应分项的，须填写对应指标。",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["indicator"], name="reported_figure_indicator")]

    def __str__(self) -> str:
        return self.name

    def agrees_with(self, value: Decimal) -> bool:
        """Whether a value satisfies the sign, in the unit of this figure."""
        match self.Sign(self.sign):
            case self.Sign.EQUAL:
                return value == self.value
            case self.Sign.AT_LEAST:
                return value >= self.value
            case self.Sign.MORE:
                return value > self.value
            case self.Sign.LESS:
                return value < self.value
        return abs(value - self.value) <= abs(self.value) * ABOUT
