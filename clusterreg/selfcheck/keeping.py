"""自检：保全 — the clock, the disk, backups, the audit, and work left lying."""

import os
import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from apps.core import clock
from apps.core.audit.verifying import faults, last_verification
from apps.core.models import AuditEntry
from apps.rosters.models import Job
from clusterreg.backup.daily import last_backup
from clusterreg.backup.restoring import unfinished
from clusterreg.selfcheck.finding import Finding, bad, check, fine, mind
from clusterreg.selfcheck.places import standing

LITTLE, SCARCE = 5 << 30, 1 << 30  # bytes free
OFF, FAR_OFF = timedelta(seconds=5), timedelta(minutes=1)
TAMPERED = "运行 manage.py verify_audit 查看，保护现场并上报。"
STALE, TOO_OLD = timedelta(hours=36), timedelta(days=8)


@check("clock", "时钟")
def time() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(cursor.fetchone()[0] - timezone.now())
    last = AuditEntry.objects.order_by("-number").values_list("at", flat=True).first()
    if last and last > timezone.now() + FAR_OFF:
        return bad("最近的审计记录在将来：时钟倒退过。", "与内网时间服务器对时（chrony 或 timesyncd）。")
    if apart > FAR_OFF:
        return bad(f"本机与数据库的时钟相差{apart.seconds}秒。", "两台机器都与内网时间服务器对时。")
    if apart > OFF:
        return mind(f"本机与数据库的时钟相差{apart.seconds}秒。", "两台机器都与内网时间服务器对时。")
    return fine("时钟与数据库一致，没有倒退。")


@check("disk", "磁盘")
def disk() -> Finding:
    free = {place: shutil.disk_usage(place).free for place in _places()}
    place = min(free, key=lambda found: free[found])
    left = f"{place} 所在磁盘还有 {free[place] / (1 << 30):.1f} GB。"
    if free[place] < SCARCE:
        return bad(left, "腾出空间：移走旧备份和日志，不要删 postgres/ 里的文件。")
    if free[place] < LITTLE:
        return mind(left, "尽快腾出空间或扩大磁盘。")
    return fine(left)


def _places() -> list[Path]:
    """Where we write."""
    wanted = (settings.HOME, settings.AUDIT_DIRECTORY, settings.BACKUP_DIRECTORY)
    return [standing(Path(path)) for path in wanted]


@check("backup", "备份")
def backup() -> Finding:
    last = last_backup()
    if last is None:
        return mind(
            "还没有做过备份。", "设 CLUSTERREG_BACKUP_AT=02:30 每日自动备份，或运行 manage.py backup。"
        )
    age = timezone.now() - last
    said = f"上次备份在{timezone.localtime(last):%Y年%m月%d日 %H:%M}。"
    if age > TOO_OLD:
        return bad(said, "运行 manage.py backup，并查明每日备份为什么没有做。")
    return mind(said, "运行 manage.py backup。") if age > STALE else fine(said)


@check("restore", "恢复")
def restored() -> Finding:
    if unfinished(Path(settings.HOME)).exists():
        return bad("上次恢复没有做完。", "再恢复一次：manage.py restore 文件 --replace。")
    return fine("没有做了一半的恢复。")


@check("audit", "审计记录")
def audit() -> Finding:
    if found := faults():
        return bad(f"审计记录核验发现{len(found)}处问题：{found[0]}", TAMPERED)
    return fine("审计链、库外副本和变更记录核验无误。")


@check(audit.code, audit.name)
def audit_lately() -> Finding:
    """What the last verification came to: a page does not read years of the log."""
    last = last_verification()
    if last is None:
        return mind("审计记录还没有核验过。", "运行 manage.py verify_audit；作业进程每天也核验一次。")
    said = f"{timezone.localtime(last.at):%Y年%m月%d日 %H:%M}核验审计记录：{last.result}。"
    if last.detail.get("faults"):
        return bad(said, TAMPERED)
    is_stale = timezone.now() - last.at > STALE
    return mind(said, "看作业进程是否在运行：它每天核验一次。") if is_stale else fine(said)


@check("audit_copy", "审计副本")
def audit_copy() -> Finding:
    place = standing(Path(settings.AUDIT_DIRECTORY))
    if not os.access(place, os.W_OK):
        return bad(f"审计副本写不进 {place}，办任何事都会失败。", "改正目录的属主和权限。")
    if Path(settings.AUDIT_DIRECTORY).resolve().is_relative_to(Path(settings.HOME).resolve()):
        return mind("审计副本与数据放在一处。", "设 CLUSTERREG_AUDIT_DIRECTORY 到数据库管理员改不到的盘。")
    return fine("审计副本写得进，且与数据分开。")


@check("jobs", "作业")
def jobs() -> Finding:
    left = Job.objects.forsaken().count()
    waiting = Job.objects.filter(state=Job.State.WAITING, created_at__lt=clock.now() - timedelta(hours=1))
    if late := left + waiting.count():
        return mind(f"{late}个导入作业没有人办。", "看作业进程是否在运行：systemctl status clusterreg。")
    return fine("没有搁置的作业。")
