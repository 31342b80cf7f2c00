"""疑似重复 — people who may be registered already (C02, C03 of domain.md §4.9)."""

from datetime import date

from django.db.models import QuerySet

from apps.core.remit import Remit
from apps.core.text import compact
from apps.members.models import Member


def taken(id_number: str) -> bool:
    """Whether somebody anywhere has this number: all that may be told outside the remit."""
    return Member.objects.filter(id_index=Member._meta.get_field("id_index").indexed(id_number)).exists()


def alike(name: str, birth_date: date | None, remit: Remit) -> QuerySet:
    """C03: people of the same name and birth date within the remit."""
    if not name or not birth_date:
        return Member.objects.none()
    return Member.objects.within(remit).filter(name=compact(name), birth_date=birth_date)
