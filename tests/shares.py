"""长短两种走查 — `make test-long` walks everything; every run walks a tenth, another one for every desk."""

import os
from collections.abc import Iterable, Sequence
from typing import TypeVar

LONG = os.environ.get("CLUSTERREG_LONG") == "1"
SHARES = 10

T = TypeVar("T")


def share_of(names: Iterable[str], column: int, shares: int = SHARES) -> list[str]:
    """What a desk walks of these: all in the long form, else every tenth, so that each is met by one desk."""
    return turn_of(sorted(names), column, shares)


def turn_of(things: Sequence[T], column: int, shares: int = SHARES) -> list[T]:
    """The same of things that have an order of their own."""
    return [thing for place, thing in enumerate(things) if LONG or (place + column) % shares == 0]
