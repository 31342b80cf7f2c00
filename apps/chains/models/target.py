"""目标、计分和看板参数 — what readings are held against; kept by 组织部, every change on record."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from apps.core.history import tracked
from apps.core.period import Period
from apps.core.remit import Reach, RemitQuerySet
from apps.core.tree import KeysOn

AMOUNT: dict[str, Any] = {"max_digits": 14, "decimal_places": 2}


def is_period(text: str) -> None:
    """Raises ``ValidationError`` for what is not a month, a quarter or a year."""
    try:
        kind = Period.read(text).kind
    except ValueError as error:
        raise ValidationError(str(error)) from error
    if kind == "days":
        raise ValidationError("请填写年、季度或月份，如 2026、2026Q4、2026-11。")


class TargetQuerySet(RemitQuerySet):
    """目标值 rows: those of the clusters a remit reaches."""

    reached_by: ClassVar = {
        Reach.PLACE: "cluster__place__path__startswith",
        Reach.CLUSTER: "cluster__path__startswith",
    }


@tracked()
class Target(models.Model):
    """目标值 — what one figure of a cluster is to come to in a period, and from where on it is a warning."""

    is_setting = True

    cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, related_name="+", verbose_name="集群")
    indicator = models.CharField("指标编号", max_length=10, help_text="如 ORG-04")
    part = models.CharField("分项", max_length=40, blank=True, help_text="指标本身不填")
    period = models.CharField(
        "统计期", max_length=7, validators=[is_period], help_text="如 2026、2026Q4、2026-11"
    )
    value = models.DecimalField("目标值", **AMOUNT, help_text="达到即为绿")
    warning = models.DecimalField("警戒值", **AMOUNT, help_text="未达目标、但达到警戒值为黄，否则为红")

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "目标值"
        ordering = ["-period", KeysOn("cluster__path"), "indicator", "part"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "indicator", "part", "period"],
                name="target_once",
                violation_error_message="该集群这一统计期的目标值已登记。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cluster} {self.indicator} {self.period}"


class ScoreRuleQuerySet(RemitQuerySet):
    """计分规则 rows: kept and read by who sees everything."""


@tracked()
class ScoreRule(models.Model):
    """计分规则 — between which two values a figure earns its points, and with what weight."""

    is_setting = True

    reach = models.CharField(
        "范围类别", max_length=12, choices=[(r.value, r.label) for r in (Reach.PLACE, Reach.CLUSTER)]
    )
    year = models.PositiveSmallIntegerField("年度")
    indicator = models.CharField("指标编号", max_length=10)
    low = models.DecimalField("下限", **AMOUNT)
    high = models.DecimalField("上限", **AMOUNT)
    weight = models.DecimalField(
        "权重",
        max_digits=6,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(0)],
        help_text="0 为不计分",
    )

    objects = ScoreRuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "计分规则"
        ordering = ["-year", "reach", "indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["reach", "year", "indicator"],
                name="score_rule_once",
                violation_error_message="该指标的计分规则已登记。",
            ),
            models.CheckConstraint(
                condition=Q(high__gt=F("low")),
                name="score_rule_in_order",
                violation_error_message="上限须大于下限。",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=0),
                name="score_rule_weight",
                violation_error_message="权重不能为负数。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年{self.get_reach_display()} {self.indicator}"


@tracked()
class BoardSetting(models.Model):
    """看板参数 — what boards do only when an administrator has turned it on."""

    is_setting = True

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    ranks_clusters = models.BooleanField(
        "允许集群排名", default=False, help_text="关闭时，任何页面都按登记顺序列出集群"
    )
    shows_score = models.BooleanField("显示六链指数", default=False, help_text="须先填写计分规则")

    objects = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "看板参数"
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1), name="one_board_setting", violation_error_message="看板参数只有一份。"
            )
        ]

    def __str__(self) -> str:
        return "看板参数"

    @classmethod
    def current(cls) -> Self:
        """The one row; everything off where nobody has turned anything on."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
