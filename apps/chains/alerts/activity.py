"""活动链预警 — meetings of branches that were owed and not held (§5.2 L1–L5)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from apps.activities import owed
from apps.activities.owing import owing
from apps.chains import sets
from apps.chains.alerts.alert import Alert, Level, Reason
from apps.chains.alerts.owners import themselves
from apps.chains.alerts.words import month_of
from apps.chains.indicator import Chain
from apps.chains.subject import ORGANIZATIONS
from apps.core.period import Period

MONTHS = 3
"""主题党日缺月 looks at the last three months that are over."""


def recent(day: date) -> Period:
    """The last months that are over, as one period."""
    last = Period.month(day.year, day.month)
    last = last if last.end <= day else last.previous()
    first = last
    for _ in range(MONTHS - 1):
        first = first.previous()
    return Period(first.start, last.end)


def theme_day_missing(day: date) -> Any:
    """主题党日缺月"""
    missed = owed.any_of(map(owed.theme_day_missed, recent(day).stretches(1)))
    return missed.of(sets.organizations(day))


def meetings_missing(day: date) -> Any:
    """三会一课缺次 — in the last quarter that is over."""
    return owed.short(owed.last_quarter(Period.until(day))).of(sets.organizations(day))


def of_theme_days(rows: Sequence[Any], day: date) -> Mapping[int, Reason]:
    """近3个月缺2个月：2026年8月、2026年10月"""
    account = owing([row.pk for row in rows], recent(day))
    missed = {row.pk: account.without_theme_day(row.pk) for row in rows}
    return {
        key: Reason(f"近{MONTHS}个月缺{len(months)}个月：{'、'.join(map(month_of, months))}", months[0])
        for key, months in missed.items()
        if months
    }


def of_meetings(rows: Sequence[Any], day: date) -> Mapping[int, Reason]:
    """2026年第三季度：党员大会0/1、支委会2/3"""
    quarter = owed.last_quarter(Period.until(day))
    account = owing([row.pk for row in rows], quarter)
    return {
        row.pk: Reason(f"{quarter}：{'、'.join(map(str, account.short_in(row.pk, quarter)))}", quarter.end)
        for row in rows
    }


def kind(code: str, name: str, level: Level, **more: Any) -> Alert:
    """One of this chain."""
    own: dict[str, Any] = {"subject": ORGANIZATIONS, "owners": themselves, "unit": "个"}
    return Alert(code=code, name=name, level=level, chain=Chain.ACTIVITY, rule="支部工作条例", **own, **more)


ALERTS = (
    kind(
        "theme_day",
        "主题党日缺月",
        Level.AMBER,
        rows=theme_day_missing,
        reasons=of_theme_days,
        action="补登已开展的，没有开展的按月补办",
    ),
    kind(
        "meetings",
        "三会一课缺次",
        Level.AMBER,
        rows=meetings_missing,
        reasons=of_meetings,
        action="补登已召开的，本季度按要求召开",
    ),
)
