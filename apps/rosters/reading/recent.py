"""近读 — what the last few small files said: the pages of one hand-in ask for the same one in turn."""

import time
from collections import OrderedDict
from threading import Lock


class Recent:
    """A few answers for a short while, in memory only; large ones are not kept."""

    def __init__(self, most: int, seconds: float, size: int) -> None:
        self._most, self._seconds, self._size, self._lock = most, seconds, size, Lock()
        self._kept: OrderedDict[bytes, tuple[float, bytes]] = OrderedDict()

    def get(self, file: bytes) -> bytes | None:
        """What the file with this digest said a short while ago."""
        with self._lock:
            self._forget_old()
            _, said = self._kept.get(file, (None, None))
        return said

    def keep(self, file: bytes, said: bytes) -> None:
        """Instead of the oldest, where there are enough."""
        if len(said) > self._size:
            return
        with self._lock:
            self._forget_old()
            self._kept[file] = time.monotonic(), said
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def _forget_old(self) -> None:
        now = time.monotonic()
        while self._kept and now - next(iter(self._kept.values()))[0] > self._seconds:
            self._kept.popitem(last=False)
