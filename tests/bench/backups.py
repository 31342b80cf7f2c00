"""量备份 — `make bench-backup`: a register of so many members backed up, and put back onto an empty database.

What comes back is compared by the digest of every table. ROWS says how many people there are.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.test import override_settings

from clusterreg.backup.restoring import Seen, examine, restore
from clusterreg.backup.tables import rows_of
from clusterreg.backup.taking import take
from tests.bench.database import fresh_database, settle
from tests.bench.roster import CLUSTER, workbook
from tests.bench.work import imported
from tests.clusterreg.own_database import own_database
from tests.factories import make_cluster

ROWS = int(os.environ.get("ROWS", "50000"))
MOST_MINUTES = 15
GROWS = {"tables/core_auditentry", "tables/django_content_type"}
"""A restore is on record, and tables made anew may be named anew."""


def main() -> None:
    """Measure and tell; ends badly when something differs or takes too long."""
    with fresh_database(), tempfile.TemporaryDirectory() as folder, on_a_host(Path(folder)):
        make_cluster(CLUSTER)
        imported(workbook(ROWS))
        settle()
        taken, _ = timed("备份", lambda: take(Path(folder, "backups")))
        say(f"  {ROWS:,}名党员，{taken.tables}张表，{taken.rows:,}行，{taken.bytes / 1e6:.1f} MB")
        say(f"  数据库 {rows_of('SELECT pg_database_size(current_database())')[0][0] / 1e6:.0f} MB")
        before, _ = timed("核对", lambda: examine(taken.path))
        with own_database("bench_restore", is_empty=True):
            _, seconds = timed("恢复到空库", lambda: restore(taken.path))
            after = examine(take(Path(folder, "again")).path)
    differing = [name for name, told in parts(before).items() if parts(after)[name] != told]
    say(f"逐表摘要：{len(parts(before))}张表，{len(differing)}张不同{differing or ''}")
    assert not differing
    assert seconds < MOST_MINUTES * 60


def on_a_host(folder: Path) -> Any:
    """A key and directories that nobody else has."""
    here = {"HOME": folder, "MEDIA_ROOT": folder / "files", "AUDIT_DIRECTORY": folder / "audit"}
    return override_settings(BACKUP_KEY=bytes(range(32)), **here)


def parts(seen: Seen) -> dict[str, Any]:
    """The tables of a backup, by name."""
    return {
        name: told for name, told in seen.told.items() if name.startswith("tables/") and name not in GROWS
    }


def timed(title: str, do: Callable[[], Any]) -> tuple[Any, float]:
    """Do something and say how long it took."""
    begun = time.perf_counter()
    done = do()
    seconds = time.perf_counter() - begun
    say(f"{title}  {seconds:.1f} 秒")
    return done, seconds


def say(line: str) -> None:
    """Tell whoever watches."""
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
