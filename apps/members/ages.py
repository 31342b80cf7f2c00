"""年龄与党龄 — counted in whole years on a day."""

from datetime import date

from apps.core.dates import add_months, add_years
from apps.members.models import Member


def whole_years(since: date, day: date) -> int:
    """Anniversaries passed."""
    years = day.year - since.year
    return years - (add_years(since, years) > day)


def age(member: Member, day: date) -> str:
    """44岁; nothing when the birth date is unknown."""
    return f"{whole_years(member.birth_date, day)}岁" if member.birth_date else ""


def party_age(member: Member, day: date) -> str:
    """党龄 — from becoming a full member, less the correction (党章: 从转为正式党员之日算起)."""
    if not member.full_member_on:
        return ""
    years = whole_years(add_months(member.full_member_on, member.party_age_correction or 0), day)
    return f"党龄{years}年" if years >= 1 else "党龄不满1年"
