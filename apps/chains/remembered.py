"""记着 — what was counted for a narrower remit, kept by the process as long as counting again would give it.

Beside each reading stands the newest event of every table it was counted from. What is counted while others
write to one of these is not kept: their events are numbered already and would come to light unnoticed.
"""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Sequence
from threading import Lock
from typing import TypeVar

from apps.chains.indicator import Figure, Reading
from apps.chains.measuring import measure_missing
from apps.chains.scope import Scope
from apps.chains.seen import being_written, newest, tables_inside
from apps.core import clock
from apps.core.period import Period
from apps.core.remit import Remit

F = TypeVar("F", bound=Figure)
Events = dict[str, int]


class Memory:
    """So many readings; the one that nobody has asked for the longest goes first."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[Hashable, tuple[Events, Reading]] = OrderedDict()

    def recall(self, question: Hashable, events: Events) -> Reading | None:
        """What was counted when these events were the newest."""
        with self._lock:
            seen, reading = self._kept.get(question, (None, None))
            if reading is None or seen != events:
                return None
            self._kept.move_to_end(question)
            return reading

    def keep(self, question: Hashable, events: Events, reading: Reading) -> None:
        """Until there is no room."""
        with self._lock:
            self._kept[question] = events, reading
            self._kept.move_to_end(question)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)


MEMORY = Memory(50_000)


def read_over(
    figures: Iterable[F], scope: Scope, remit: Remit, periods: Sequence[Period]
) -> list[dict[F, Reading]]:
    """As ``measure_over``, from memory as far as it is current; three queries at most."""
    figures, today = list(figures), clock.today()
    seen = _seen(figures, scope, remit)
    unsettled = being_written()  # asked after what was seen, before anything is counted
    found = {
        (period, figure): reading
        for figure, events in seen.items()
        for period in periods
        if (reading := MEMORY.recall((today, remit, scope, period, figure), events))
    }
    missing = [(p, f) for p in periods for f in figures if (p, f) not in found]
    for (period, figure), reading in measure_missing(missing, scope, remit).items():
        found[period, figure] = reading
        if figure in seen and not unsettled & seen[figure].keys():
            MEMORY.keep((today, remit, scope, period, figure), seen[figure], reading)
    return [{figure: found[period, figure] for figure in figures} for period in periods]


def _seen(figures: Sequence[F], scope: Scope, remit: Remit) -> dict[F, Events]:
    """The newest events behind each figure; nothing for one that also reads what has no history."""
    tables = {figure: tables_inside(figure, scope, remit) for figure in figures}
    events = newest(table for some in tables.values() for table in some)
    return {f: {t: events[t] for t in some} for f, some in tables.items() if some <= events.keys()}
