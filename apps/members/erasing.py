"""清除敏感信息 — the numbers of somebody who has left are destroyed, in the register, its history and files.

The ciphertexts themselves go, everywhere, and what finds or tells them: indexes and addresses. Name, dates
and what the person was to the Party stay, and with them every figure. History is the owner's to change; a
function of the database does it, for people whose numbers are gone from the register and on record as erased.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import Q

from apps.core import takeouts
from apps.core.audit import history
from apps.core.audit.recording import record
from apps.core.fields import BlindIndexField, EncryptedField
from apps.core.history import because
from apps.core.models import AuditEntry
from apps.members.models import Erasure, Member
from apps.rosters import forgetting
from apps.rosters.models import Upload

FUNCTION = "erase_history"
ADDRESSES = ("address", "registered_address")
EMPTIED: dict[str, Any] = {
    field.attname: None
    for field in Member._meta.concrete_fields
    if isinstance(field, EncryptedField | BlindIndexField)
} | dict.fromkeys(ADDRESSES, "")
"""Column → what stands there afterwards."""
SEARCHED = ("id_number", "mobile")
"""By which files that hold the person are found."""
EVENTS: Any = Member.pgh_event_model  # type: ignore[attr-defined]
By = models.Model | None


@transaction.atomic
def erase(member: Member, *, by: By, why: str) -> Erasure:
    """清除敏感信息 — for good. Raises ``ValidationError`` for somebody who still belongs somewhere."""
    rows = _locked(member)
    _refuse(rows)
    files = _files(rows)
    keys = [row.pk for row in rows]
    with because(by=by, why=why, what="清除敏感信息"):
        Member._base_manager.filter(pk__in=keys).update(**EMPTIED)
        forgetting.destroy(files)
        takeouts.forget(keys)
    erasures = [Erasure.objects.create(member=row, by_id=by.pk if by else None, why=why) for row in rows]
    try:
        with history.rewriting(EVENTS, keys) as amended, connection.cursor() as cursor:
            cursor.execute(f"SELECT {FUNCTION}(%s)", [keys])
    except history.Tampered as tampered:
        raise ValidationError(f"{tampered}，不能清除，请联系审计管理员。") from tampered
    told = {"why": why, "rows": keys, "uploads": [upload.pk for upload in files], "amended": amended}
    record(AuditEntry.Action.ERASE, by=by, subject=f"党员{member.pk}", result="已清除", **told)
    return erasures[0]


def _locked(member: Member) -> list[Member]:
    """The person's row, and those that went into it; the person first."""
    found = [Member._base_manager.select_for_update(of=("self",)).get(pk=member.pk)]
    while more := list(
        Member._base_manager.select_for_update(of=("self",))
        .filter(merged_into__in=found)
        .exclude(pk__in=[row.pk for row in found])
        .order_by("pk")
    ):
        found.extend(more)
    return found


def _refuse(rows: list[Member]) -> None:
    if rows[0].affiliations.open().exists():
        raise ValidationError("该人员组织关系仍在册，号码还要使用，不能清除。请先办理转出、出党或死亡。")
    if Erasure.objects.filter(member__in=rows).exists() and not any(_holds(row) for row in rows):
        raise ValidationError("该人员的敏感信息已经清除。")


def _holds(row: Member) -> bool:
    return any(row.__dict__[name] not in (None, "") for name in EMPTIED)


def _files(rows: list[Member]) -> list[Upload]:
    """Rosters still kept that wrote to the person, or name a number of theirs."""
    numbers = {str(number) for row in rows for name in SEARCHED if (number := getattr(row, name))}
    events = EVENTS.objects.filter(pgh_obj_id__in=[row.pk for row in rows])
    wrote = events.values_list("pgh_context__metadata__upload", flat=True)
    kept = Upload.objects.with_file()
    found = {upload.pk: upload for upload in kept.filter(Q(pk__in=set(wrote) - {None})).without_files()}
    others = kept.exclude(pk__in=found).exclude(state=Upload.State.WAITING)
    return [*found.values(), *forgetting.naming(numbers, others)]
