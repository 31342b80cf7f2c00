"""运行 — the web server and the job worker, until Ctrl-C."""

import contextlib
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from apps.core import keyring
from clusterreg import databases, embedded_postgres
from clusterreg.backup.restoring import unfinished
from clusterreg.rights import application_faults
from clusterreg.selfcheck import running as selfcheck
from clusterreg.selfcheck.finding import Level
from clusterreg.selfcheck.storage import python
from clusterreg.supervision import AlreadyRunning, Child, ChildEnded, Program, Say, only_one, running, watch

START_SECONDS = 60
REVIVE_SECONDS = 5


class Command(BaseCommand):
    """Web and job worker as one; without the web all end, a worker that ends is started again."""

    help = "运行网页服务和作业进程，Ctrl-C 停止"

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认 %(default)s）")
        parser.add_argument(
            "--port", type=int, default=os.environ.get("PORT", "8000"), help="端口（默认 %(default)s）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, start, say where, and look after it."""
        host, port = options["host"], options["port"]
        self.check_port(host, port)
        self.check_database()
        self.check_fitness()
        connection.close()
        web = [sys.executable, "-m", "clusterreg.web", host, str(port), str(os.getpid())]
        work = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work", "--parent", str(os.getpid())]
        try:
            with (
                only_one(settings.HOME / "locks" / "serving"),
                tended_database(self.stderr.write) as tend,
                running([Program("网页服务", web), Program("作业进程", work, is_vital=False)]) as children,
            ):
                wait_until_answering(host, port, children)
                self.stdout.write(f"产业集群党建登记已就绪：http://{host}:{port}/ （按 Ctrl-C 停止）")
                self.stdout.flush()
                watch(children, tend, self.stderr.write)
        except KeyboardInterrupt:
            self.stdout.write("已停止。")
        except (ChildEnded, AlreadyRunning) as error:
            raise CommandError(str(error)) from error

    def check_port(self, host: str, port: int) -> None:
        """Refuse a port that somebody else listens on."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                hint = f"可换一个，例如 PORT={port + 1} make demo"
                raise CommandError(f"端口 {port} 已被占用或不许使用，{hint}。") from error

    def check_database(self) -> None:
        """Refuse tables that are not up to date, and a role that could do more than an application should."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("数据表尚未建立或不是最新，请先运行 manage.py setup。")
        if faults := application_faults(connection):
            raise CommandError(f"应用账号{'、'.join(faults)}，不能用来运行：请换用受限账号（见 README）。")
        if faults := keyring.faults():
            raise CommandError(f"{'，'.join(faults)}：请把原来的密钥放回去（见运维手册“密钥保管”）。")

    def check_fitness(self) -> None:
        """In production nothing may be red; else a word about the interpreter is enough."""
        if unfinished(settings.HOME).exists():
            raise CommandError("上次恢复没有做完，请再运行一次 manage.py restore 文件 --replace。")
        found = selfcheck.run_all() if settings.PRODUCTION else selfcheck.run((python,))
        red = [(check, finding) for check, finding in found if finding.level is Level.RED]
        for check, finding in red:
            self.stderr.write(f"{check.name}：{finding.sentence}{finding.remedy}")
        if red and settings.PRODUCTION:
            raise CommandError(f"自检有{len(red)}项不合格，没有启动。运行 manage.py selfcheck 查看。")


@contextlib.contextmanager
def tended_database(say: Say) -> Iterator[Callable[[], None]]:
    """What keeps the embedded database alive while we serve; nothing for a server somebody else runs."""
    if not databases.is_embedded(os.environ):
        yield lambda: None
        return
    with embedded_postgres.lease(settings.HOME) as lease:
        yield lambda: revive(lease, say)


def revive(lease: embedded_postgres.Lease, say: Say) -> None:
    """Start the database again if it is gone; one that cannot start, as on a full disk, is tried for ever."""
    try:
        lease.revive()
    except (embedded_postgres.EmbeddedPostgresError, psycopg.Error) as error:
        say(f"数据库未能重新启动，{REVIVE_SECONDS} 秒后再试：{error}")
        time.sleep(REVIVE_SECONDS)


def wait_until_answering(host: str, port: int, children: list[Child]) -> None:
    """Wait for the web server to accept connections."""
    given_up = time.monotonic() + START_SECONDS
    while time.monotonic() < given_up:
        ended = [child.program.title for child in children if child.has_ended]
        if ended:
            raise ChildEnded(f"{ended[0]}没有启动起来。")
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
            return
        time.sleep(0.1)
    raise ChildEnded("网页服务迟迟没有应答。")
