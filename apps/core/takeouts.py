"""导出人员 — a file of people is handed over at once, or asked for and approved by somebody else.

What was asked for is what is approved and fetched: the file is made once, sealed, and waits. It is fetched by
whoever asked for it, within a day, and only while the rights it was made with still hold. Every step is in
the audit log before it is acknowledged.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from apps.core import clock
from apps.core.audit.recording import record
from apps.core.history import because
from apps.core.models import AuditEntry, Takeout
from apps.core.remit import Remit

LASTS = timedelta(hours=24)
WAITS = timedelta(days=7)
"""How long an approved file may be fetched, and how long one waits for somebody to approve it."""
APPROVE = "core.approve_takeout"
State = Takeout.State


@dataclass(frozen=True)
class Parcel:
    """A file as it was made, with what it holds."""

    title: str
    file_name: str
    data: bytes
    columns: Sequence[str]
    rows: int
    people: frozenset[int]
    permissions: tuple[str, ...]
    is_full: bool = False

    @property
    def needs_approval(self) -> bool:
        """Whether so many people stand in it that a second person looks first."""
        most: int = settings.EXPORT_APPROVAL_ABOVE
        return bool(most) and len(self.people) > most


@transaction.atomic
def hand_over(parcel: Parcel, *, by: Any, purpose: str) -> Takeout:
    """当场导出 — written down, file and all that is in it but its content, before it is acknowledged."""
    takeout = _new(parcel, by, purpose, state=State.TAKEN, taken_at=clock.now())
    return _written(takeout, by=by, result="导出")


@transaction.atomic
def ask_for(parcel: Parcel, *, by: Any, purpose: str) -> Takeout:
    """申请导出 — the file waits, sealed, for somebody else's word."""
    expires_at = clock.now() + WAITS
    takeout = _new(parcel, by, purpose, state=State.WAITING, content=parcel.data, expires_at=expires_at)
    return _written(takeout, by=by, result="申请")


@transaction.atomic
def approve(takeout: Takeout, *, by: Any, answer: str = "") -> Takeout:
    """批准 — by another holder of the right. Raises ``ValidationError`` for one's own, or one decided."""
    takeout = _to_be_decided(takeout, by)
    takeout.state, takeout.expires_at = State.APPROVED, clock.now() + LASTS
    return _decided(takeout, by, answer, "批准")


@transaction.atomic
def refuse(takeout: Takeout, *, by: Any, answer: str) -> Takeout:
    """不批准 — for a reason; the file is gone. Raises ``ValidationError`` as ``approve`` does."""
    takeout = _to_be_decided(takeout, by)
    takeout.state, takeout.content, takeout.expires_at = State.REFUSED, None, None
    return _decided(takeout, by, answer.strip(), "不批准")


@transaction.atomic
def fetch(takeout: Takeout, *, by: Any) -> bytes:
    """下载 — by its owner alone. Raises ``ValidationError`` when it is over, or the rights have changed."""
    takeout = Takeout.objects.select_for_update(of=("self",)).get(pk=takeout.pk, owner=by)
    if not takeout.is_open or not takeout.content:
        raise ValidationError("这份文件已过期或尚未批准，请重新导出。")
    if not _still_held(takeout, by.remit_for(*takeout.permissions)):
        raise ValidationError("您的职责范围已有变动，这份文件不能再下载，请重新导出。")
    takeout.state, takeout.taken_at = State.TAKEN, clock.now()
    with because(by=by, why="下载导出件"):
        takeout.save(update_fields=["state", "taken_at"])
    data = bytes(takeout.content)
    _written(takeout, by=by, result="下载")
    return data


def sweep() -> int:
    """Files nobody may fetch any more are gone, their records stay; answers how many."""
    over = Takeout.objects.over()
    with transaction.atomic(), because(why="清理过期导出件"):
        over.filter(state__in=(State.WAITING, State.APPROVED)).update(state=State.EXPIRED)
        return over.update(content=None)


def forget(people: Collection[int]) -> int:
    """销毁 — files in which any of these people stand are gone at once; answers how many."""
    holding = Takeout.objects.filter(people__overlap=list(people), content__isnull=False)
    holding.filter(state__in=(State.WAITING, State.APPROVED)).update(state=State.EXPIRED)
    return holding.update(content=None)


def _new(parcel: Parcel, by: Any, purpose: str, **said: Any) -> Takeout:
    takeout = Takeout(
        owner=by,
        title=parcel.title[:100],
        file_name=parcel.file_name[:120],
        purpose=purpose,
        columns=list(parcel.columns),
        rows=parcel.rows,
        people=sorted(parcel.people),
        people_count=len(parcel.people),
        is_full=parcel.is_full,
        sha256=hashlib.sha256(parcel.data).hexdigest(),
        size=len(parcel.data),
        permissions=list(parcel.permissions),
        remit=_stretches(by.remit_for(*parcel.permissions)),
        **said,
    )
    takeout.full_clean(exclude=["columns", "people", "permissions", "remit"])
    with because(by=by, why=f"导出：{purpose}"):
        takeout.save()
    return takeout


def _to_be_decided(takeout: Takeout, by: Any) -> Takeout:
    found = Takeout.objects.select_for_update(of=("self",)).get(pk=takeout.pk)
    if found.owner_id == by.pk:
        raise ValidationError("自己提出的导出须由他人审批。")
    if found.state != State.WAITING or (found.expires_at and found.expires_at <= clock.now()):
        raise ValidationError(f"这项申请{found.get_state_display()}，不能再审批。")
    return found


def _decided(takeout: Takeout, by: Any, answer: str, result: str) -> Takeout:
    takeout.decided_by, takeout.decided_at, takeout.answer = by, clock.now(), answer
    takeout.full_clean(exclude=["columns", "people", "permissions", "remit"])
    with because(by=by, why=answer):
        takeout.save()
    return _written(takeout, by=by, result=result)


def _written(takeout: Takeout, *, by: Any, result: str) -> Takeout:
    """In the audit log; the record keeps the number of the entry of its being handed over."""
    entry = record(
        AuditEntry.Action.EXPORT,
        by=by,
        subject=f"导出件{takeout.pk} {takeout.title}",
        result=result,
        rows=takeout.rows,
        people=takeout.people_count,
        columns=takeout.columns,
        purpose=takeout.purpose,
        full=takeout.is_full,
        sha256=takeout.sha256,
        why=takeout.answer,
    )
    if takeout.state == State.TAKEN:
        Takeout.objects.filter(pk=takeout.pk).update(entry=entry.number)
    return takeout


def _stretches(remit: Remit) -> list[list[Any]]:
    return sorted(([str(one.reach), one.target] for one in remit.stretches), key=str)


def _still_held(takeout: Takeout, remit: Remit) -> bool:
    """Whether what the file was made with is still the owner's."""
    held = _stretches(remit)
    return bool(held) and (remit.is_everything or all(one in held for one in takeout.remit))
