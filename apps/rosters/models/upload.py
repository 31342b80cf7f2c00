"""导入批次 — one file handed in: who, what, what was decided about it, and what came of it."""

from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.signing import BadSignature, Signer
from django.db import models

from apps.core.fields import EncryptedFileField, RowKeyField
from apps.core.history import tracked
from apps.core.remit import RemitQuerySet

MARKS = "clusterreg.rosters.returned"


class UploadQuerySet(RemitQuerySet):
    """Uploads belong to whoever handed them in (``holding``); a remit over everything sees them all."""

    def without_files(self) -> Self:
        """Fetched without what is sealed and large."""
        return self.defer("content", "corrections", "outcome")

    def with_file(self) -> Self:
        """Those whose file has not been deleted yet."""
        return self.filter(content__isnull=False)

    def let_go_of_files(self) -> int:
        """Delete what is sealed; the record stays. Says of how many."""
        return self.update(content=None, corrections=None, outcome=None)

    def marked(self, mark: str) -> Any:
        """The upload a file given back belongs to."""
        try:
            return self.filter(uid=UUID(Signer(salt=MARKS).unsign(mark))).first() if mark else None
        except (BadSignature, ValueError):
            return None

    def waiting(self) -> Self:
        """待核对"""
        return self.filter(state=Upload.State.WAITING)


@tracked(exclude=("content", "corrections", "outcome"))
class Upload(models.Model):
    """导入批次 — a roster on its way into the register; its file is sealed, for it holds ID numbers."""

    class State(models.TextChoices):
        WAITING = "waiting", "待核对"
        KEPT = "kept", "已入库"
        ABANDONED = "abandoned", "已放弃"
        UNREADABLE = "unreadable", "不能读取"

    uid = RowKeyField(unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="uploads",
        verbose_name="上传人",
        help_text="空着的是在服务器上用命令导入的",
    )
    roster = models.CharField("名册", max_length=20)
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("文件指纹", max_length=64)
    size = models.PositiveIntegerField("文件大小（字节）")
    content = EncryptedFileField("文件内容")
    choices = models.JSONField("选择", default=dict, blank=True)
    decisions = models.JSONField("逐行处理", default=list, blank=True)
    corrections = EncryptedFileField("改正的单元格")
    outcome = EncryptedFileField("逐行结果")
    remit = ArrayField(
        models.CharField(max_length=220), verbose_name="所凭范围", null=True, blank=True, editable=False
    )
    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued", verbose_name="续办的批次"
    )
    state = models.CharField("状态", max_length=12, choices=State, default=State.WAITING)
    refusal = models.CharField("不能读取的原因", max_length=300, blank=True)
    counts = models.JSONField("行数", default=dict, blank=True)
    result = models.JSONField("入库结果", default=dict, blank=True)
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="kept") | models.Q(finished_at__isnull=False),
                name="upload_kept_is_finished",
                violation_error_message="已入库的批次须有完成时间。",
            )
        ]
        indexes = [models.Index(fields=["owner", "-created_at"], name="upload_owner")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def tone(self) -> str:
        """How the state is shown."""
        tones = {self.State.KEPT: "good", self.State.WAITING: "warn", self.State.UNREADABLE: "bad"}
        return tones.get(self.State(self.state), "")

    @property
    def mark(self) -> str:
        """What a file given back carries, so that it goes on with this upload."""
        return Signer(salt=MARKS).sign(self.uid.hex)

    @property
    def duration(self) -> str:
        """How long keeping took, the last check included."""
        seconds = self.result.get("seconds")
        return "" if seconds is None else f"{seconds}秒"

    @property
    def undo_in_force(self) -> Any:
        """The last undo that nobody has taken back."""
        return self.undos.in_force().first()

    @property
    def is_waiting(self) -> bool:
        """Whether anything may still be decided about it."""
        return self.state == self.State.WAITING
