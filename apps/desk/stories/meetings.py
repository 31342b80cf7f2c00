"""组织生活月表 — what a branch held in each month of the year, and what it left out (支部工作条例, §5.2)."""

from datetime import date
from typing import Any

from apps.activities import owed
from apps.activities.models import Meeting
from apps.activities.owing import SHOWN, Owing
from apps.core.links import listed
from apps.core.period import Period
from apps.core.story import Panel, Row
from apps.core.tables import Cell

MISSED = Cell("缺", tone="warn", title="应开未开")
NOT_YET = Cell(" ")


def month_grid(branch: Any, today: date) -> Panel:
    """Kinds by months: how often each was held, 缺 where it was owed and the time is over."""
    months = Period.year(today.year).stretches(1)
    account = Owing([branch.pk], months)
    rows = [
        Row([Meeting.Kind(kind).label, *(square(account, branch.pk, kind, m, today) for m in months)])
        for kind in SHOWN
    ]
    return Panel(
        f"{today.year}年三会一课",
        ("类别", *(f"{month.start.month}月" for month in months)),
        rows,
        note="数字为次数，党小组会为已开组数/应开组数",
        href=listed(Meeting, organization=branch.pk),
        more="全部",
    )


def square(account: Owing, branch: int, kind: str, month: Period, today: date) -> Cell:
    """One month of one kind."""
    held, due = account.square(branch, kind, month)
    if kind == Meeting.Kind.GROUP and due:
        return Cell(f"{held}/{due}", tone="warn" if held < due and month.end < today else "")
    if held:
        return Cell(held)
    if month.end >= today:
        return NOT_YET
    if due or (kind in owed.QUARTERLY and _quarter_missed(account, branch, kind, month)):
        return MISSED
    return NOT_YET


def _quarter_missed(account: Owing, branch: int, kind: str, month: Period) -> bool:
    """Whether the month ends a quarter the branch lived through without a meeting of the kind."""
    if month.start.month % 3:
        return False
    quarter = Period.quarter(month.start.year, month.start.month // 3).stretches(1)
    lived = all((branch, one.start) in account.lived for one in quarter)
    return lived and not any(account.square(branch, kind, one).held for one in quarter)
