"""刻度 — round limits and grid lines for a run of values."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

STEPS = (1, 2, 2.5, 5, 10)
LINES = 4


@dataclass(frozen=True)
class Scale:
    """A vertical axis in values; `height` in pixels, y grows downwards."""

    low: float
    high: float
    step: float
    height: float

    def y(self, value: float) -> float:
        """Where a value stands, from the top."""
        return self.height * (1 - (value - self.low) / (self.high - self.low))

    def grid(self) -> list[float]:
        """Values of the grid lines, from low to high."""
        count = round((self.high - self.low) / self.step)
        return [self.low + self.step * index for index in range(count + 1)]


def nice_scale(values: Sequence[float], height: float, *, whole: bool = False) -> Scale:
    """Limits that hold all values. Starts at zero unless the values all lie in the upper part."""
    lowest, highest = min(values, default=0), max(values, default=1)
    if lowest >= 0 and lowest < highest * 0.6:
        lowest = 0
    if whole and 0 < highest - lowest < LINES:
        lowest = max(0, highest - LINES)  # one more or fewer must not look like a collapse
    if highest == lowest:
        lowest, highest = (0, highest) if highest > 0 else (lowest, lowest + 1)
    step = nice_step((highest - lowest) / LINES, whole)
    return Scale(floor(lowest / step) * step, ceil(highest / step) * step, step, height)


def nice_step(rough: float, whole: bool) -> float:
    """The next 1, 2, 2.5, 5 or 10 of its magnitude; whole things have no half steps."""
    magnitude = 10.0 ** floor(log10(rough))
    step = next(step * magnitude for step in STEPS if step * magnitude >= rough * 0.999)
    return max(1, ceil(step)) if whole else step
