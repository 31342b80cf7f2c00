"""查看记录 — who read a person's number in the clear, or searched by one, and why."""

import pgtrigger
from django.conf import settings
from django.db import models

from apps.core.remit import RemitQuerySet
from apps.members.models.member import Member


class Reveal(models.Model):
    """查看敏感信息 — one reading of one item, kept for good; it holds no number itself."""

    class Item(models.TextChoices):
        ID_NUMBER = "id_number", "公民身份号码"
        MOBILE = "mobile", "手机号码"
        LANDLINE = "landline", "固定电话"
        REMARK = "remark", "备注"
        SEARCH = "search", "按证件号查找"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="查看人"
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党员"
    )
    item = models.CharField("项目", max_length=10, choices=Item)
    why = models.CharField("理由", max_length=100, blank=True)
    found = models.PositiveIntegerField("找到", null=True, blank=True)
    at = models.DateTimeField("时间", auto_now_add=True)

    objects = RemitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "查看敏感信息"
        ordering = ["-at", "-pk"]
        default_permissions = ()
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.user}查看{self.get_item_display()}"
