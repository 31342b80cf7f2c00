"""限量 — how much one clerk may hand in; beyond it a browser has gone wild, or somebody fills the disk."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet, Sum

from apps.core import clock
from apps.core.models import AuditEntry
from apps.rosters.models import Upload
from apps.rosters.reading import refusal

WHILE = timedelta(minutes=10)
MOST_FILES = 60
"""Files within that while."""
GIVEN_BACK = "交回"
"""How the audit log calls a file that goes on with an upload: a file as well, though no upload of its own."""
MOST_WAITING_BYTES = 400 * 1024 * 1024
"""What may lie waiting to be finished, all files together."""


def refuse_excess(by: Any, *sizes: int) -> None:
    """With files of these sizes more. Raises ``FileRefused``; commands on the server are not rationed."""
    if by is None:
        return
    own = Upload.objects.filter(owner=by.pk)
    since = clock.now() - WHILE
    lately = own.filter(created_at__gt=since).count() + _given_back(by).filter(at__gt=since).count()
    if lately + len(sizes) > MOST_FILES:
        raise refusal.too_many(f"10分钟内最多上传{MOST_FILES}个文件，请稍后再传")
    waiting = own.waiting().aggregate(bytes=Sum("size"))["bytes"] or 0
    if waiting + sum(sizes) > MOST_WAITING_BYTES:
        raise refusal.too_many("没有办完的文件太多，请先办完或放弃一些批次再上传")


def _given_back(by: Any) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(account=by.username, action=AuditEntry.Action.IMPORT, result=GIVEN_BACK)
