"""备份 — one sealed file of everything but the keys; the registry may be in use meanwhile."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clusterreg.backup.faults import BackupFault
from clusterreg.backup.taking import take


class Command(BaseCommand):
    """What the worker does every day, for whoever has the shell."""

    help = "做一次加密备份（不含密钥），服务不必停"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument(
            "--to", type=Path, default=settings.BACKUP_DIRECTORY, help="目录（默认 %(default)s）"
        )

    def handle(self, *args: Any, to: Path, verbosity: int = 1, **options: Any) -> None:
        """Say where it is and what it holds."""
        try:
            taken = take(to, say=self.stdout.write if verbosity > 1 else lambda line: None)
        except BackupFault as error:
            raise CommandError(str(error)) from error
        size = f"{taken.bytes / 1_000_000:.1f} MB"
        self.stdout.write(f"备份完成：{taken.path}（{taken.tables}张表，{taken.rows}行，{size}）")
