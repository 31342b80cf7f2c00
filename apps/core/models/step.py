"""步骤 — the moves of workflows, one row each."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import OuterRef

from apps.core import clock
from apps.core.history import tracked
from apps.core.remit import RemitQuerySet


class StepQuerySet(RemitQuerySet):
    """步骤 rows: read with the row they belong to by whoever may open it, never listed on their own."""

    def of(self, row: models.Model) -> Self:
        """The steps one row took, in their order."""
        return self.filter(model=row._meta.label_lower, key=row.pk).order_by("at", "pk")

    def behind(self, model: type[models.Model]) -> Self:
        """For a subquery: the steps of each row of an outer query."""
        return self.filter(model=model._meta.label_lower, key=OuterRef("pk"))


@tracked()
class Step(models.Model):
    """步骤 — one move of one row through its workflow: from where to where, when, by whom and why."""

    model = models.CharField("登记类别", max_length=80)
    key = models.BigIntegerField("记录")
    was = models.CharField("原状态", max_length=20, blank=True)
    state = models.CharField("状态", max_length=20)
    at = models.DateTimeField("时间", default=clock.now)
    by = models.BigIntegerField("办理账号", null=True, blank=True)
    why = models.TextField("理由", blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理步骤"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["model", "key", "at"], name="step_of_row")]
        triggers = [pgtrigger.Protect(name="steps_stay", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.was}→{self.state}"
