"""每日备份 — made when its hour has come; old ones make room; a failure says why."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from clusterreg.backup import daily
from clusterreg.backup.faults import BackupFault

pytestmark = pytest.mark.gate("备份与恢复")


@pytest.mark.parametrize(
    ("at", "now", "last", "due"),
    [
        ("", "03:00", None, False),
        ("02:30", "02:29", None, False),
        ("02:30", "02:30", None, True),
        ("02:30", "03:00", "2026-11-21T03:00", True),
        ("02:30", "03:00", "2026-11-22T02:31", False),
    ],
)
def test_the_backup_of_the_day_is_due_once_its_hour_has_come(
    settings: Any, at: str, now: str, last: str | None, due: bool
) -> None:
    settings.BACKUP_AT = at
    told = datetime.fromisoformat(last) if last else None
    assert daily.is_due(datetime.fromisoformat(f"2026-11-22T{now}"), told) == due


@pytest.mark.parametrize(("keep", "kept"), [(2, ["2", "3"]), (0, ["1", "2", "3"])])
def test_old_backups_make_room_unless_all_are_to_be_kept(
    settings: Any, tmp_path: Path, keep: int, kept: list[str]
) -> None:
    settings.BACKUP_DIRECTORY, settings.BACKUP_KEEP = tmp_path, keep
    for name in ("clusterreg-1.backup", "clusterreg-2.backup", "clusterreg-3.backup", "else.backup"):
        (tmp_path / name).touch()
    (tmp_path / "clusterreg-4.draft-1").touch()
    os.utime(tmp_path / "clusterreg-4.draft-1", (0, 0))
    daily.make_room()
    left = [*(f"clusterreg-{number}.backup" for number in kept), "else.backup"]
    assert sorted(path.name for path in tmp_path.iterdir()) == left


def test_a_backup_of_the_day_that_fails_says_why(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "manage.py").write_text("import sys; sys.exit('错误：磁盘满')")
    settings.BASE_DIR = tmp_path
    with pytest.raises(BackupFault, match="每日备份没有做成：错误：磁盘满"):
        daily.make()
