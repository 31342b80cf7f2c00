"""提交 — forms that were sent, so that one sent twice is done once."""

from django.db import models

from apps.core import clock


class Submission(models.Model):
    """一次提交 — a digest of what was sent, by whom, and where that led; nothing can be read from it."""

    account = models.BigIntegerField("账号")
    digest = models.BinaryField("摘要", max_length=32)
    answer = models.CharField("办理后的地址", max_length=500, blank=True)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "表单提交"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="submission_once")]
        indexes = [models.Index(fields=["at"], name="submission_at")]

    def __str__(self) -> str:
        return f"{self.account} {self.at:%Y-%m-%d %H:%M}"
