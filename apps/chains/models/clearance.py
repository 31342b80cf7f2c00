"""预警核实 — somebody looked at an alert and says it is known or does not apply, until a day."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from apps.core.dated import Dated, DatedQuerySet
from apps.core.history import tracked

LONGEST = timedelta(days=366)


class ClearanceQuerySet(DatedQuerySet):
    """Read with the row they are about by whoever may open it, never listed on their own."""

    def of(self, alert: str, day: date) -> Any:
        """Keys of the rows that an alert is not raised for on a day."""
        return self.in_force(day).filter(alert=alert).order_by().values("key")


@tracked()
class Clearance(Dated):
    """预警核实 — the alert of one row, 已核实 or 不适用, with a note; on ``ends_on`` it is raised again."""

    class Verdict(models.TextChoices):
        VERIFIED = "verified", "已核实"
        NOT_APPLICABLE = "not_applicable", "不适用"

    owner_field = "key"

    alert = models.CharField("预警类别", max_length=24)
    key = models.BigIntegerField("记录")
    verdict = models.CharField("结论", max_length=16, choices=Verdict)
    note = models.CharField("说明", max_length=200)
    ends_on = models.DateField("有效期至", help_text="到期后重新预警，最长一年")

    objects = ClearanceQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "预警核实"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                "alert",
                "key",
                "starts_on",
                name="clearance_once_a_day",
                violation_error_message="这条预警今天已核实。",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["alert", "key"], name="clearance_alert_key")]

    def __str__(self) -> str:
        return f"{self.alert}:{self.key} {self.get_verdict_display()}"

    def clean(self) -> None:
        if self.starts_on and self.ends_on and self.ends_on - self.starts_on > LONGEST:
            raise ValidationError({"ends_on": "有效期最长一年。"})
