"""重演 — every act that a test performs is first performed with the connection cut before each statement.

An act is a function of the house that is told `by` whom. Whatever calls it, it is run to its end and taken
back, then once for every statement with the connection lost there: each time all tables must say what they
said before. Only a job may be left, which says how far it was: the next worker must come to the same end.
Then the act is let go on, as its test expects. As a plugin (`-p tests.loss.replay`) this turns any tests
into kill tests.
"""

import copy
import functools
import importlib
import inspect
import pkgutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any, ClassVar

import pytest
from django.db import connection

import apps
from tests.dumps import taken_back
from tests.gates import CASES, MARK
from tests.loss.cutting import OF_THE_WORK, State, counting, cut_before, differing, state
from tests.loss.resuming import Jobs
from tests.shares import LONG

GATE = "断点"
PERFORMANCES = 1
"""How often each process takes an act apart: later calls of the same one say little new."""
MOST = 20
"""Longer acts are cut at so many points."""
NOT_ACTS = ("views", "admin", "forms", "demo", "management")


@dataclass(frozen=True)
class Performance:
    """What came of an act that nothing cut."""

    statements: int
    before: State
    """The tables it writes, before it and after it."""
    after: State
    jobs: Jobs
    ends: list[str]
    """What its jobs came to."""

    def left(self) -> set[str]:
        """Tables that are neither as they were nor, where a job is left, as the next worker needs them."""
        if not self.before:
            return set()
        found = state(self.before)
        wrong = differing(self.before, found)
        if not wrong & OF_THE_WORK:
            return wrong
        return (wrong - OF_THE_WORK if self._missing(found) else set()) or self._left_by_the_next()

    def _left_by_the_next(self) -> set[str]:
        """What the next worker does otherwise than if nothing had been cut."""
        if self.jobs.resumed() != self.ends:
            return OF_THE_WORK & self.before.keys()
        return self._missing(state(self.before))

    def _missing(self, found: State) -> set[str]:
        """Tables with other numbers of rows than after the act: what rows say is told by the clock."""
        return {table for table in self.after.keys() - OF_THE_WORK if found[table][0] != self.after[table][0]}


@dataclass
class Replay:
    """What was found."""

    is_busy: ClassVar[bool] = False
    """Whether an act is just taken apart: those that it calls are not, for whatever replay."""

    most: int | None = None
    """How many points of an act, spread over all its statements; all of them where nothing is said."""
    points: Counter[str] = field(default_factory=Counter)
    """Act → before how many statements it was cut."""
    performed: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def take_apart(self, name: str, act: Callable[[], Any]) -> None:
        """Cut an act at its points; nothing of it stays."""
        with busy():
            done = _performed(act)
            if done is None:
                return
            self.performed[name] += 1
            for point in spread(done.statements, self.most):
                with taken_back():
                    is_cut = _cut(act, point)
                    wrong = done.left() if is_cut else set()
                self.points[name] += is_cut
                if wrong:
                    self.faults.append(f"{name} at statement {point}: {', '.join(sorted(wrong))}")

    def rehearse(self, name: str, act: Callable[..., Any], said: tuple[Any, ...], named: Any) -> None:
        """Take an act apart before it is performed, the first times."""
        if Replay.is_busy or self.performed[name] >= PERFORMANCES or not connection.in_atomic_block:
            return
        self.take_apart(name, lambda: act(*copy.deepcopy(said), **copy.deepcopy(named)))


@contextmanager
def busy() -> Iterator[None]:
    """An act is taken apart."""
    Replay.is_busy = True
    try:
        yield
    finally:
        Replay.is_busy = False


def _performed(act: Callable[[], Any]) -> Performance | None:
    """What comes of an act; nothing for one that is refused."""
    before, jobs = state(), Jobs()
    with taken_back():
        with counting() as statements:
            try:
                act()
            except Exception:
                return None
        after = state()
        tables = differing(before, after)
        was, now = ({table: said[table] for table in tables} for said in (before, after))
        return Performance(len(statements), was, now, jobs, jobs.ends())


def spread(statements: int, most: int | None) -> list[int]:
    """So many points over all statements, the last among them."""
    most = min(most or statements, statements)
    return [statements * point // most for point in range(1, most + 1)]


def _cut(act: Callable[[], Any], point: int) -> bool:
    """Whether it came so far: what is remembered from the first time needs fewer statements."""
    with cut_before(point) as unsaid, suppress(Exception):
        act()
    connection.needs_rollback = False
    return bool(unsaid)


def acts() -> Iterator[tuple[str, FunctionType]]:
    """Every act of the house, by module and name."""
    for found in pkgutil.walk_packages(apps.__path__, "apps."):
        if not set(found.name.split(".")) & {*NOT_ACTS, "migrations"}:
            module = importlib.import_module(found.name)
            for name, value in vars(module).items():
                if _is_act(value, module.__name__):
                    yield f"{module.__name__}.{name}", value


def _is_act(value: Any, module: str) -> bool:
    if not inspect.isfunction(value) or value.__module__ != module or value.__name__.startswith("_"):
        return False
    by = inspect.signature(value).parameters.get("by")
    return by is not None and by.kind is inspect.Parameter.KEYWORD_ONLY


def rehearsed(replay: Replay, name: str, act: FunctionType) -> Callable[..., Any]:
    """The act, taken apart each time before it is performed."""

    @functools.wraps(act)
    def performed(*said: Any, **named: Any) -> Any:
        replay.rehearse(name, act, said, named)
        return act(*said, **named)

    return performed


def install(replay: Replay) -> None:
    """Put them in the place of the acts, wherever these are named."""
    instead = {id(act): rehearsed(replay, name, act) for name, act in acts()}
    ours = [module for name, module in sys.modules.items() if name.split(".")[0] in ("apps", "tests")]
    for module in ours:
        for name, value in list(vars(module).items()):
            if id(value) in instead and not name.startswith("__"):
                setattr(module, name, instead[id(value)])


REPLAY = Replay(most=MOST)


def pytest_collection_finish() -> None:
    """Once the tests, too, have taken the acts by name."""
    if LONG:
        install(REPLAY)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """A test fails for an act that could be cut in two; what was cut counts as cases of a gate."""
    cut, faulty = REPLAY.points.total(), len(REPLAY.faults)
    yield
    told = REPLAY.points.total() - cut
    if told and MARK not in dict(item.user_properties):
        item.user_properties += [(MARK, GATE), (CASES, told)]
    assert REPLAY.faults[faulty:] == []
