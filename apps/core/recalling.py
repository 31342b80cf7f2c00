"""回想 — what a narrow remit was found to reach, kept by the process while finding it again would give it.

The database says what it found as a notice, and at the beginning of every page how things stand: the newest
event of each table that reaches are found from, and who is writing to one of them (`clusterreg.moments`). As
long as nothing is newer, and whoever was writing when the keys were found still is, it is handed them back.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.db import connection

SETTING = "clusterreg.reached_"
"""What the settings of a transaction begin with that hold the keys of a table."""
RECALLED = ", told.* FROM clusterreg_recalled(%s, %s, %s, %s) AS told"
CHARACTERS = 32 * 2**20

Whose = tuple[str, str]
"""What a remit says, and the day."""


@dataclass
class Found:
    """Keys by setting, and the moment they hold for."""

    events: str
    writing: frozenset[str]
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """In characters."""
        return sum(map(len, self.keys.values()))


class Recollection:
    """So many characters; what nobody has asked for the longest goes first."""

    def __init__(self, most: int = CHARACTERS) -> None:
        self._most, self._lock = most, Lock()
        self._found: OrderedDict[Whose, Found] = OrderedDict()

    def of(self, whose: Whose) -> Found | None:
        """What was found, whether or not it holds."""
        with self._lock:
            if whose in self._found:
                self._found.move_to_end(whose)
            return self._found.get(whose)

    def forget(self, whose: Whose, found: Found) -> None:
        """What no longer holds, unless somebody has found it anew meanwhile."""
        with self._lock:
            if self._found.get(whose) is found:
                del self._found[whose]

    def keep(self, whose: Whose, moment: Found, setting: str, keys: str) -> None:
        """Beside what was found when things stood alike: it holds while all who wrote then still do."""
        with self._lock:
            known = self._found.get(whose)
            if known is None or known.events != moment.events:
                known = Found(moment.events, moment.writing)
            # Others are just reading what there is: it is not changed but replaced.
            kept = Found(known.events, known.writing | moment.writing, known.keys | {setting: keys})
            self._found[whose] = kept
            self._found.move_to_end(whose)
            while len(self._found) > 1 and sum(one.size for one in self._found.values()) > self._most:
                self._found.popitem(last=False)


RECOLLECTION = Recollection()


@contextmanager
def recalled(whose: Whose, saying: str, parameters: list[Any]) -> Iterator[None]:
    """Tell the database whose page it is, with what is known of it; listen to what it finds meanwhile."""
    known = RECOLLECTION.of(whose) or Found("", frozenset())
    told: list[Any] = [known.events, sorted(known.writing), list(known.keys), list(known.keys.values())]
    with connection.cursor() as cursor:
        cursor.execute(saying + RECALLED, parameters + told)
        *_, events, writing, holds = cursor.fetchone()
    if not holds:
        RECOLLECTION.forget(whose, known)
    moment = Found(events, frozenset(writing))

    def listen(notice: Any) -> None:
        if str(notice.message_primary).startswith(SETTING):
            RECOLLECTION.keep(whose, moment, notice.message_primary, notice.message_detail)

    speaking = connection.connection
    speaking.add_notice_handler(listen)
    try:
        yield
    finally:
        speaking.remove_notice_handler(listen)
