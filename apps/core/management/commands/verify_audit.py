"""核验审计 — looks through the chain, the copy outside and the sealed history; 1 when something is wrong."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.core.audit.verifying import verify


class Command(BaseCommand):
    """One line per fault."""

    help = "核验审计记录、库外副本和已封存的变更记录，有问题的退出码为1。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises ``CommandError`` when anything was tampered with."""
        number, found = verify(by="")
        for fault in found:
            self.stdout.write(fault)
        if found:
            raise CommandError(f"共{number}条审计记录，发现{len(found)}处问题。", returncode=1)
        self.stdout.write(f"共{number}条审计记录，核验无误。")
