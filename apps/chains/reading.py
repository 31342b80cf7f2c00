"""读数 — what was measured of a figure: its two numbers kept apart, and the value they make."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from apps.chains.unit import Number, Quantity, Unit, written
from apps.core import formatting


class Shape(Enum):
    """How the two numbers make a value."""

    COUNT = "count"  # the numerator alone
    RATIO = "ratio"  # numerator ÷ denominator
    GROWTH = "growth"  # (numerator − denominator) ÷ denominator


@dataclass(frozen=True, slots=True)
class Measured:
    """How many rows a tally has, and what they come to (nothing for the middle of no rows)."""

    rows: int
    number: Number | None


@dataclass(frozen=True)
class Reading:
    """读数 — ``rows`` open behind it. Without a denominator where the figure is a count.

    ``months`` divides a frequency; ``withheld`` is the least number of rows that would have to be
    there for it to be shown.
    """

    unit: Unit
    numerator: Number | None
    denominator: Number | None = None
    shape: Shape = Shape.COUNT
    places: int = 0
    rows: int = 0
    months: int = 1
    withheld: int = 0

    @property
    def is_ratio(self) -> bool:
        """Whether there is something to divide by."""
        return self.shape is not Shape.COUNT

    @property
    def value(self) -> Decimal | None:
        """Rounded half up; nothing where there is nothing to divide by, or too little to be shown."""
        exact = None if self.withheld else self._exact()
        return None if exact is None else formatting.rounded(exact, self.places)

    def _exact(self) -> Decimal | None:
        if self.numerator is None:
            return None
        if not self.is_ratio:
            return Decimal(self.numerator)
        if not self.denominator:
            return None
        above, below = Decimal(self.numerator), Decimal(self.denominator)
        if self.shape is Shape.GROWTH:
            above -= below
        return above * (100 if self.unit is Unit.PERCENT else 1) / (below * self.months)

    @property
    def quantity(self) -> Quantity:
        """To be added to others of its unit. Raises ``TypeError`` for a rate."""
        if self.is_ratio or self.value is None:
            raise TypeError("比率和中位数不能相加。")
        return Quantity(self.value, self.unit)

    @property
    def words(self) -> tuple[str, str]:
        """Digits and unit apart, as they are written."""
        return written(self.value, self.unit, self.places)

    @property
    def digits(self) -> str:
        """The value as it is written."""
        return self.words[0]

    @property
    def text(self) -> str:
        """With its unit."""
        return "".join(self.words)

    @property
    def makeup(self) -> str:
        """What a ratio is made of: 10/12."""
        if self.withheld:
            return f"样本不足{self.withheld}，不显示"
        if not self.is_ratio:
            return ""
        return f"{plain(self.numerator)}/{plain(self.denominator)}" + (
            f"/{self.months}个月" if self.months > 1 else ""
        )


def plain(number: Number | None) -> str:
    """A whole number without decimals, another with as many as it has, two at most."""
    if number is None:
        return formatting.NONE
    rounded = formatting.rounded(number, 2)
    return f"{rounded:.0f}" if rounded == rounded.to_integral_value() else f"{rounded.normalize():f}"
