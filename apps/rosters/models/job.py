"""作业 — one piece of work on an upload, how far it has come, and whether anybody still does it."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from apps.core import clock
from apps.core.remit import RemitQuerySet
from apps.rosters.models.upload import Upload


class JobQuerySet(RemitQuerySet):
    """Jobs are seen with their upload."""

    reached_by: ClassVar = {}

    def open(self) -> Self:
        """Waiting or running."""
        return self.filter(state__in=(Job.State.WAITING, Job.State.RUNNING))

    def forsaken(self) -> Self:
        """Running, but nobody has said so for a while: whoever did it is gone."""
        return self.filter(state=Job.State.RUNNING, beat_at__lt=clock.now() - Job.SILENCE)


class Job(models.Model):
    """作业 — its progress goes through a connection of its own: it is seen while the work goes on."""

    class Task(models.TextChoices):
        CHECK = "check", "核对"
        KEEP = "keep", "入库"
        UNDO = "undo", "撤销"

    class State(models.TextChoices):
        WAITING = "waiting", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"

    SILENCE = timedelta(seconds=30)
    ATTEMPTS = 3

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="jobs", verbose_name="导入批次")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="办理人",
    )
    task = models.CharField("作业", max_length=12, choices=Task)
    said = models.JSONField("办法", default=dict, blank=True)
    address = models.CharField("来源地址", max_length=45, blank=True)
    state = models.CharField("状态", max_length=12, choices=State, default=State.WAITING)
    stage = models.CharField("阶段", max_length=20, blank=True)
    done = models.PositiveIntegerField("已处理行数", default=0)
    total = models.PositiveIntegerField("总行数", default=0)
    attempt = models.PositiveSmallIntegerField("第几次", default=0)
    message = models.CharField("未完成的原因", max_length=300, blank=True)
    created_at = models.DateTimeField("提出时间", default=clock.now, editable=False)
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    stage_at = models.DateTimeField("本阶段开始时间", null=True, blank=True)
    beat_at = models.DateTimeField("最近一次报告", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入作业"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["upload"],
                condition=models.Q(state__in=("waiting", "running")),
                name="job_one_at_a_time",
                violation_error_message="这个批次正在处理，请稍候。",
            )
        ]
        indexes = [models.Index(fields=["state", "beat_at"], name="job_state")]

    def __str__(self) -> str:
        return f"{self.get_task_display()} {self.upload}"

    @property
    def act(self) -> str:
        """What it does, in a word: an undo that takes another one back restores."""
        return "恢复" if self.said.get("takes_back") else str(self.get_task_display())

    @property
    def is_open(self) -> bool:
        """Waiting or running."""
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def percent(self) -> int:
        """How much of the stage is done."""
        if self.state == self.State.DONE:
            return 100
        return min(100 * self.done // self.total, 100) if self.total else 0

    @property
    def rate(self) -> int:
        """行/秒, since the stage began."""
        seconds = self._seconds
        return round(self.done / seconds) if seconds > 0 else 0

    @property
    def remaining(self) -> int | None:
        """Seconds to the end of the stage at the present rate; unknown until some rows are done."""
        if not self.done or not self.total:
            return None
        return round((self.total - self.done) * self._seconds / self.done)

    @property
    def _seconds(self) -> float:
        if self.stage_at is None or self.beat_at is None:
            return 0.0
        return (self.beat_at - self.stage_at).total_seconds()
