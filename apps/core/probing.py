"""查重 — that a number, a name or a code is taken is all that is told beyond a remit: written down, and only
so often.

Numbers tried out one by one are counted apart from rosters, of which every content is written down once: the
file as it was handed in, laid out and put right. Names and codes tried out in forms are counted apart too.
"""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError

from apps.core import clock
from apps.core.audit.recording import record
from apps.core.models import AuditEntry

SUBJECT, BEYOND = "身份证号查重", "职责范围外"
ROSTER_SUBJECT = "名册查重"
NAMES_SUBJECT = "名称代码查重"
MOST, WITHIN = 30, timedelta(hours=1)
TOO_OFTEN = "身份证号查重次数过多，请一小时后再试。"
NAMES_TOO_OFTEN = "名称、代码查重次数过多，请一小时后再试。"
MOST_CONTENTS, LATELY = 60, timedelta(minutes=10)
TOO_OFTEN_IN_ROSTERS = "名册查重次数过多，请十分钟后再试。"


def write_down(hits: int, *, by: Any, subject: str = SUBJECT, **detail: Any) -> None:
    """So many numbers, or whatever ``subject`` says, were said to be taken."""
    record(AuditEntry.Action.REVEAL, by=by, subject=subject, result=BEYOND, rows=hits, **detail)


def write_down_names(hits: int, *, by: Any, register: str) -> None:
    """So many names or codes of a form were said to be taken."""
    write_down(hits, by=by, subject=NAMES_SUBJECT, register=register)


def write_down_upload(upload: int, content: str, hits: int, *, by: Any) -> None:
    """So many rows of an upload met such numbers or names; once for each content, however often asked."""
    said = {"upload": upload, "content": content}
    if hits and by and not told(by, ROSTER_SUBJECT).filter(detail__contains=said).exists():
        write_down(hits, by=by, subject=ROSTER_SUBJECT, **said)


def insist_on_patience(by: Any) -> None:
    """Nobody tries out numbers one by one. Raises ``ValidationError`` whatever number is asked about."""
    if told(by).filter(at__gt=clock.now() - WITHIN).count() >= MOST:
        raise ValidationError(TOO_OFTEN, code="too_often")


def insist_on_patience_with_names(by: Any) -> None:
    """Nor names and codes. Raises ``ValidationError`` whatever name is asked about."""
    if told(by, NAMES_SUBJECT).filter(at__gt=clock.now() - WITHIN).count() >= MOST:
        raise ValidationError(NAMES_TOO_OFTEN, code="too_often")


def insist_on_patience_with_rosters(by: Any) -> None:
    """Nor by rosters changed again and again. Raises ``ValidationError`` whatever the roster says."""
    if not by:
        return
    contents = told(by, ROSTER_SUBJECT).filter(at__gt=clock.now() - LATELY)
    if contents.count() >= MOST_CONTENTS:
        raise ValidationError(TOO_OFTEN_IN_ROSTERS, code="too_often")


def told(by: Any, subject: str = SUBJECT) -> Any:
    """What an account has been told so far."""
    return AuditEntry.objects.filter(account=by.username, action=AuditEntry.Action.REVEAL, subject=subject)
