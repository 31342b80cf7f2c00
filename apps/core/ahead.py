"""预备 — the next piece of work is made ready in a thread while the database is busy with this one.

What is made ready must not ask the database: connections belong to their thread. What brings the pieces may.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")


def ahead(make_ready: Callable[[S], T], pieces: Iterable[S]) -> Iterator[T]:
    """What becomes of each piece, begun while the one before is worked on."""
    coming: Future[T] | None = None
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as thread:
        for piece in pieces:
            following = thread.submit(make_ready, piece)
            if coming:
                yield coming.result()
            coming = following
        if coming:
            yield coming.result()
