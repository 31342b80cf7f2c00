"""撤销 — the record of an upload taken back, and of what became of that."""

from typing import Self

from django.conf import settings
from django.db import models

from apps.core import clock
from apps.core.history import tracked
from apps.core.remit import RemitQuerySet
from apps.rosters.models.upload import Upload


class UndoQuerySet(RemitQuerySet):
    """Undos are read with their upload by whoever sees that, never listed on their own."""

    def in_force(self) -> Self:
        """Uploads taken back that nobody has put back since."""
        return self.filter(takes_back=None, taken_back=None)


@tracked()
class Undo(models.Model):
    """撤销 — an upload taken back, or put back again: by whom, why, what was written and what stayed."""

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="undos", verbose_name="导入批次")
    takes_back = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_back",
        verbose_name="恢复的撤销",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="办理人",
    )
    why = models.CharField("理由", max_length=200)
    at = models.DateTimeField("时间", default=clock.now)
    counts = models.JSONField("写回的登记", default=list, blank=True)
    kept = models.JSONField("保留的登记", default=list, blank=True)

    objects = UndoQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "撤销导入"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.act}批次{self.upload_id}"

    @property
    def act(self) -> str:
        """撤销, or 恢复 for what takes an undo back."""
        return "恢复" if self.takes_back_id else "撤销"
