"""命令行 — gives every command its keys, its role and a running database, or says plainly why not."""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from django.core.management import execute_from_command_line
from django.db import InterfaceError, OperationalError

from apps.core.outages import is_database_away
from clusterreg import databases, embedded_postgres, keys

BASE_DIR = Path(__file__).resolve().parent.parent
OWNER_COMMANDS = frozenset(
    {
        "setup",
        "migrate",
        "makemigrations",
        "showmigrations",
        "squashmigrations",
        "sqlmigrate",
        "flush",
        "rotate_keys",
        "test",
        "backup",
        "restore",
    }
)
COMMANDS_WITHOUT_DATABASE = frozenset(
    {"help", "version", "check", "collectstatic", "findstatic", "diffsettings", "pgtrigger"}
)


def run(arguments: list[str]) -> None:
    """Run one management command; an unreachable database is one Chinese line and exit status 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clusterreg.settings")
    command = next((word for word in arguments[1:] if not word.startswith("-")), "help")
    if command in OWNER_COMMANDS:
        os.environ.setdefault(databases.ROLE, databases.OWNER)
    # Let `finally` blocks run: these signals alone would skip them.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    try:
        with database_for(command):
            execute_from_command_line(arguments)
    except (embedded_postgres.EmbeddedPostgresError, keys.KeyFault) as error:
        sys.exit(f"错误：{error}")
    except (OperationalError, InterfaceError) as error:
        if not is_database_away(error):
            raise
        sys.exit(f"错误：连不上数据库，什么也没有改动。{first_line(error)}")
    except KeyboardInterrupt:
        sys.exit(130)


@contextlib.contextmanager
def database_for(command: str) -> Iterator[None]:
    """A running database for the length of a command that needs one."""
    home = Path(os.environ.get("CLUSTERREG_HOME") or BASE_DIR / "var").resolve()
    if command == "setup":
        keys.make_keys(home)
        keys.make_backup_key(home)
    if command in COMMANDS_WITHOUT_DATABASE:
        yield
        return
    if command not in OWNER_COMMANDS and not all(keys.read_keys(home, os.environ).values()):
        sys.exit("错误：尚未初始化，请先运行 manage.py setup。")
    if name := databases.missing_url(os.environ):
        sys.exit(f"错误：已指定外部数据库，此命令还需要环境变量 {name}（见 README）。")
    if not databases.is_embedded(os.environ):
        yield
        return
    with embedded_postgres.lease(home):
        yield


def leave(number: int, frame: object) -> None:
    """End as the signal asks, but in order."""
    sys.exit(128 + number)


def first_line(error: BaseException) -> str:
    """The first line of an error's text."""
    return next(iter(str(error).strip().splitlines()), "")
