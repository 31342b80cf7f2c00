"""重演 — every act that a test performs is first performed with the connection cut before each statement.

An act is a function of the house that is told `by` whom. Whatever calls it, it is run to its end and taken
back, then once for every statement with the connection lost there: each time all tables must say what they
said before. Then it is let go on, as its test expects. As a plugin (`-p tests.loss.replay`) this turns any
tests into kill tests; what was found is written to the file `CLUSTERREG_REPLAYED` names.
"""

import copy
import functools
import importlib
import inspect
import pkgutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

import pytest
from django.db import connection, transaction

import apps
from tests.gates import CASES, MARK
from tests.loss.cutting import State, counting, cut_before, differing, state
from tests.shares import LONG

GATE = "断点"
PERFORMANCES = 1
"""How often each process takes an act apart: later calls of the same one say little new."""
MOST = 60
"""Longer acts are cut at so many points."""
NOT_ACTS = ("views", "admin", "forms", "demo", "management")


@dataclass
class Replay:
    """What was found."""

    most: int | None = None
    """How many points of an act, spread over all its statements; all of them where nothing is said."""
    points: Counter[str] = field(default_factory=Counter)
    """Act → before how many statements it was cut."""
    performed: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    is_busy: bool = False

    def take_apart(self, name: str, act: Callable[[], Any]) -> None:
        """Cut an act at its points; nothing of it stays."""
        before = state()
        written = self._performed(act, before)
        if written is None:
            return
        self.performed[name] += 1
        statements, tables = written
        for point in spread(statements, self.most):
            self.points[name] += 1
            with taken_back():
                _cut(act, point)
                wrong = differing({t: before[t] for t in tables}, state(tables)) if tables else set()
            if wrong:
                self.faults.append(f"{name} at statement {point}: {', '.join(sorted(wrong))}")

    def rehearse(self, name: str, act: Callable[..., Any], said: tuple[Any, ...], named: Any) -> None:
        """Take an act apart before it is performed, the first times."""
        if self.is_busy or self.performed[name] >= PERFORMANCES or not connection.in_atomic_block:
            return
        self.is_busy = True
        try:
            self.take_apart(name, lambda: act(*copy.deepcopy(said), **copy.deepcopy(named)))
        finally:
            self.is_busy = False

    def _performed(self, act: Callable[[], Any], before: State) -> tuple[int, set[str]] | None:
        """How many statements an act needs and which tables it writes; nothing for one that is refused."""
        with taken_back(), counting() as statements:
            try:
                act()
            except Exception:
                return None
            count = len(statements)
            return count, differing(before, state())


def spread(statements: int, most: int | None) -> list[int]:
    """So many points over all statements, the last among them."""
    most = min(most or statements, statements)
    return [statements * point // most for point in range(1, most + 1)]


class taken_back:  # noqa: N801
    """Nothing of the block stays, whatever became of its connection."""

    def __enter__(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT before_replay")

    def __exit__(self, *raised: Any) -> None:
        connection.needs_rollback = False
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK TO SAVEPOINT before_replay")
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)


def _cut(act: Callable[[], Any], point: int) -> None:
    with cut_before(point), suppress(Exception):
        act()
    connection.needs_rollback = False


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
