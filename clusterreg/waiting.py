"""等候 — until something is so, but not for ever."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_for(condition: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something holds, or the time is over."""
    wait_while(lambda: not condition(), seconds)


def wait_while(condition: Callable[[], T], seconds: float) -> T:
    """Wait as long as something holds, or until the time is over; answers what was seen last."""
    given_up = time.monotonic() + seconds
    while (seen := condition()) and time.monotonic() < given_up:
        time.sleep(0.02)
    return seen
