"""恢复 — a backup back, whole or not at all; or only looked through to its end."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clusterreg.backup.faults import BackupFault
from clusterreg.backup.restoring import examine, restore


class Command(BaseCommand):
    """For an empty host, or with ``--replace`` for one whose register is to be given up."""

    help = "恢复备份（先停止服务）；--check 只核对文件，不写入"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file, and how far we may go."""
        parser.add_argument("file", type=Path, metavar="文件", help="manage.py backup 做的备份")
        parser.add_argument("--replace", action="store_true", help="目标库已有数据时，用备份替换")
        parser.add_argument("--check", action="store_true", help="只核对备份是否完整、密钥是否对，不写入")

    def handle(self, *args: Any, file: Path, replace: bool, check: bool, **options: Any) -> None:
        """Carry it out and say what came back."""
        try:
            seen = examine(file) if check else restore(file, replace=replace, say=self.say)
        except BackupFault as error:
            raise CommandError(str(error)) from error
        done = "核对无误" if check else "恢复完成"
        self.say(
            f"{done}：{len(seen.manifest.tables)}张表，{seen.rows}行，备份作于 {seen.manifest.made_at}。"
        )

    def say(self, step: str) -> None:
        """Show progress at once, also through a pipe."""
        self.stdout.write(step)
        self.stdout.flush()
