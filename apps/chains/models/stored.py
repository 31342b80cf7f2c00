"""存算读数 — figures counted ahead for every place and cluster, with what was known at that time."""

from django.db import models

from apps.core import clock
from apps.core.remit import Reach, RemitQuerySet


class StoredQuerySet(RemitQuerySet):
    """Read for those who see everything; whoever sees less has figures counted."""


class StoredFigure(models.Model):
    """存算 — one figure over one period for all targets of a reach.

    ``seen`` holds the newest history event of every table it was counted from, and the program it was counted
    by; as soon as one of them has gone on, the readings are stale.
    """

    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("截至日期")
    reach = models.CharField("范围类别", max_length=12, choices=Reach)
    code = models.CharField("指标编号", max_length=10)
    part = models.CharField("分项", max_length=40, blank=True)
    seen = models.JSONField("所见变更")
    counted_at = models.DateTimeField("计算时间", default=clock.now)

    objects = StoredQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "存算"
        ordering = ["-ends_on", "-starts_on", "reach", "code", "part"]
        constraints = [
            models.UniqueConstraint(
                fields=["starts_on", "ends_on", "reach", "code", "part"], name="stored_figure_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}{self.part} {self.starts_on:%Y-%m-%d}至{self.ends_on:%Y-%m-%d}"


class StoredReading(models.Model):
    """存算读数 — what was counted for one target (0 is everything); targets without rows have none."""

    figure = models.ForeignKey(StoredFigure, models.CASCADE, related_name="readings", verbose_name="存算")
    target = models.BigIntegerField("范围")
    rows = models.PositiveIntegerField("分子明细数")
    number = models.DecimalField("分子", max_digits=20, decimal_places=4, null=True)
    base_rows = models.PositiveIntegerField("分母明细数", default=0)
    base = models.DecimalField("分母", max_digits=20, decimal_places=4, null=True)

    objects = StoredQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "存算读数"
        ordering = ["figure", "target"]
        constraints = [models.UniqueConstraint(fields=["figure", "target"], name="stored_reading_once")]

    def __str__(self) -> str:
        return f"{self.figure_id}/{self.target}"
