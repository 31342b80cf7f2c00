"""系统管理员的备份栏 — when the registry was last backed up, for the console that shows it."""

from django.conf import settings

from apps.core.formatting import minute
from apps.core.story import Fact, Panel
from clusterreg.backup import daily


def backups() -> Panel:
    """备份 — the last one, and whether there is one every day."""
    last = daily.last_backup()
    when = minute(last) if last else "还没有"
    every_day = f"每天{settings.BACKUP_AT}" if settings.BACKUP_AT else "关"
    return Panel("备份", facts=[Fact("上次备份", when), Fact("每日备份", every_day)])
