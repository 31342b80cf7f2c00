"""指标 — a number is its rows.

An indicator names the rows it counts. Measuring counts them, drilling down lists the same
rows, a test makes three and reads the number. A ratio keeps its two counts apart, so that a
total is a ratio of totals, never an average of averages.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Self

from apps.chains.reading import Measured, Reading, Shape
from apps.chains.scope import Scope
from apps.chains.tally import Counted, Distinct, How, Tally, kinds, median, standing, total
from apps.chains.unit import Unit
from apps.core.period import Period
from apps.core.remit import Remit

__all__ = [
    "Better",
    "Chain",
    "Distinct",
    "Figure",
    "Indicator",
    "Part",
    "Reading",
    "Tally",
    "Unit",
    "kinds",
    "median",
    "standing",
    "total",
]


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


@dataclass(frozen=True, kw_only=True, eq=False)
class Figure:
    """A count, a sum or a median; a ratio of two; or a growth from one to the other.

    ``at_least`` withholds a figure that fewer rows (of the denominator, if there is one) would give away.
    ``monthly`` divides by the months of the period that have begun. ``out_of`` is how many there could be
    (六同, 七个一), where that is no count of rows.
    """

    name: str
    unit: Unit
    numerator: Counted
    denominator: Counted | None = None
    is_growth: bool = False
    monthly: bool = False
    at_least: int = 0
    out_of: int = 0

    @property
    def tallies(self) -> tuple[Counted, ...]:
        """What has to be counted for it."""
        return (self.numerator,) if self.denominator is None else (self.numerator, self.denominator)

    @property
    def shape(self) -> Shape:
        """How its numbers make a value."""
        if self.denominator is None and not self.out_of:
            return Shape.COUNT
        return Shape.GROWTH if self.is_growth else Shape.RATIO

    @property
    def places(self) -> int:
        """Decimals: none for counts, one for rates, means and medians, two for money."""
        if self.unit is Unit.MONEY:
            return 2
        return int(self.shape is not Shape.COUNT or self.numerator.how is How.MEDIAN)

    def reading(self, counts: Sequence[Measured], period: Period) -> Reading:
        """From the counts of its tallies."""
        numerator, base = counts[0], counts[-1]
        return Reading(
            unit=self.unit,
            numerator=numerator.number,
            denominator=base.number if self.denominator is not None else self.out_of or None,
            shape=self.shape,
            places=self.places,
            rows=numerator.rows,
            months=period.months if self.monthly else 1,
            withheld=self.at_least if base.rows < self.at_least else 0,
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Part(Figure):
    """分项 — a figure shown under an indicator, with rows of its own."""

    key: str
    note: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Indicator(Figure):
    """One line of the six-chain handbook. ``code`` never changes once published.

    ``caption`` says what the number alone does not (which edition of a catalogue it counts).
    """

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
    caption: Callable[[Scope, Remit, Period], str] | None = None
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
