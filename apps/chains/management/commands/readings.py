"""存算读数 — counts the boards' figures ahead, for the running periods and those before."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from apps.accounts.models import User
from apps.chains import workflow
from apps.chains.seen import Unsettled
from apps.chains.stored import REACHES, count_ahead, periods_ahead, stale
from apps.core import clock
from apps.core.audit.writes import recorded
from apps.core.period import Period


class Command(BaseCommand):
    """Idempotent: what is current is left alone. ``--check`` only says what is stale."""

    help = "预先计算各集群、各区域的读数；--check 只列出过期的，--close 定格一个统计期。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and the day."""
        parser.add_argument("--check", action="store_true", help="只列出过期的读数")
        parser.add_argument("--close", metavar="PERIOD", help="定格一个统计期，如 2026Q3")
        parser.add_argument("--by", metavar="USERNAME", help="定格的账号")
        parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="当作今天的日期")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, check or close. Raises ``CommandError`` for what cannot be done."""
        with clock.set_to(options["today"]):
            if options["close"]:
                self.close(options["close"], options["by"])
            elif options["check"]:
                self.tell()
            else:
                self.count()

    def count(self) -> None:
        """Count what is missing or stale."""
        try:
            counted = count_ahead(periods_ahead())
        except Unsettled as error:
            raise CommandError("一直有人在写入，请稍后再试。") from error
        self.stdout.write(f"已计算{counted}项读数。" if counted else "读数都是最新的。")

    def tell(self) -> None:
        """Say how many figures of each period are stale."""
        for period in periods_ahead():
            count = sum(len(stale(period, reach)) for reach in REACHES)
            self.stdout.write(f"{period}：{f'{count}项过期' if count else '最新'}")

    def close(self, text: str, username: str | None) -> None:
        """定格 in the name of an account."""
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"没有账号“{username}”。" if username else "请用 --by 写明定格的账号。")
        try:
            with recorded(by=user, why="命令行定格"):
                closing = workflow.close(Period.read(text), by=user)
        except (ValueError, ValidationError) as error:
            messages = getattr(error, "messages", [str(error)])
            raise CommandError("；".join(messages)) from error
        self.stdout.write(f"{closing}：{closing.figures.count()}项指标。")
