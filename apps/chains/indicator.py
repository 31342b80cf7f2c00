"""指标 — a number is its rows.

An indicator names the rows it counts. Measuring counts them, drilling down lists the same
rows, a test makes three and reads the number. A ratio keeps its two counts apart, so that a
total is a ratio of totals, never an average of averages.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Self

from django.db.models import QuerySet

from apps.chains.scope import Scope
from apps.chains.subject import Subject
from apps.core import formatting
from apps.core.period import Period
from apps.core.remit import Reach, Remit


class Unit(Enum):
    """单位 — kinds of units; figures of different kinds are never added."""

    ENTERPRISES = "家"
    ORGANIZATIONS = "个"
    PEOPLE = "名"
    SECTORS = "类"
    PERCENT = "%"


class Better(Enum):
    """方向 — which way is better; the sign is the handbook's."""

    HIGHER = "↑"
    LOWER = "↓"
    NEITHER = "◦"

    @property
    def words(self) -> str:
        """In words, for people."""
        return {"↑": "越高越好", "↓": "越低越好", "◦": "仅作参考，不排名"}[self.value]


class Chain(Enum):
    """六链 — the code stands in addresses and names the hue."""

    ORGANIZATION = "organization", "组织链"
    TALENT = "talent", "人才链"
    ACTIVITY = "activity", "活动链"
    SERVICE = "service", "服务链"
    INNOVATION = "innovation", "创新链"
    SITE = "site", "阵地链"

    def __init__(self, code: str, label: str) -> None:
        self.code, self.label = code, label


@dataclass(frozen=True)
class Reading:
    """读数 — what was counted; ``rows`` open behind it. Without a denominator where the figure is a count."""

    unit: Unit
    numerator: int
    denominator: int | None = None
    is_ratio: bool = False

    @property
    def value(self) -> Decimal | None:
        """One decimal, half up; nothing where there is nothing to divide by."""
        if not self.is_ratio:
            return Decimal(self.numerator)
        if not self.denominator:
            return None
        factor = 100 if self.unit is Unit.PERCENT else 1
        return formatting.rounded(Decimal(self.numerator) * factor / Decimal(self.denominator), 1)

    @property
    def digits(self) -> str:
        """The value as it is written."""
        return formatting.number(self.value, 1 if self.is_ratio else 0)

    @property
    def text(self) -> str:
        """With its unit."""
        return self.digits if self.value is None else f"{self.digits}{self.unit.value}"

    @property
    def makeup(self) -> str:
        """What a ratio is made of: 10/12."""
        return f"{self.numerator}/{self.denominator}" if self.is_ratio else ""


@dataclass(frozen=True)
class Tally:
    """``rows(period)`` of a subject, counted once each."""

    subject: Subject
    rows: Callable[[Period], QuerySet]

    def inside(self, scope: Scope, remit: Remit, period: Period) -> QuerySet:
        """The rows a scope holds and the remit reaches."""
        return self.subject.inside(self.rows(period).within(remit), scope, period.end)

    def by_target(self, reach: Reach, remit: Remit, period: Period) -> QuerySet:
        """(target, key) of every row the remit reaches, for each cluster or place it stands in."""
        links = self.subject.links(reach, period.end)
        if links is None:
            raise ValueError(f"{reach} has no targets to count by")
        return links.by_target(self.rows(period).within(remit))


def standing(subject: Subject, rows: Callable[[date], QuerySet]) -> Tally:
    """A stock: what stands on the last day of the period."""
    return Tally(subject, lambda period: rows(period.end))


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A count, or a ratio of two."""

    name: str
    unit: Unit
    numerator: Tally
    denominator: Tally | None = None

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """What has to be counted for it."""
        return (self.numerator,) if self.denominator is None else (self.numerator, self.denominator)

    def reading(self, counts: list[int]) -> Reading:
        """From the counts of its tallies."""
        if self.denominator is None:
            return Reading(self.unit, counts[0])
        return Reading(self.unit, counts[0], counts[1], is_ratio=True)


@dataclass(frozen=True, kw_only=True)
class Part(Figure):
    """分项 — a figure shown under an indicator, with rows of its own."""

    key: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Indicator(Figure):
    """One line of the six-chain handbook. ``code`` never changes once published."""

    code: str
    identifier: str
    chain: Chain
    better: Better
    meaning: str
    formula: str
    source: str
    reviewed_on: date
    short_name: str = ""
    is_alert: bool = False
    parts: tuple[Part, ...] = field(default=())

    @property
    def label(self) -> str:
        """What stands where room is short."""
        return self.short_name or self.name

    def part(self, key: str) -> Part | Self | None:
        """The part of that key; the indicator itself for no key; nothing for a key it does not have."""
        if not key:
            return self
        return next((part for part in self.parts if part.key == key), None)
