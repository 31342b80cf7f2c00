"""走势 — a figure over twelve periods: as it was kept where a period is closed, else as read now."""

from collections.abc import Iterable
from dataclasses import dataclass

from apps.chains import frozen
from apps.chains.frame import Frame
from apps.chains.handbook import NAMED
from apps.chains.indicator import Figure, Reading
from apps.chains.stored import read_over
from apps.core.period import Period, period_of, recent

COUNT = 12
NAMES = {"month": "月", "quarter": "季度", "year": "年"}


@dataclass(frozen=True)
class Course:
    """The readings of some figures over periods, oldest first; ``kept`` are those of closed periods."""

    kind: str
    periods: list[Period]
    readings: list[dict[Figure, Reading]]
    kept: frozenset[Period]

    def of(self, figure: Figure) -> list[Reading]:
        """One figure over the periods."""
        return [readings[figure] for readings in self.readings]

    @property
    def name(self) -> str:
        """近12个季度, and how many of them are kept."""
        kept = f"（已定格{len(self.kept)}个）" if self.kept else ""
        return f"近{len(self.periods)}个{NAMES[self.kind]}{kept}"

    def whole(self, period: Period) -> Period:
        """The whole period of one that is read only so far."""
        return period_of(self.kind, period.start)

    def tick(self, period: Period) -> str:
        """What stands under its point."""
        match self.kind:
            case "year":
                return f"{period.start.year}年"
            case "month":
                return f"{period.start.month}月"
        return f"{'一二三四'[(period.start.month - 1) // 3]}季度"

    def said(self, period: Period, reading: Reading) -> str:
        """The value, and whether it is kept."""
        return f"{reading.text}（已定格）" if period in self.kept else reading.text


def over_time(figures: Iterable[Figure], frame: Frame) -> Course:
    """The last twelve months, quarters or years up to the day of a frame; a fixed number of queries."""
    figures = list(dict.fromkeys(figures))
    kind = frame.named.kind if frame.named.kind in NAMES else "quarter"
    periods = recent(kind, frame.as_of, COUNT)
    kept = _kept(figures, frame, periods)
    live = [period for period in periods if len(kept.get(period, {})) < len(figures)]
    counted = dict(zip(live, read_over(figures, frame.scope, frame.remit, live), strict=True))
    readings = [counted.get(period, {}) | kept.get(period, {}) for period in periods]
    return Course(kind, periods, readings, frozenset(kept))


def _kept(figures: list[Figure], frame: Frame, periods: list[Period]) -> dict[Period, dict[Figure, Reading]]:
    """What closings kept of the figures."""
    closings = frozen.closings(periods)
    if not closings:
        return {}
    names = {NAMED[figure]: figure for figure in figures if figure in NAMED}
    rows = frozen.readings(list(closings.values()), frame.scope, frame.remit, names)
    found: dict[Period, dict[Figure, Reading]] = {}
    for period, closing in closings.items():
        told = {
            figure: frozen.told(rows[closing.pk, name])
            for name, figure in names.items()
            if (closing.pk, name) in rows
        }
        if told:
            found[period] = told
    return found
