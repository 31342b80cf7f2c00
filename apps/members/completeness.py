"""信息完整度 — how many of the starred items of the 采集表 a person's row fills (domain.md §4.1)."""

from django.db.models import Q

from apps.members.models import Member


def is_blank(name: str) -> Q:
    """Rows that say nothing in a field."""
    field = Member._meta.get_field(name)
    nothing = Q(**{f"{name}__isnull": True}) if field.null else Q(pk__in=[])
    return nothing if field.get_internal_type() != "CharField" else nothing | Q(**{name: ""})


def incomplete() -> Q:
    """People who lack at least one starred item."""
    lacks = Q(pk__in=[])
    for name in Member.STARRED:
        lacks |= is_blank(name)
    return lacks


def missing(member: Member) -> list[str]:
    """Labels of the starred items a person lacks, in the order of the 采集表."""
    labels = {field.name: str(field.verbose_name) for field in Member._meta.concrete_fields}
    return [labels[name] for name in Member.STARRED if getattr(member, name) in (None, "")]


def completeness(member: Member) -> int:
    """Percent of the starred items filled."""
    total = len(Member.STARRED)
    return round(100 * (total - len(missing(member))) / total)
