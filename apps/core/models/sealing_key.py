"""密钥登记 — which keys data is sealed with, so that a missing or a foreign one is told at the start."""

from typing import ClassVar

from django.db import models

from apps.core.remit import RemitQuerySet


class SealingKeyQuerySet(RemitQuerySet):
    """Keys belong to no place and no cluster, and are on no page."""

    reached_by: ClassVar = {}


class SealingKey(models.Model):
    """密钥登记 — never the key, only a mark that tells it from another. The owner of the tables writes it."""

    key_id = models.CharField("编号", max_length=20, unique=True)
    mark = models.CharField("识别码", max_length=16)
    made_at = models.DateTimeField("启用时间", auto_now_add=True)
    retired_at = models.DateTimeField("停用时间", null=True, blank=True)

    objects = SealingKeyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "密钥登记"
        ordering: ClassVar = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.key_id
