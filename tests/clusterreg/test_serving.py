"""运行 — `setup` and `serve` as people use them, from the first start to the last process."""

import hashlib
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest

from clusterreg.embedded_postgres import APPLICATION, OWNER, Layout, connection, lease
from clusterreg.waiting import wait_for
from tests.clusterreg.commands import (
    complaints,
    free_port,
    manage,
    processes_of,
    start_serving,
    status_of,
    wait_until_nothing_runs,
)
from tests.shares import LONG


@pytest.fixture(scope="module")
def first_setup(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, "subprocess.CompletedProcess[str]"]:
    """A fresh home after its first `setup`, and what that said."""
    home = tmp_path_factory.mktemp("served")
    return home, manage(home, "setup")


@pytest.fixture(scope="module")
def home(first_setup: tuple[Path, "subprocess.CompletedProcess[str]"]) -> Path:
    """A home that is ready to serve."""
    return first_setup[0]


@pytest.fixture(scope="module")
def second_setup(home: Path) -> tuple["subprocess.CompletedProcess[str]", bytes]:
    """What a second `setup` said, and the keys there were before."""
    keys = (home / "secrets" / "keys.json").read_bytes()
    return manage(home, "setup"), keys


@pytest.fixture(scope="module")
def other_home(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second home, as ready as the first; copied while nothing runs there."""
    return Path(shutil.copytree(home, tmp_path_factory.mktemp("other") / "home"))


@pytest.fixture
def port() -> int:
    """A port of the test's own."""
    return free_port()


@pytest.fixture(scope="module")
def busy_port() -> int:
    """The port of the registry that the last tests share."""
    return free_port()


@pytest.fixture(scope="module")
def served(home: Path, other_home: Path, busy_port: int) -> "Iterator[subprocess.Popen[str]]":
    """A registry that answers; the tests that share it come last, for a home has one service."""
    process = start_serving(home, busy_port)
    yield process
    process.kill()
    process.communicate()
    assert wait_until_nothing_runs(home) == []


def url(home: Path, role: str) -> str:
    """Database URL of a home's own server, as one would write it for any server."""
    parameters = connection(home, role)
    host = quote(parameters["HOST"], safe="")
    return f"postgresql://{role}:{parameters['PASSWORD']}@{host}:5432/{parameters['NAME']}"


def child_of(served: "subprocess.Popen[str]", word: str) -> psutil.Process:
    """The process below a serving one that was started with a word."""
    return next(child for child in psutil.Process(served.pid).children() if word in child.cmdline())


def workers_of(served: "subprocess.Popen[str]") -> list[psutil.Process]:
    """The job workers that run below a serving process."""
    return [child for child in psutil.Process(served.pid).children() if _works(child)]


def _works(child: psutil.Process) -> bool:
    """One that has just ended does not."""
    try:
        return child.status() != psutil.STATUS_ZOMBIE and "work" in child.cmdline()
    except psutil.NoSuchProcess:
        return False


def session_cookie(home: Path) -> str:
    """A made-up session, so that even the login page has to ask the database."""
    mark = hashlib.sha256(os.fsencode(home)).hexdigest()[:8]
    return f"clusterreg_session_{mark}=abcdefghijklmnopqrstuvwxyz012345"


def test_setup_succeeds_on_a_fresh_home(first_setup: tuple[Path, "subprocess.CompletedProcess[str]"]) -> None:
    assert (first_setup[1].returncode, first_setup[1].stderr) == (0, "")


def test_setup_shows_three_first_passwords_once(
    first_setup: tuple[Path, "subprocess.CompletedProcess[str]"],
    second_setup: tuple["subprocess.CompletedProcess[str]", bytes],
) -> None:
    shown = re.compile(r"^  \S+  \S{10,}$", re.MULTILINE)
    assert [len(shown.findall(one.stdout)) for one in (first_setup[1], second_setup[0])] == [3, 0]


def test_setup_makes_keys_only_their_owner_can_read(home: Path) -> None:
    assert stat.S_IMODE((home / "secrets" / "keys.json").stat().st_mode) == 0o600


def test_a_second_setup_keeps_the_keys(
    home: Path, second_setup: tuple["subprocess.CompletedProcess[str]", bytes]
) -> None:
    assert (home / "secrets" / "keys.json").read_bytes() == second_setup[1]


def test_commands_leave_no_process(home: Path) -> None:
    manage(home, "showmigrations")
    assert processes_of(home) == []


@pytest.mark.parametrize("number", [signal.SIGINT, *([signal.SIGTERM, signal.SIGHUP] if LONG else [])])
def test_a_stopped_registry_leaves_no_process(home: Path, port: int, number: signal.Signals) -> None:
    served = start_serving(home, port)
    answered = status_of(port)
    served.send_signal(number)
    served.communicate(timeout=40)
    assert (answered, processes_of(home)) == (200, [])


def test_a_killed_registry_leaves_no_process(home: Path, port: int) -> None:
    served = start_serving(home, port)
    served.kill()
    served.communicate()
    assert wait_until_nothing_runs(home) == []


def test_when_the_web_ends_all_end_and_say_so(home: Path, port: int) -> None:
    served = start_serving(home, port)
    child_of(served, "clusterreg.web").kill()
    served.communicate(timeout=40)
    assert (served.returncode, complaints(home).read_text().splitlines()[-1]) == (
        1,
        "CommandError: 网页服务已退出（状态 -9），其余进程一并停止。",
    )


def test_a_taken_port_is_said_in_one_line(home: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        refused = manage(home, "serve", PORT=str(port))
    assert refused.returncode == 1
    assert re.fullmatch(
        rf"CommandError: 端口 {port} 已被占用或不许使用，可换一个，例如 PORT={port + 1} make demo。\n",
        refused.stderr,
    )


def test_serving_before_setup_is_refused(tmp_path: Path, port: int) -> None:
    refused = manage(tmp_path, "serve", "--port", str(port))
    assert (refused.returncode, refused.stderr) == (1, "错误：尚未初始化，请先运行 manage.py setup。\n")


def test_an_unreachable_database_is_one_line_and_status_1(home: Path) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    failed = manage(home, "showmigrations", DATABASE_URL=nowhere, DATABASE_OWNER_URL=nowhere)
    assert (failed.returncode, len(failed.stderr.splitlines()), failed.stderr[:18]) == (
        1,
        1,
        "错误：连不上数据库，什么也没有改动。",
    )


def test_an_external_database_needs_both_roles(home: Path) -> None:
    refused = manage(home, "setup", DATABASE_URL="postgresql://application@127.0.0.1:1/nothing")
    assert (refused.returncode, "DATABASE_OWNER_URL" in refused.stderr) == (1, True)


def test_the_owner_may_not_serve(home: Path, port: int) -> None:
    with lease(home):
        as_owner = {"DATABASE_URL": url(home, OWNER), "DATABASE_OWNER_URL": url(home, OWNER)}
        refused = manage(home, "serve", "--port", str(port), **as_owner)
    assert refused.returncode == 1
    assert "应用账号可建表、拥有数据表" in refused.stderr


def test_a_named_database_that_goes_away_gives_503_and_then_works_again(home: Path, port: int) -> None:
    with lease(home):
        named = {"DATABASE_URL": url(home, APPLICATION), "DATABASE_OWNER_URL": url(home, OWNER)}
        served = start_serving(home, port, **named)
        before = status_of(port, Cookie=session_cookie(home))
    while_away = status_of(port, Cookie=session_cookie(home))
    with lease(home):
        wait_for(lambda: status_of(port, Cookie=session_cookie(home)) == 200)
        after = status_of(port, Cookie=session_cookie(home))
        served.terminate()
        served.communicate(timeout=40)
    assert (before, while_away, after) == (200, 503, 200)


def test_a_killed_worker_is_started_again(
    home: Path, busy_port: int, served: "subprocess.Popen[str]"
) -> None:
    killed = child_of(served, "work")
    killed.kill()
    wait_for(lambda: any(child.pid != killed.pid for child in workers_of(served)))
    assert (len(workers_of(served)), served.poll(), status_of(busy_port)) == (1, None, 200)
    assert complaints(home).read_text().splitlines()[-1] == "作业进程已退出（状态 -9），1 秒后重新启动。"


def answering(served: "subprocess.Popen[str]") -> list[psutil.Process]:
    """The processes that answer requests."""
    return [child for child in child_of(served, "clusterreg.web").children() if _answers(child)]


def _answers(child: psutil.Process) -> bool:
    """One that has just ended does not."""
    try:
        return "clusterreg.web" in child.cmdline()
    except psutil.Error:
        return False


def test_of_two_processes_that_answer_one_that_is_killed_is_started_again(
    busy_port: int, served: "subprocess.Popen[str]"
) -> None:
    before = answering(served)
    before[0].kill()
    wait_for(lambda: len({*answering(served)} - {before[0]}) == 2)
    after = {*answering(served)} - {before[0]}
    assert (len(before), len(after), served.poll(), status_of(busy_port)) == (2, 2, None, 200)


def test_a_second_service_of_one_home_is_refused(
    home: Path, served: "subprocess.Popen[str]", busy_port: int
) -> None:
    refused = manage(home, "serve", "--port", str(free_port()))
    said = f"这个数据目录已有一个服务在运行（进程{served.pid}），不能再开一个。"
    assert (refused.returncode, refused.stderr.splitlines()[-1]) == (1, f"CommandError: {said}")
    assert status_of(busy_port) == 200


def test_two_homes_serve_side_by_side(
    other_home: Path, served: "subprocess.Popen[str]", busy_port: int
) -> None:
    other_port = free_port()
    other = start_serving(other_home, other_port)
    answers = (status_of(busy_port), status_of(other_port))
    other.terminate()
    other.communicate(timeout=40)
    assert answers == (200, 200)


def test_the_registry_outlives_a_killed_database(
    home: Path, busy_port: int, served: "subprocess.Popen[str]"
) -> None:
    os.kill(int((Layout(home).data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    wait_for(lambda: status_of(busy_port, Cookie=session_cookie(home)) == 200, seconds=30)
    assert (status_of(busy_port, Cookie=session_cookie(home)), served.poll()) == (200, None)
