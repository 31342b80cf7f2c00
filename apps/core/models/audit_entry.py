"""审计记录 — who did what, when, from where and with what result; a chain that only grows."""

from typing import ClassVar

import pgtrigger
from django.db import models

from apps.core.models.audit_chain import LINK
from apps.core.remit import RemitQuerySet


class AuditEntryQuerySet(RemitQuerySet):
    """Entries belong to no place and no cluster: the permission to read them opens them all."""


class AuditEntry(models.Model):
    """审计记录 — one act. ``number`` counts without gaps; ``hash`` covers the entry and the one before it."""

    class Action(models.TextChoices):
        SIGN_IN = "sign_in", "登录"
        SIGN_IN_FAILED = "sign_in_failed", "登录失败"
        SIGN_OUT = "sign_out", "退出"
        PASSWORD = "password", "密码"
        ACCOUNT = "account", "账号"
        GRANT = "grant", "授权"
        REVEAL = "reveal", "查看号码"
        EXPORT = "export", "导出"
        IMPORT = "import", "导入"
        UNDO = "undo", "撤销"
        WRITE = "write", "登记变动"
        CONFIGURE = "configure", "配置"
        READ_AUDIT = "read_audit", "查阅审计"
        ERASE = "erase", "清除敏感信息"
        VERIFY = "verify", "核验审计"
        SEAL = "seal", "封存变更记录"

    number = models.BigIntegerField("序号", unique=True, editable=False, default=0)
    at = models.DateTimeField("时间")
    account = models.CharField("账号", max_length=40, blank=True)
    action = models.CharField("操作", max_length=16, choices=Action)
    subject = models.CharField("对象", max_length=200, blank=True)
    result = models.CharField("结果", max_length=40, blank=True)
    address = models.CharField("来源地址", max_length=45, blank=True)
    detail = models.JSONField("详情", default=dict, blank=True)
    previous = models.BinaryField("前一条的指纹", default=bytes, editable=False)
    hash = models.BinaryField("指纹", default=bytes, editable=False)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering: ClassVar = ["-number"]
        default_permissions = ()
        indexes: ClassVar = [
            models.Index(fields=["account", "-number"], name="audit_account"),
            models.Index(fields=["action", "-number"], name="audit_action"),
            models.Index(fields=["-at"], name="audit_at"),
            models.Index(fields=["subject", "-number"], name="audit_subject"),
            models.Index(fields=["address", "-number"], name="audit_address"),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="linked", when=pgtrigger.Before, operation=pgtrigger.Insert, func=pgtrigger.Func(LINK)
            ),
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_action_display()}"
