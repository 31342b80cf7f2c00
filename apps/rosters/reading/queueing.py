"""排队读表 — two files are opened at a time in the whole house, one of each clerk; the rest wait their turn.

Pages wait in a small lobby, for whoever waits there keeps a thread from other pages: two of a clerk at most,
the one whose turn it is and the next. Beyond it they are told to come again. Jobs and commands wait as long
as it takes. A turn is a lock on a file: the kernel gives it back however a process dies.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import IO

from django.conf import settings

SLOTS, LOBBY, LOBBY_OF_A_CLERK = 2, 6, 2
WAIT_SECONDS = 60.0
LOOK_AGAIN = 0.05

_is_page: ContextVar[bool] = ContextVar("is_page", default=False)
_in_lobby: ContextVar[bool] = ContextVar("in_lobby", default=False)


class Busy(Exception):
    """So many files are being read that this one did not get its turn."""

    message = "正在读的文件太多，没有排到，请稍后再试"


@contextmanager
def for_a_page() -> Iterator[None]:
    """What is read inside is waited for by a browser."""
    token = _is_page.set(True)
    try:
        yield
    finally:
        _is_page.reset(token)


def is_page() -> bool:
    """Whether a browser waits for what is done."""
    return _is_page.get()


@contextmanager
def slot() -> Iterator[None]:
    """One of the places where files are opened. Raises ``Busy`` for a page that cannot have one."""
    with _lobby(), _held(_places("reading", SLOTS), WAIT_SECONDS if is_page() else None):
        yield


@contextmanager
def turn_of(owner: int | None) -> Iterator[None]:
    """The only turn of a clerk, so that nobody takes all places; commands on the server need none."""
    if owner is None:
        yield
        return
    with ExitStack() as held:
        if is_page():
            held.enter_context(_held(_places(f"lobby-of-{owner}", LOBBY_OF_A_CLERK), patience=0))
        held.enter_context(_lobby())
        held.enter_context(_held([f"reading-of-{owner}"], WAIT_SECONDS))
        yield


@contextmanager
def _lobby() -> Iterator[None]:
    """A place to wait in, for a page that has none yet. Raises ``Busy`` where all are taken."""
    if not is_page() or _in_lobby.get():
        yield
        return
    with _held(_places("lobby", LOBBY), patience=0):
        token = _in_lobby.set(True)
        try:
            yield
        finally:
            _in_lobby.reset(token)


def _places(name: str, number: int) -> list[str]:
    return [f"{name}-{place}" for place in range(number)]


@contextmanager
def _held(names: list[str], patience: float | None) -> Iterator[None]:
    """The first of some locks that can be had. Raises ``Busy``."""
    folder = Path(settings.HOME) / "locks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as opened:
        _take_one([opened.enter_context((folder / name).open("w")) for name in names], patience)
        yield


def _take_one(files: list[IO[str]], patience: float | None) -> None:
    started = time.monotonic()
    while not any(map(_taken, files)):
        if patience is not None and time.monotonic() - started >= patience:
            raise Busy(Busy.message)
        time.sleep(LOOK_AGAIN)


def _taken(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
