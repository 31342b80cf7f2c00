"""清除记录 — whose numbers were destroyed, by whom and why; it holds nothing of them."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from apps.core import clock
from apps.core.remit import RemitQuerySet
from apps.members.models.member import Member


class ErasureQuerySet(RemitQuerySet):
    """Erasures are read on the page of their person."""

    reached_by: ClassVar = {}


class Erasure(models.Model):
    """清除敏感信息 — once for each row of the register, for good."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="党员")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name="办理人"
    )
    why = models.CharField("理由", max_length=200)
    at = models.DateTimeField("时间", default=clock.now)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "清除敏感信息"
        ordering = ["-pk"]
        default_permissions = ()
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return f"清除{self.member}的敏感信息"
