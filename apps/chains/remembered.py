"""记着 — what was counted, kept by the process as long as counting again would give it.

Beside each answer stands the newest event of every table it was counted from, and who was writing to one of
these meanwhile: their events are numbered already and come to light when they finish, unnoticed. Until one of
them does the answer holds. Whoever asks what somebody else is just counting waits for it.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from apps.chains.indicator import Figure, Reading
from apps.chains.measuring import measure_each, measure_missing
from apps.chains.scope import Scope
from apps.chains.seen import newest, tables_behind, tables_inside, writers
from apps.core import clock
from apps.core.period import Period
from apps.core.remit import Reach, Remit

F = TypeVar("F", bound=Figure)
Q = TypeVar("Q", bound=Hashable)
A = TypeVar("A")
PATIENCE = 30.0  # seconds; on a busy day counting takes longer the more count the same


@dataclass(frozen=True)
class Moment:
    """What the tables behind an answer said, and whose writing to them was not to be seen yet."""

    events: dict[str, int]
    writing: frozenset[str]

    def holds(self, now: "Moment") -> bool:
        """Whether what was counted then would be counted now."""
        return self.events == now.events and self.writing <= now.writing


class Memory:
    """So many answers; the one that nobody has asked for the longest goes first."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[Hashable, tuple[Moment, Any]] = OrderedDict()

    def recall(self, question: Hashable, now: Moment) -> Any | None:
        """What was answered, as long as it holds."""
        with self._lock:
            moment, answer = self._kept.get(question, (None, None))
            if moment is None or not moment.holds(now):
                return None
            self._kept.move_to_end(question)
            return answer

    def keep(self, question: Hashable, moment: Moment, answer: Any) -> None:
        """Until there is no room."""
        with self._lock:
            self._kept[question] = moment, answer
            self._kept.move_to_end(question)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)


MEMORY, MATRICES = Memory(50_000), Memory(1_000)
COUNTING = [Lock() for _ in range(64)]


def answered(
    behind: Mapping[Q, frozenset[str]],
    count: Callable[[list[Q]], Mapping[Q, A]],
    memory: Memory = MEMORY,
) -> dict[Q, A]:
    """An answer to each question, whose tables are known; two queries, and what counting takes."""
    moments = _moments(behind)
    found = _recalled(memory, moments)
    if len(found) == len(behind):
        return found
    with alone(frozenset(behind.keys() - found.keys())):
        found |= _recalled(memory, {q: moments[q] for q in moments if q not in found})
        missing = [question for question in behind if question not in found]
        counted = count(missing) if missing else {}
        for question in counted.keys() & moments.keys():
            memory.keep(question, moments[question], counted[question])
    return found | dict(counted)


def _recalled(memory: Memory, moments: Mapping[Q, Moment]) -> dict[Q, Any]:
    said = ((question, memory.recall(question, moment)) for question, moment in moments.items())
    return {question: answer for question, answer in said if answer is not None}


def _moments(behind: Mapping[Q, frozenset[str]]) -> dict[Q, Moment]:
    """How things stand behind each question; nothing for one that also reads what has no history."""
    events = newest(table for some in behind.values() for table in some)
    writing = writers()  # asked after what was seen, before anything is counted
    known = {
        some: Moment(
            {table: events[table] for table in some},
            frozenset[str]().union(*(writing[table] for table in writing.keys() & some)),
        )
        for some in set(behind.values())
        if some <= events.keys()
    }
    return {question: known[some] for question, some in behind.items() if some in known}


@contextmanager
def alone(questions: frozenset[Hashable]) -> Iterator[None]:
    """One at a time for the same questions; whoever has waited for long does not wait for ever."""
    lock = COUNTING[hash(questions) % len(COUNTING)]
    held = lock.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if held:
            lock.release()


def read_over(
    figures: Iterable[F], scope: Scope, remit: Remit, periods: Sequence[Period]
) -> list[dict[F, Reading]]:
    """As ``measure_over``, from memory as far as it is current; three queries at most."""
    figures = list(figures)
    found = read_missing([(period, figure) for period in periods for figure in figures], scope, remit)
    return [{figure: found[period, figure] for figure in figures} for period in periods]


def read_missing(
    missing: Sequence[tuple[Period, F]], scope: Scope, remit: Remit
) -> dict[tuple[Period, F], Reading]:
    """As ``measure_missing``, from memory as far as it is current."""
    if not missing:
        return {}
    about = clock.today(), remit, scope
    tables = {figure: tables_inside(figure, scope, remit) for figure in {figure for _, figure in missing}}

    def count(asked: list[Any]) -> dict[Any, Reading]:
        found = measure_missing([question[1] for question in asked], scope, remit)
        return {(about, one): reading for one, reading in found.items()}

    said = answered({(about, (period, figure)): tables[figure] for period, figure in missing}, count)
    return {one: said[about, one] for one in missing}


def read_each(
    figures: Sequence[F], reach: Reach, targets: Sequence[int], remit: Remit, period: Period
) -> dict[int, dict[F, Reading]]:
    """As ``measure_each``, from memory as far as it is current."""
    about = clock.today(), remit, reach, period, tuple(targets)

    def count(asked: list[Any]) -> dict[Any, dict[int, Reading]]:
        missing = [figure for _, figure in asked]
        found = measure_each(missing, reach, targets, remit, period)
        return {(about, f): {target: found[target][f] for target in targets} for f in missing}

    behind = {(about, figure): tables_behind(figure, reach, remit) for figure in figures}
    said = answered(behind, count, MATRICES) if behind else {}
    return {target: {figure: said[about, figure][target] for figure in figures} for target in targets}
