"""进度 — how far a piece of work has come; whoever does it says so here, whoever waits reads it elsewhere."""

from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

Batch = TypeVar("Batch", bound=Sized)


class Superseded(Exception):
    """Somebody else has taken the work over: what was begun must not be finished."""


class Progress:
    """进度 — plain numbers, so that saying them costs nothing."""

    def __init__(self) -> None:
        self.stage, self.done, self.total = "", 0, 0
        self.stages = 0
        self.is_superseded = False

    def begin(self, stage: str, total: int = 0) -> None:
        """A stage with so many rows; none known where it cannot be said."""
        self.stage, self.done, self.total = stage, 0, total
        self.stages += 1
        self._insist()

    def move(self, rows: int) -> None:
        """So many more rows are done. Raises ``Superseded`` when the work is no longer ours."""
        self.done += rows
        self._insist()

    def over(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        """The batches, each counted once it has been dealt with."""
        for batch in batches:
            yield batch
            self.move(len(batch))

    def _insist(self) -> None:
        if self.is_superseded:
            raise Superseded
