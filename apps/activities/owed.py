"""组织生活应开次数 — what branches owe for months and quarters, as sets of branches (domain.md §5.2).

党员大会 and 党课 once a quarter, 支委会 once a month where there is a committee, 党小组会 once a month in
each group, 主题党日 once a month. Only months and quarters whole inside a branch's life are owed. One
activity may satisfy several through its meetings. ``owing.py`` says the same of single branches, in numbers.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from apps.activities.models import Activity, Meeting
from apps.core.keysets import Keys
from apps.core.period import Period
from apps.members.models import Seat
from apps.organizations.kinds import BRANCHES, TypeCode
from apps.organizations.models import OrganizationState
from apps.organizations.rules import COMMITTEE_SIZES

Kind = Meeting.Kind
COMMITTEE_FROM = COMMITTEE_SIZES[0]
"""Fewer seats than a committee has are a secretary with a deputy, who hold no 支委会."""
QUARTERLY = (Kind.GENERAL, Kind.LECTURE)
MONTHLY = (Kind.COMMITTEE, Kind.GROUP)
THREE_AND_ONE = (*QUARTERLY, *MONTHLY)
A_DAY = timedelta(days=1)

WHOLE = """
SELECT state.organization_id FROM organizations_organizationstate AS state
JOIN organizations_partyorganization AS living ON living.id = state.organization_id
WHERE NOT living.is_functional AND state.status = ANY(%s) AND state.type_code = ANY(%s)
AND state.starts_on < %s AND (state.ends_on IS NULL OR state.ends_on > %s)
GROUP BY state.organization_id
HAVING sum(least(state.ends_on, %s) - greatest(state.starts_on, %s)) = %s
"""
HOLDING = """
SELECT meeting.organization_id FROM activities_meeting AS meeting
JOIN activities_activity AS activity ON activity.id = meeting.activity_id
WHERE meeting.kind = %s AND activity.status = ANY(%s) AND activity.held_on BETWEEN %s AND %s
"""
SEATED = """
SELECT organization_id FROM members_seat
WHERE post = ANY(%s) AND starts_on <= %s AND (ends_on IS NULL OR ends_on > %s)
GROUP BY organization_id HAVING count(DISTINCT member_id) >= %s
"""
BRANCHES_OF = """
SELECT parent_id FROM organizations_organizationplacing
WHERE parent_id IS NOT NULL AND starts_on <= %s AND (ends_on IS NULL OR ends_on > %s)
AND organization_id IN ({groups})
"""


def whole(period: Period, kinds: Any = BRANCHES) -> Keys:
    """Organisations of these kinds in being on every day of a period."""
    first, after = period.start, period.end + A_DAY
    standing, codes = [str(s) for s in OrganizationState.STANDING], sorted(str(kind) for kind in kinds)
    return Keys(WHOLE, (standing, codes, after, first, after, first, (after - first).days))


def holding(kind: str, period: Period) -> Keys:
    """Organisations that held a meeting of a kind in a period."""
    return Keys(HOLDING, (str(kind), [str(status) for status in Activity.HELD], *period.days))


def with_committee(month: Period) -> Keys:
    """Organisations that had a committee when the month ended."""
    return Keys(SEATED, ([str(post) for post in Seat.COMMITTEE], month.end, month.end, COMMITTEE_FROM))


def groups(month: Period) -> Keys:
    """党小组 in being the whole month."""
    return whole(month, (TypeCode.GROUP,))


def branches_of(groups: Keys, month: Period) -> Keys:
    """Branches under which some of these groups stood the whole month."""
    sql = BRANCHES_OF.format(groups=groups.sql)
    return Keys(sql, (month.start, month.end, *groups.parameters))


def theme_day_kept(month: Period) -> Keys:
    """主题党日按期 — branches whole in the month that held one."""
    return whole(month) & holding(Kind.THEME_DAY, month)


def theme_day_missed(month: Period) -> Keys:
    """主题党日缺月"""
    return whole(month) - holding(Kind.THEME_DAY, month)


def owing(kind: str, quarter: Period) -> Keys:
    """Branches whole in a quarter that owed meetings of a kind: those with a committee, those with groups."""
    branches, months = whole(quarter), quarter.stretches(1)
    if kind == Kind.COMMITTEE:
        return branches & any_of(with_committee(month) for month in months)
    if kind == Kind.GROUP:
        return branches & any_of(branches_of(groups(month), month) for month in months)
    return branches


def short_of(kind: str, quarter: Period) -> Keys:
    """Of those, the ones that held fewer than they owed."""
    if kind in QUARTERLY:
        return whole(quarter) - holding(kind, quarter)
    missed = _committee_missed if kind == Kind.COMMITTEE else _group_missed
    return whole(quarter) & any_of(missed(month) for month in quarter.stretches(1))


def short(quarter: Period) -> Keys:
    """三会一课缺次 — branches whole in the quarter that held fewer of some kind than they owed."""
    return any_of(short_of(kind, quarter) for kind in THREE_AND_ONE)


def met(quarter: Period) -> Keys:
    """三会一课达标 — branches whole in the quarter that held all they owed."""
    return whole(quarter) - short(quarter)


def _committee_missed(month: Period) -> Keys:
    return with_committee(month) - holding(Kind.COMMITTEE, month)


def _group_missed(month: Period) -> Keys:
    return branches_of(groups(month) - holding(Kind.GROUP, month), month)


def any_of(sets: Iterable[Keys]) -> Keys:
    """What is in any of some sets."""
    return reduce(or_, sets)


def quarters_in(period: Period) -> list[Period]:
    """Calendar quarters whole inside a period; the last one over by its end where there is none."""
    return period.stretches(3) or [last_quarter(period)]


def last_quarter(period: Period) -> Period:
    """The latest calendar quarter over by the end of a period."""
    end = period.end
    this = Period.quarter(end.year, (end.month + 2) // 3)
    return this if this.end <= end else this.previous()
