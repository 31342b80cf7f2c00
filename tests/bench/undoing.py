"""量撤销 — `make bench-undo`: an upload previewed, undone and restored, beside the time of keeping it."""

import os
import time
from collections.abc import Callable
from typing import Any

from apps.core.remit import Remit
from apps.members.models import Member
from apps.rosters import undoing
from apps.rosters.models import Upload
from tests.bench.database import fresh_database, settle
from tests.bench.imports import say
from tests.bench.roster import CLUSTER, workbook
from tests.bench.work import imported
from tests.factories import make_cluster

ROWS = int(os.environ.get("ROWS", "50000"))
EVERYTHING: dict[str, Any] = {"remit": Remit.everything()}


def main() -> None:
    """Measure and tell."""
    with fresh_database():
        make_cluster(CLUSTER)
        kept = imported(workbook(ROWS))
        say(f"名册：{ROWS:,}行 20列；入库 {kept['seconds']['keep']:.1f} 秒")
        upload = Upload.objects.get()
        tell("撤销预览", lambda: undoing.look(upload, **EVERYTHING))
        undone = tell("撤销", lambda: undoing.undo(upload, by=None, why="量", **EVERYTHING))
        assert (Member.objects.count(), undone.kept) == (0, [])
        tell("恢复", lambda: undoing.redo(undone, by=None, why="量", **EVERYTHING))
        assert Member.objects.count() == kept["counts"]["new"]


def tell(title: str, do: Callable[[], Any]) -> Any:
    """Seconds and rows a second."""
    settle()
    begun = time.perf_counter()
    answer = do()
    seconds = time.perf_counter() - begun
    say(f"{title:<6}{seconds:8.1f} 秒  {ROWS / seconds:8.0f} 行/秒")
    return answer


if __name__ == "__main__":
    main()
