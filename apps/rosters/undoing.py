"""撤销导入 — an upload is taken back at any time, and may be put back again; both are on record.

What was written by an upload, or by an undo, is known to history by its number; what goes back and what
stays is ``core.undoing``'s to say. The records of this app itself are no part of it: they tell what happened.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.core import fence
from apps.core.audit.recording import record
from apps.core.history import because
from apps.core.models import AuditEntry
from apps.core.remit import Remit
from apps.core.undoing import Count, Told, Undoing, staged, tell
from apps.rosters.keeping import one_after_another
from apps.rosters.models import Job, Undo, Upload
from apps.rosters.progress import Progress
from apps.rosters.registry import kind_of
from apps.rosters.workflow import By

PERMISSION = "rosters.undo_upload"
SPARED = ("rosters",)
NOTHING = "没有可以{act}的登记：都已{act}，或者后来有变动须保留。"


@dataclass(frozen=True)
class Outlook:
    """预览 — what would be written back, what would stay, and why nothing may be done at all."""

    counts: list[Count]
    kept: list[Told]
    refusal: str = ""


def remit_of(by: By, upload: Upload) -> Remit:
    """Where somebody may undo now: there where a duty lets import such a roster and undo it."""
    return by.remit_for(kind_of(upload.roster).permission, PERMISSION) if by else Remit.everything()


def perform(job: Job, remit: Remit, progress: Progress) -> None:
    """撤销 or 恢复 as a job. One whose worker was killed right after the commit finds its work done."""
    takes_back, why = job.said.get("takes_back"), job.said["why"]
    if job.attempt > 1 and is_done(job):
        return
    said: dict[str, Any] = {"remit": remit_of(job.by, job.upload), "by": job.by, "why": why}
    if takes_back:
        redo(Undo.objects.get(pk=takes_back), progress=progress, **said)
    else:
        undo(job.upload, progress=progress, **said)


def is_done(job: Job) -> bool:
    """Whether an attempt at the job has committed."""
    records = Undo.objects.filter(upload=job.upload, by=job.by, takes_back=job.said.get("takes_back"))
    return records.filter(at__gte=job.created_at).exists()


def may_be_undone(upload: Upload) -> bool:
    """Whether an upload holds, wholly or, where rows stayed at its undo, in part."""
    undone = upload.undo_in_force
    return upload.state == Upload.State.KEPT and (undone is None or bool(undone.kept))


@fence.lowered()
def look(upload: Upload, *, remit: Remit) -> Outlook:
    """撤销预览"""
    return _outlook({"upload": upload.pk}, remit)


@fence.lowered()
def look_back(undone: Undo, *, remit: Remit) -> Outlook:
    """恢复预览"""
    return _outlook({"undo": undone.pk}, remit)


@transaction.atomic
@fence.lowered()
def undo(upload: Upload, *, remit: Remit, by: By, why: str, progress: Progress | None = None) -> Undo:
    """撤销 — write back what the upload wrote; what was touched since stays and is listed.

    Raises ``ValidationError``, and writes nothing, when something lies outside the remit, when a row cannot
    go back, or when nothing is left to undo.
    """
    upload = _locked(upload)
    if not may_be_undone(upload):
        raise ValidationError("这个批次没有入库，或者已经撤销。")
    done = Undo(upload=upload, by=by, why=why)
    return _carry_out(done, {"upload": upload.pk}, remit, progress or Progress())


@transaction.atomic
@fence.lowered()
def redo(undone: Undo, *, remit: Remit, by: By, why: str, progress: Progress | None = None) -> Undo:
    """恢复 — take an undo back in turn, the latest first. Raises ``ValidationError`` as ``undo`` does."""
    upload = _locked(undone.upload)
    if upload.undo_in_force != undone:
        raise ValidationError("这次撤销已经恢复，或者后面还有一次撤销须先恢复。")
    done = Undo(upload=upload, takes_back=undone, by=by, why=why)
    return _carry_out(done, {"undo": undone.pk}, remit, progress or Progress())


def _outlook(label: dict[str, Any], remit: Remit) -> Outlook:
    with staged(label, sparing=SPARED, lock=False) as undoing:
        try:
            undoing.insist_within(remit)
        except ValidationError as refused:
            return Outlook([], [], "".join(refused.messages))
        return Outlook(undoing.counts(), tell(undoing.kept()))


def _carry_out(done: Undo, label: dict[str, Any], remit: Remit, progress: Progress) -> Undo:
    """The record first: what is written carries its number."""
    done.full_clean()
    progress.begin("查找")
    with because(by=done.by, why=done.why):
        done.save()
        with because(undo=done.pk, batch=done.upload_id), _staged_within(label, remit) as undoing:
            _take_down(done, undoing)
            progress.begin("写回", sum(count.total for count in undoing.counts()))
            undoing.carry_out(progress.move)
        done.save()
    _write_down(done)
    return done


def _write_down(done: Undo) -> None:
    """In the audit log: which upload, what was written back, what stayed, why."""
    record(
        AuditEntry.Action.UNDO,
        by=done.by,
        subject=f"批次{done.upload_id} {done.upload.file_name}",
        result=done.act,
        rows={name: sum(counts) for name, *counts in done.counts},
        kept=len(done.kept),
        why=done.why,
    )


def _take_down(done: Undo, undoing: Undoing) -> None:
    counts = undoing.counts()
    if not counts:
        raise ValidationError(NOTHING.format(act=done.act))
    done.counts = [[count.name, count.added, count.changed, count.removed] for count in counts]
    done.kept = [told.as_json() for told in tell(undoing.kept())]


@contextmanager
def _staged_within(label: dict[str, Any], remit: Remit) -> Iterator[Undoing]:
    """Asked before, of what stands, and again afterwards, of what has come back."""
    with staged(label, sparing=SPARED) as undoing:
        undoing.insist_within(remit)
        yield undoing
        undoing.insist_within(remit)


def _locked(upload: Upload) -> Upload:
    """Neither kept nor undone by two at once; no roster is kept meanwhile."""
    one_after_another()
    return Upload.objects.select_for_update(of=("self",)).without_files().get(pk=upload.pk)
