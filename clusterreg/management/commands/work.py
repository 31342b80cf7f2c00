"""作业 — runs what was put into the queue, one job after another."""

import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.db import InterfaceError, OperationalError, connections
from django_tasks_db.management.commands import db_worker

from apps.core.outages import is_database_away
from clusterreg.supervision import leave_with_parent
from clusterreg.upkeep import look_after

logger = logging.getLogger("clusterreg")
WAIT_SECONDS = 2
PICK_UP_SECONDS = 0.2


class Command(db_worker.Command):
    """The package's worker, which also waits out a database that is away for a while."""

    help = "处理排队的作业（serve 会自动启动一个）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The package's, and whom to leave with."""
        super().add_arguments(parser)
        parser.add_argument("--parent", type=int, help="随此进程一同结束（serve 使用）")
        parser.set_defaults(interval=PICK_UP_SECONDS)

    def handle(self, **options: Any) -> None:
        """Work until told to stop."""
        if parent := options.pop("parent"):
            leave_with_parent(parent)
        if not options["batch"]:
            look_after()
        while True:
            try:
                return super().handle(**(options | {"reload": False}))
            except (OperationalError, InterfaceError) as error:
                if not is_database_away(error) or options["batch"]:
                    raise
                logger.warning("作业进程连不上数据库，%s 秒后再试。", WAIT_SECONDS)
                connections.close_all()
                time.sleep(WAIT_SECONDS)

    def configure_logging(self, verbosity: int) -> None:
        """Leave logging as the settings have it."""
