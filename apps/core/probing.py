"""查重 — that a number is taken is the one thing told beyond a remit: written down, and only so often.

Numbers tried out one by one are counted apart from rosters, of which every content is written down once: the
file as it was handed in, laid out and put right.
"""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError

from apps.core import clock
from apps.core.audit.recording import record
from apps.core.models import AuditEntry

SUBJECT, BEYOND = "身份证号查重", "职责范围外"
MOST, WITHIN = 30, timedelta(hours=1)
TOO_OFTEN = "身份证号查重次数过多，请一小时后再试。"
MOST_CONTENTS, LATELY = 60, timedelta(minutes=10)
TOO_OFTEN_IN_ROSTERS = "身份证号查重次数过多，请十分钟后再试。"


def write_down(hits: int, *, by: Any, **detail: Any) -> None:
    """So many numbers were said to be taken."""
    record(AuditEntry.Action.REVEAL, by=by, subject=SUBJECT, result=BEYOND, rows=hits, **detail)


def write_down_upload(upload: int, content: str, hits: int, *, by: Any) -> None:
    """So many rows of an upload met such numbers; once for each content of it, however often asked."""
    if hits and by and not told(by).filter(detail__upload=upload, detail__content=content).exists():
        write_down(hits, by=by, upload=upload, content=content)


def insist_on_patience(by: Any) -> None:
    """Nobody tries out numbers one by one. Raises ``ValidationError`` whatever number is asked about."""
    if told(by).filter(at__gt=clock.now() - WITHIN, detail__upload__isnull=True).count() >= MOST:
        raise ValidationError(TOO_OFTEN, code="too_often")


def insist_on_patience_with_rosters(by: Any) -> None:
    """Nor by rosters changed again and again. Raises ``ValidationError`` whatever the roster says."""
    if not by:
        return
    contents = told(by).filter(at__gt=clock.now() - LATELY, detail__upload__isnull=False)
    if contents.count() >= MOST_CONTENTS:
        raise ValidationError(TOO_OFTEN_IN_ROSTERS, code="too_often")


def told(by: Any) -> Any:
    """What an account has been told so far."""
    return AuditEntry.objects.filter(account=by.username, action=AuditEntry.Action.REVEAL, subject=SUBJECT)
