"""疑似重复 — people who may be registered already (C02, C03 of domain.md §4.9)."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from apps.core import fence, probing
from apps.core.remit import Remit
from apps.core.text import compact
from apps.members.models import Member
from apps.rosters.register import OUT_OF_REMIT


def insist_on_free_number(number: str, *, remit: Remit, by: Any, besides: int | None = None) -> None:
    """C02: raises ``ValidationError``, naming the holder only where the writer may see them.

    Beyond the remit one sentence says it all; that it was said is written down, and rationed.
    """
    probing.insist_on_patience(by)
    digest = Member._meta.get_field("id_index").indexed(number)
    holders = Member.objects.exclude(pk=besides or 0).filter(id_index=digest)
    if digest is None:
        return
    if holder := holders.within(remit).first():
        raise ValidationError(f"身份证号重复：与已登记的“{holder.name}”相同。", code="C02")
    with fence.lowered():
        is_taken = holders.exists()
    if is_taken:
        probing.write_down(1, by=by)
        raise ValidationError(OUT_OF_REMIT.message, code=OUT_OF_REMIT.code)


def alike(name: str, birth_date: date | None, remit: Remit) -> QuerySet:
    """C03: people of the same name and birth date within the remit."""
    if not name or not birth_date:
        return Member.objects.none()
    return Member.objects.within(remit).filter(name=compact(name), birth_date=birth_date)
