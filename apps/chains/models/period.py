"""统计期 — months, quarters and years whose figures are closed; every closing keeps what it read for good."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from apps.core import clock
from apps.core.history import tracked
from apps.core.period import Period


class ReportingPeriodQuerySet(models.QuerySet):
    """统计期 rows; which periods there are is known to every reader of boards."""

    def closed(self) -> Self:
        """已定格"""
        return self.filter(status=ReportingPeriod.Status.CLOSED)

    def of(self, period: Period) -> Self:
        """The row of a period."""
        return self.filter(starts_on=period.start, ends_on=period.end)


@tracked()
class ReportingPeriod(models.Model):
    """统计期 — open while its figures may change; closed when they have been kept; reopened with a reason."""

    is_setting = True

    class Status(models.TextChoices):
        OPEN = "open", "未定格"
        CLOSED = "closed", "已定格"

    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.OPEN, editable=False)

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "统计期"
        ordering = ["-ends_on", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["starts_on", "ends_on"],
                name="reporting_period_once",
                violation_error_message="该统计期已登记。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="reporting_period_in_order",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.period)

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(self.starts_on, self.ends_on)

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed: nothing that is still running is closed."""
        return self.ends_on < clock.today()


class Closing(models.Model):
    """定格 — one closing of a period; what a reopened one had kept stays on record under its number."""

    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="closings", verbose_name="统计期"
    )
    number = models.PositiveSmallIntegerField("第几次")
    made_at = models.DateTimeField("定格时间", default=clock.now)

    objects = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "定格"
        ordering = ["period", "-number"]
        constraints = [models.UniqueConstraint(fields=["period", "number"], name="closing_once")]

    def __str__(self) -> str:
        return f"{self.period}第{self.number}次定格"
