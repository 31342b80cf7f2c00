"""异常断电 — everything of the embedded database is killed while it writes; it starts again by itself.

What was committed is there; how long the start takes is measured.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from clusterreg.embedded_postgres import APPLICATION, OWNER, Layout, lease
from tests.clusterreg.test_embedded_postgres import REPOSITORY, connect, home, running_home, server_number
from tests.shares import LONG

pytestmark = pytest.mark.gate("内置数据库")
TRIALS = 20 if LONG else 2
START_SECONDS = 60
WRITER = """
    import sys
    from pathlib import Path
    from clusterreg.embedded_postgres import lease
    from tests.clusterreg.test_embedded_postgres import connect
    home = Path(sys.argv[1])
    with lease(home), connect(home) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS kept (number int PRIMARY KEY, filling text)")
        number = owner.execute("SELECT coalesce(max(number), 0) FROM kept").fetchone()[0]
        while True:
            number += 1
            owner.execute("INSERT INTO kept SELECT %s, repeat('x', 5000)", [number])
            print(number, flush=True)
"""
home, running_home = home, running_home


def start_writer(home: Path) -> "subprocess.Popen[str]":
    """A process that writes row after row and says which have been committed."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), str(home)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )


def pull_the_plug(home: Path, writer: "subprocess.Popen[str]") -> int:
    """Kill the server, its children, the keeper and the writer; the last number that is surely committed."""
    server = psutil.Process(server_number(home))
    keepers = [p for p in psutil.process_iter() if "keeper" in " ".join(_words(p)) and str(home) in _words(p)]
    for process in (server, *server.children(recursive=True), *keepers, psutil.Process(writer.pid)):
        process.send_signal(signal.SIGKILL)
    said = writer.communicate()[0].split()
    return int(said[-1]) if said else 0


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_after_a_crash_the_server_starts_again_within_a_minute_and_nothing_committed_is_lost(
    home: Path, cases: Callable[[int], None]
) -> None:
    drawn = random.Random(20261122)
    slowest = 0.0
    for _ in range(TRIALS):
        writer = start_writer(home)
        assert writer.stdout is not None
        first = int(writer.stdout.readline())
        time.sleep(drawn.uniform(0, 1))
        committed = max(first, pull_the_plug(home, writer))
        begun = time.monotonic()
        with lease(home), connect(home) as owner:
            slowest = max(slowest, time.monotonic() - begun)
            found = owner.execute("SELECT max(number), count(*) FROM kept").fetchone()
        # One more may have been committed without its writer having lived to say so.
        assert found in [(committed, committed), (committed + 1, committed + 1)]
    assert slowest < START_SECONDS
    cases(TRIALS)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_another_account_of_the_host_does_not_reach_the_socket(running_home: Path) -> None:
    program = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"
    path = Layout(running_home).socket / ".s.PGSQL.5432"
    with socket.socket(socket.AF_UNIX) as ours:
        ours.connect(str(path))
    tried = subprocess.run(
        ["/usr/bin/python3", "-c", program, str(path)],
        user="nobody",
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (tried.returncode, tried.stderr.splitlines()[-1]) == (
        1,
        "PermissionError: [Errno 13] Permission denied",
    )


def test_the_application_owns_nothing_and_reads_no_file_of_the_server(running_home: Path) -> None:
    with connect(running_home) as owner:
        owner.execute(f"GRANT CONNECT ON DATABASE clusterreg TO {APPLICATION}")
        held = owner.execute(
            "SELECT rolname, pg_has_role(rolname, 'pg_read_all_data', 'MEMBER'),"
            " pg_has_role(rolname, 'pg_read_server_files', 'MEMBER'),"
            " pg_has_role(rolname, 'pg_execute_server_program', 'MEMBER')"
            " FROM pg_roles WHERE rolname = ANY(%s) ORDER BY 1",
            [[APPLICATION, OWNER]],
        ).fetchall()
    assert held == [(APPLICATION, False, False, False), (OWNER, False, False, False)]
