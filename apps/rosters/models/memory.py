"""记忆 — what a clerk has taught: how a layout is read, what a word or a name means; it may be forgotten."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from apps.core.remit import RemitQuerySet


class MemoryQuerySet(RemitQuerySet):
    """Whoever taught it is whom it serves: headings and names of one desk are no business of another."""

    reached_by: ClassVar = {}

    def taught_by(self, owner: models.Model | None, roster: str) -> Self:
        """One's own about one roster; commands on the server remember nothing."""
        return self.filter(owner=owner.pk if owner else None, roster=roster)


class Memory(models.Model):
    """记忆 — about one roster, by one account."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="由谁指定"
    )
    roster = models.CharField("名册", max_length=20)
    taught_at = models.DateTimeField("指定时间", auto_now=True)

    objects = MemoryQuerySet.as_manager()

    class Meta:
        abstract = True


class RememberedLayout(Memory):
    """记住的版式 — a heading by its texts, and which field each of its columns is."""

    fingerprint = models.CharField("版式指纹", max_length=64)
    titles = models.JSONField("列名", default=list)
    height = models.PositiveSmallIntegerField("表头行数")
    columns = models.JSONField("各列登记为", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "记住的版式"
        ordering = ["-taught_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "roster", "fingerprint"], name="one_memory_per_layout")
        ]

    def __str__(self) -> str:
        return "、".join(self.titles)[:60]


class RememberedWord(Memory):
    """记住的写法 — what a word means in a coded column, or which registered thing a name stands for."""

    field = models.CharField("栏目", max_length=40)
    word = models.CharField("表中写法", max_length=200)
    meaning = models.CharField("登记为", max_length=200)
    key = models.BigIntegerField("对应的登记", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "记住的写法"
        ordering = ["field", "word"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "roster", "field", "word"], name="one_memory_per_word")
        ]

    def __str__(self) -> str:
        return f"{self.word} → {self.meaning}"
