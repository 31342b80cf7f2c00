"""组织生活账 — meetings owed and held by some branches, month by month, in numbers for people.

As many queries however many branches are asked about. ``owed.py`` says the same as sets.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from apps.activities import owed
from apps.activities.models import Meeting
from apps.core.dated import lasting
from apps.core.period import Period
from apps.members.models import Seat
from apps.organizations.kinds import BRANCHES, TypeCode
from apps.organizations.models import OrganizationPlacing, OrganizationState

Kind = Meeting.Kind
SHOWN = (Kind.GENERAL, Kind.COMMITTEE, Kind.GROUP, Kind.LECTURE, Kind.THEME_DAY)
"""三会一课和主题党日, the rows of the month grid."""


class Short(NamedTuple):
    """缺次 — of a kind, how many were held of how many owed."""

    kind: str
    held: int
    due: int

    def __str__(self) -> str:
        return f"{Kind(self.kind).label}{self.held}/{self.due}"


class Square(NamedTuple):
    """One month of one kind: how many were held, how many were owed."""

    held: int
    due: int


@dataclass
class Owing:
    """What ``branches`` (keys) held and owed in each of ``months``; four queries, five with groups."""

    branches: Sequence[int]
    months: Sequence[Period]
    span: Period = field(init=False)
    held: Counter[tuple[int, str, date]] = field(default_factory=Counter, init=False)
    lived: set[tuple[int, date]] = field(default_factory=set, init=False)
    committees: set[tuple[int, date]] = field(default_factory=set, init=False)
    groups: dict[tuple[int, date], list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.groups = defaultdict(list)
        if not self.months:
            return
        self.span = Period(self.months[0].start, self.months[-1].end)
        self.lived = self._living(self.branches, BRANCHES)
        self._seat()
        self._place_groups()
        self._count()

    def _living(self, organizations: Iterable[int], kinds: Any) -> set[tuple[int, date]]:
        """(organisation, first day) of every month it was whole in."""
        states = OrganizationState.objects.standing().filter(
            organization__in=organizations, type_code__in=kinds, organization__is_functional=False
        )
        days: Counter[tuple[int, date]] = Counter()
        for key, starts_on, ends_on in self._touching(states).values_list(
            "organization", "starts_on", "ends_on"
        ):
            for month in self.months:
                days[key, month.start] += _days_of(month, starts_on, ends_on)
        full = {month.start: (month.end - month.start).days + 1 for month in self.months}
        return {(key, first) for (key, first), lived in days.items() if lived == full[first]}

    def _touching(self, rows: Any) -> Any:
        return rows.filter(lasting(self.span.start), starts_on__lte=self.span.end).order_by()

    def _seat(self) -> None:
        seats = Seat.objects.filter(organization__in=self.branches, post__in=Seat.COMMITTEE)
        sitting: dict[tuple[int, date], set[int]] = defaultdict(set)
        for key, member, starts_on, ends_on in self._touching(seats).values_list(
            "organization", "member", "starts_on", "ends_on"
        ):
            for month in self.months:
                if starts_on <= month.end and (ends_on is None or ends_on > month.end):
                    sitting[key, month.start].add(member)
        self.committees = {place for place, people in sitting.items() if len(people) >= owed.COMMITTEE_FROM}

    def _place_groups(self) -> None:
        placings = self._touching(OrganizationPlacing.objects.filter(parent__in=self.branches))
        rows = list(placings.values_list("parent", "organization", "starts_on", "ends_on"))
        lived = self._living({group for _, group, _, _ in rows}, (TypeCode.GROUP,))
        for parent, group, starts_on, ends_on in rows:
            for month in self.months:
                whole = starts_on <= month.start and (ends_on is None or ends_on > month.end)
                if whole and (group, month.start) in lived:
                    self.groups[parent, month.start].append(group)

    def _count(self) -> None:
        groups = {group for found in self.groups.values() for group in found}
        rows = Meeting.objects.held_in(self.span).filter(organization__in={*self.branches, *groups})
        for branch, kind, day in rows.order_by().values_list("organization", "kind", "activity__held_on"):
            self.held[branch, kind, day.replace(day=1)] += 1

    def square(self, branch: int, kind: str, month: Period) -> Square:
        """One place of the month grid. What is owed once a quarter is owed in no single month."""
        first = month.start
        if kind != Kind.GROUP:
            owes = (branch, first) in (self.committees if kind == Kind.COMMITTEE else self.lived)
            owes = owes and (branch, first) in self.lived and kind not in owed.QUARTERLY
            return Square(self.held[branch, kind, first], int(owes))
        groups = self.groups.get((branch, first), [])
        return Square(sum(self.held[g, kind, first] > 0 for g in groups), len(groups))

    def short_in(self, branch: int, quarter: Period) -> list[Short]:
        """三会一课缺次 of a quarter, in the order of the rules."""
        return [short for short in self._accounts(branch, quarter) if short.held < short.due]

    def _accounts(self, branch: int, quarter: Period) -> Iterator[Short]:
        months = quarter.stretches(1)
        for kind in owed.QUARTERLY:
            held = sum(self.held[branch, kind, month.start] for month in months)
            yield Short(kind, min(held, 1), 1)
        for kind in owed.MONTHLY:
            squares = [self.square(branch, kind, month) for month in months]
            yield Short(kind, sum(min(s.held, s.due) for s in squares), sum(s.due for s in squares))

    def without_theme_day(self, branch: int) -> list[date]:
        """First days of the months owed and left without a 主题党日."""
        squares = ((month.start, self.square(branch, Kind.THEME_DAY, month)) for month in self.months)
        return [first for first, square in squares if square.due > square.held]


def _days_of(month: Period, starts_on: date, ends_on: date | None) -> int:
    """How many days of a month a dated row holds."""
    after = month.end + owed.A_DAY
    return max((min(ends_on or after, after) - max(starts_on, month.start)).days, 0)


def owing(branches: Iterable[int], period: Period) -> Owing:
    """The account of some branches over the whole months of a period."""
    return Owing(list(branches), period.stretches(1))
