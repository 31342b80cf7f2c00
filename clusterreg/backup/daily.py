"""每日备份 — made by the worker at the hour the settings name; old ones make room."""

import os
import subprocess
import sys
from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from apps.core import clock
from apps.core.models import AuditEntry
from clusterreg import databases
from clusterreg.backup.faults import BackupFault
from clusterreg.backup.taking import SUBJECT, SUFFIX


def back_up_when_due() -> None:
    """Make today's backup once its hour has come. Raises ``BackupFault`` when that fails; tried again."""
    if is_due(timezone.localtime(clock.now()), last_backup()):
        make()
        make_room()


def is_due(now: datetime, last: datetime | None) -> bool:
    """Whether today's hour has passed and no backup has been made since."""
    if not settings.BACKUP_AT:
        return False
    due = datetime.combine(now.date(), time.fromisoformat(settings.BACKUP_AT), now.tzinfo)
    return now >= due and (last is None or last < due)


def last_backup() -> datetime | None:
    """When the last backup was made, by whatever means."""
    made = AuditEntry.objects.filter(action=AuditEntry.Action.EXPORT, account="", subject__startswith=SUBJECT)
    return made.order_by("-number").values_list("at", flat=True).first()


def make() -> None:
    """In a process of its own: it connects as the owner, whose every row is visible."""
    environment = {name: value for name, value in os.environ.items() if name != databases.ROLE}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "backup"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupFault(f"每日备份没有做成：{done.stderr.strip()}")


def make_room() -> None:
    """Only so many are kept, the youngest, or with nought all; what a killed backup left goes after a day."""
    directory = Path(settings.BACKUP_DIRECTORY)
    made = sorted(directory.glob(f"clusterreg-*{SUFFIX}"), reverse=True)
    yesterday = (clock.now() - timedelta(days=1)).timestamp()
    left = [draft for draft in directory.glob("clusterreg-*.draft-*") if draft.stat().st_mtime < yesterday]
    for path in (*made[settings.BACKUP_KEEP or len(made) :], *left):
        path.unlink()
