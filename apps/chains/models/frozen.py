"""定格读数 — what a closing keeps: definitions, numbers, rows and their words; nothing of it ever changes."""

from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from apps.chains.models.period import Closing
from apps.clusters.models import Cluster
from apps.core.remit import Reach, Remit, RemitQuerySet, Target
from apps.core.tree import KeysOn


def kept(name: str) -> list[pgtrigger.Trigger]:
    """Whatever becomes of the register, these rows stay as they were written."""
    return [pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)]


class FrozenQuerySet(RemitQuerySet):
    """Read with the figure they belong to, never listed on their own."""


def _clusters_in(path: Target) -> Q:
    """Readings of the clusters that stand in a place today."""
    clusters = Cluster.objects.filter(place__path__startswith=path)
    return Q(reach=Reach.CLUSTER, target__in=clusters.order_by().values("pk"))


class FrozenReadingQuerySet(RemitQuerySet):
    """定格读数 rows: those of the places and clusters a remit holds whole; see ``of``."""

    reached_by: ClassVar = {
        Reach.PLACE: lambda path: Q(reach=Reach.PLACE, path__startswith=path) | _clusters_in(path),
        Reach.CLUSTER: lambda path: Q(reach=Reach.CLUSTER, path__startswith=path),
    }

    def of(self, scope: Any, remit: Remit) -> Self:
        """What a remit that holds a scope whole may read of it; before what silence says, the scope's own."""
        if scope.reach is not Reach.ORGANIZATION:
            return self.within(remit).filter(reach=scope.reach, target=scope.key or 0)
        if not remit.holds(scope.reach, scope.path):
            return self.none()
        found = self.filter(reach=scope.reach, target__in=[0, scope.key])
        return found.order_by("figure_id", "-target").distinct("figure_id")


class FrozenTally(models.Model):
    """定格点数 — one set of rows that figures of a closing share, and what heads their columns."""

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="tallies", verbose_name="定格")
    number = models.PositiveSmallIntegerField("序号")
    model = models.CharField("登记类别", max_length=80)
    labels = ArrayField(models.CharField(max_length=40), verbose_name="栏目")

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "定格点数"
        ordering = ["closing", "number"]
        constraints = [models.UniqueConstraint(fields=["closing", "number"], name="frozen_tally_once")]
        triggers = kept("frozen_tallies_stay")

    def __str__(self) -> str:
        return f"{self.closing} {self.model}"


class FrozenFigure(models.Model):
    """定格口径 — a figure as it was defined when the period was closed."""

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="figures", verbose_name="定格")
    code = models.CharField("指标编号", max_length=10)
    part = models.CharField("分项", max_length=40, blank=True)
    name = models.CharField("名称", max_length=80)
    unit = models.CharField("单位", max_length=10)
    shape = models.CharField("算法", max_length=10)
    places = models.PositiveSmallIntegerField("小数位")
    months = models.PositiveSmallIntegerField("月数")
    meaning = models.TextField("含义")
    formula = models.TextField("计算公式")
    source = models.TextField("来源")
    reviewed_on = models.DateField("口径复核日期")
    numerator = models.ForeignKey(FrozenTally, models.PROTECT, related_name="+", verbose_name="分子")
    denominator = models.ForeignKey(
        FrozenTally, models.PROTECT, null=True, related_name="+", verbose_name="分母"
    )

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "定格口径"
        ordering = ["closing", "code", "pk"]
        constraints = [models.UniqueConstraint(fields=["closing", "code", "part"], name="frozen_figure_once")]
        triggers = kept("frozen_figures_stay")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class FrozenReading(models.Model):
    """定格读数 — one figure of everything (target 0), one place, one cluster or one organisation.

    Most organisations have no rows of most figures: what those read stands once, under target 0.
    """

    figure = models.ForeignKey(FrozenFigure, models.PROTECT, related_name="readings", verbose_name="口径")
    reach = models.CharField("范围类别", max_length=12, choices=Reach)
    target = models.BigIntegerField("范围", default=0)
    path = models.CharField("路径", max_length=200, blank=True)
    name = models.CharField("范围名称", max_length=120)
    numerator = models.DecimalField("分子", max_digits=20, decimal_places=4, null=True)
    denominator = models.DecimalField("分母", max_digits=20, decimal_places=4, null=True)
    value = models.DecimalField("读数", max_digits=20, decimal_places=4, null=True)
    rows = models.PositiveIntegerField("明细数")
    withheld = models.PositiveSmallIntegerField("样本下限", default=0)

    objects = FrozenReadingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "定格读数"
        ordering = ["figure", "reach", KeysOn("path")]
        constraints = [
            models.UniqueConstraint(fields=["figure", "reach", "target"], name="frozen_reading_once")
        ]
        triggers = kept("frozen_readings_stay")

    def __str__(self) -> str:
        return f"{self.figure} {self.name}"


class FrozenRow(models.Model):
    """定格明细 — one row of a tally: its key, what it added, and the scopes it stood in."""

    tally = models.ForeignKey(FrozenTally, models.PROTECT, related_name="rows", verbose_name="点数")
    key = models.BigIntegerField("记录")
    told = models.DecimalField("数值", max_digits=20, decimal_places=4, null=True)
    kind = models.TextField("种类", blank=True, help_text="数种类的指标，记这一行属于哪一种")
    clusters = ArrayField(models.BigIntegerField(), verbose_name="集群")
    places = ArrayField(models.BigIntegerField(), verbose_name="区域")
    organizations = ArrayField(models.BigIntegerField(), default=list, verbose_name="党组织")

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "定格明细"
        ordering = ["tally", "key"]
        constraints = [models.UniqueConstraint(fields=["tally", "key"], name="frozen_row_once")]
        indexes = [
            GinIndex(fields=["clusters"], name="frozen_row_clusters"),
            GinIndex(fields=["places"], name="frozen_row_places"),
            GinIndex(fields=["organizations"], name="frozen_row_organizations"),
        ]
        triggers = kept("frozen_rows_stay")

    def __str__(self) -> str:
        return f"{self.tally_id}/{self.key}"


class FrozenCells(models.Model):
    """定格栏目 — what a row's columns said when the period was closed; kept once for all figures of it.

    ``parts`` says which rows a cell was put together of, so that each is told to whose remit reaches it.
    Closings of before it was kept have none noted.
    """

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="cells", verbose_name="定格")
    model = models.CharField("登记类别", max_length=80)
    key = models.BigIntegerField("记录")
    cells = ArrayField(models.TextField(), verbose_name="各栏")
    parts = models.JSONField("各栏的组成", null=True)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "定格栏目"
        ordering = ["closing", "model", "key"]
        constraints = [models.UniqueConstraint(fields=["closing", "model", "key"], name="frozen_cells_once")]
        triggers = kept("frozen_cells_stay")

    def __str__(self) -> str:
        return f"{self.model}/{self.key}"


class FrozenRule(models.Model):
    """定格计分规则 — how scores were reckoned when the period was closed."""

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="rules", verbose_name="定格")
    reach = models.CharField("范围类别", max_length=12, choices=Reach)
    indicator = models.CharField("指标编号", max_length=10)
    low = models.DecimalField("下限", max_digits=14, decimal_places=2)
    high = models.DecimalField("上限", max_digits=14, decimal_places=2)
    weight = models.DecimalField("权重", max_digits=6, decimal_places=2)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "定格计分规则"
        ordering = ["closing", "reach", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["closing", "reach", "indicator"], name="frozen_rule_once")
        ]
        triggers = kept("frozen_rules_stay")

    def __str__(self) -> str:
        return f"{self.closing} {self.indicator}"
