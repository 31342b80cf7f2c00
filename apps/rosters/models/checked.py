"""核对结果 — a check kept sealed beside its upload, so that no page judges a large file again."""

from typing import ClassVar

from django.db import models

from apps.core.fields import EncryptedFileField, RowKeyField
from apps.core.remit import RemitQuerySet
from apps.rosters.models.upload import Upload


class CheckedQuerySet(RemitQuerySet):
    """Results are seen with their upload."""

    reached_by: ClassVar = {}


class Checked(models.Model):
    """核对结果 — good for one file, one set of decisions, one remit, one day."""

    upload = models.OneToOneField(Upload, models.CASCADE, related_name="checked", verbose_name="导入批次")
    uid = RowKeyField(unique=True)
    basis = models.CharField("依据", max_length=64)
    version = models.BigIntegerField("登记的版本", null=True, blank=True)
    whole = EncryptedFileField("总的结果")
    checked_at = models.DateTimeField("核对时间", auto_now_add=True)

    objects = CheckedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "核对结果"

    def __str__(self) -> str:
        return f"核对 {self.upload}"


class CheckedPiece(models.Model):
    """核对过的若干行 — some rows in the order of the file."""

    checked = models.ForeignKey(Checked, models.CASCADE, related_name="pieces", verbose_name="核对结果")
    uid = RowKeyField(unique=True)
    number = models.PositiveIntegerField("序号")
    rows = models.PositiveIntegerField("行数")
    content = EncryptedFileField("内容")

    objects = CheckedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "核对过的行"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["checked", "number"],
                name="checked_piece_once",
                violation_error_message="这一部分已经保存。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.checked} {self.number}"
