"""导出件 — a file of people taken out, or waiting to be: by whom, for what, of whom, and until when."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from apps.core import clock
from apps.core.fields import EncryptedFileField, RowKeyField
from apps.core.history import tracked
from apps.core.remit import RemitQuerySet


class TakeoutQuerySet(RemitQuerySet):
    """Files belong to whoever asked for them; nobody else ever opens one."""

    reached_by: ClassVar = {}

    def of(self, user: Any) -> Self:
        """One's own."""
        return self.filter(owner=user.pk).without_files()

    def without_files(self) -> Self:
        """Fetched without what is sealed and large."""
        return self.defer("content", "people")

    def waiting(self) -> Self:
        """待批准"""
        return self.filter(state=Takeout.State.WAITING)

    def holding(self, keys: list[int]) -> Self:
        """Those in which somebody of these keys stands that were really handed over."""
        return self.filter(people__overlap=keys, taken_at__isnull=False).without_files()

    def over(self) -> Self:
        """Those whose file nobody may fetch any more, yet is still there."""
        return self.filter(content__isnull=False, expires_at__lte=clock.now())


@tracked(exclude=("content", "people"))
class Takeout(models.Model):
    """导出件 — a small one is handed over at once; one of many people is approved first."""

    class State(models.TextChoices):
        WAITING = "waiting", "待批准"
        APPROVED = "approved", "已批准"
        REFUSED = "refused", "未批准"
        TAKEN = "taken", "已下载"
        EXPIRED = "expired", "已过期"

    uid = RowKeyField(unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="takeouts", verbose_name="导出人"
    )
    title = models.CharField("名称", max_length=100)
    file_name = models.CharField("文件名", max_length=120)
    purpose = models.CharField("用途", max_length=90)
    columns = models.JSONField("栏目", default=list)
    rows = models.PositiveIntegerField("行数")
    people = ArrayField(models.BigIntegerField(), verbose_name="所含人员", default=list, editable=False)
    people_count = models.PositiveIntegerField("人数")
    is_full = models.BooleanField("含完整号码", default=False)
    sha256 = models.CharField("文件指纹", max_length=64)
    size = models.PositiveIntegerField("文件大小（字节）")
    content = EncryptedFileField("文件内容")
    permissions = models.JSONField("所凭权限", default=list, editable=False)
    remit = models.JSONField("所凭范围", default=list, editable=False)
    state = models.CharField("状态", max_length=10, choices=State)
    asked_at = models.DateTimeField("提出时间", default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审批人",
    )
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    answer = models.CharField("审批意见", max_length=200, blank=True)
    expires_at = models.DateTimeField("有效期至", null=True, blank=True)
    taken_at = models.DateTimeField("下载时间", null=True, blank=True)
    entry = models.BigIntegerField("审计序号", null=True, blank=True, editable=False)

    objects = TakeoutQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导出件"
        ordering: ClassVar = ["-asked_at", "-pk"]
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("owner")),
                name="takeout_decided_by_another",
                violation_error_message="自己提出的导出须由他人审批。",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""),
                name="takeout_refused_for_a_reason",
                violation_error_message="不批准的须说明理由。",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-asked_at"], name="takeout_owner"),
            models.Index(fields=["state", "expires_at"], name="takeout_state"),
            GinIndex(fields=["people"], name="takeout_people"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        """How the state is shown."""
        tones = {self.State.APPROVED: "good", self.State.WAITING: "warn", self.State.REFUSED: "bad"}
        return tones.get(self.State(self.state), "")

    @property
    def is_open(self) -> bool:
        """Whether its file may be fetched now."""
        may = self.state in (self.State.APPROVED, self.State.TAKEN)
        return may and self.expires_at is not None and clock.now() < self.expires_at
