"""初始化 — an empty registry ready for use; running it again changes nothing that is there."""

from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from apps.accounts.workflow import create_administrators
from apps.core import keyring


class Command(BaseCommand):
    """Tables, rights, reference data, and the three administrators."""

    help = "初始化：建表、授权、装入参考数据、建立三员账号（可重复执行）"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Take every step in order and say which."""
        self.say("数据表 …")
        call_command("migrate", interactive=False, verbosity=0)
        if faults := keyring.faults():
            raise CommandError(f"{'，'.join(faults)}：请把原来的密钥放回去（见运维手册“密钥保管”）。")
        keyring.enter()
        if "reference" in get_commands():
            self.say("参考数据 …")
            call_command("reference")
        self.say("管理员账号 …")
        self.create_administrators()
        self.say("初始化完成。")

    def create_administrators(self) -> None:
        """Create those of the three that are missing; their passwords are shown here and nowhere else."""
        passwords = create_administrators()
        if passwords:
            self.stdout.write("以下初始口令只显示这一次，首次登录须修改：")
        for username, password in passwords.items():
            self.stdout.write(f"  {username}  {password}")

    def say(self, step: str) -> None:
        """Show progress at once, also through a pipe."""
        self.stdout.write(step)
        self.stdout.flush()
