"""工作日历 — holidays and the weekends that are worked (调休), as the State Council announces them."""

from django.db import models

from apps.core.history import tracked


@tracked()
class CalendarDay(models.Model):
    """节假日与调休 — a weekday that is free, or a weekend day that is worked."""

    day = models.DateField("日期", unique=True)
    is_working = models.BooleanField("上班", help_text="周末调休上班的勾选，工作日放假的不勾选")
    name = models.CharField("说明", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "节假日与调休"
        ordering = ["day"]

    def __str__(self):
        return f"{self.day:%Y-%m-%d}{'上班' if self.is_working else '放假'}"
