"""演示 — the five published systems with invented people; a second run only opens missing accounts."""

import os
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from apps.accounts.duties import DUTIES, DutyCode
from apps.accounts.password_rules import PUBLISHED
from apps.core import clock
from apps.desk.demo import accounts, loading

PASSWORD_NAME = "CLUSTERREG_DEMO_PASSWORD"


class Command(BaseCommand):
    """Load the demo and print its accounts."""

    help = "装入演示数据并列出演示账号（可重复执行）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The day the demo is made for."""
        parser.add_argument("--today", type=date.fromisoformat, help="以这一天为“今天”，如 2026-11-22")

    def handle(self, *args: Any, today: date | None = None, **options: Any) -> None:
        """Data first, then accounts."""
        password = self.password()
        with clock.set_to(today):
            try:
                fresh = loading.load(clock.today(), self.say)
            except loading.NotLoaded as error:
                raise CommandError(str(error)) from error
            self.say("演示数据已装入。" if fresh else "演示数据已在，未作改动。")
            opened = accounts.top_up(password)
        self.show(opened, password)

    def password(self) -> str:
        """From the environment, else the fixed one. Raises ``CommandError`` when it is too weak."""
        password = os.environ.get(PASSWORD_NAME) or PUBLISHED
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(f"{PASSWORD_NAME}：{''.join(error.messages)}") from error
        return password

    def show(self, opened: list[str], password: str) -> None:
        """The accounts, and the password of those opened just now."""
        self.say("演示账号：")
        for row in accounts.listed():
            target = f"（{row['target_name']}）" if row["target_name"] else ""
            self.say(f"  {row['username']:<12}{DUTIES[DutyCode(row['duty'])].name}{target}")
        if opened:
            self.say(f"口令均为 {password}（仅供演示，可用环境变量 {PASSWORD_NAME} 另定）。")
        else:
            self.say(f"口令在首次装入时已定，未改过的为 {password}。")

    def say(self, step: str) -> None:
        """Show progress at once, also through a pipe."""
        self.stdout.write(step)
        self.stdout.flush()
