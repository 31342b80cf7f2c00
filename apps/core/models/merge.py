"""合并 — what a mergeable row carries, and the record of two rows that became one."""

from typing import Any

from django.apps import apps
from django.db import models

from apps.core.history import tracked
from apps.core.remit import RemitQuerySet


class MergeableManager(models.Manager):
    """Rows that have not gone into another one."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(merged_into=None)


class Mergeable(models.Model):
    """A row that may turn out to be the same thing as another one."""

    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="已并入"
    )

    class Meta:
        abstract = True
        base_manager_name = "_unfiltered"

    _unfiltered = models.Manager()


@tracked()
class Merge(models.Model):
    """合并 — a pair of rows held to be one thing, and what merging them moved."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待复核"
        DONE = "done", "已合并"
        REFUSED = "refused", "不予合并"
        UNDONE = "undone", "已撤销"

    model = models.CharField("登记类别", max_length=80)
    kept = models.BigIntegerField("保留的记录")
    dropped = models.BigIntegerField("并入的记录")
    why = models.CharField("理由", max_length=200)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    record = models.JSONField("变动记录", default=dict, blank=True)

    objects = RemitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "合并重复"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"合并{self.pk}"

    def pair(self) -> tuple[Any, Any]:
        """The row kept and the row given up."""
        model = apps.get_model(self.model)
        return model._base_manager.get(pk=self.kept), model._base_manager.get(pk=self.dropped)
