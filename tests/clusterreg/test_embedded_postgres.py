"""内置数据库 — real servers in homes of their own."""

import os
import signal
import stat
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from clusterreg.embedded_postgres import APPLICATION, OWNER, EmbeddedPostgresError, Layout, connection, lease
from clusterreg.embedded_postgres.server import Server
from clusterreg.waiting import wait_for

REPOSITORY = Path(__file__).resolve().parents[2]


def connect(home: Path, role: str = OWNER, **changes: str) -> "psycopg.Connection[tuple[object, ...]]":
    """A connection to a home's own server."""
    parameters = connection(home, role)
    wanted = {
        "host": parameters["HOST"],
        "port": parameters["PORT"],
        "user": role,
        "password": parameters["PASSWORD"],
        "dbname": parameters["NAME"],
    }
    return psycopg.connect(**(wanted | changes), autocommit=True)  # type: ignore[arg-type]


def server_number(home: Path) -> int:
    """Process number of a home's server."""
    return int((Layout(home).data / "postmaster.pid").read_text().split()[0])


def is_running(home: Path) -> bool:
    """Whether a home's server runs."""
    return Server(Layout(home)).is_running()


def start_holder(home: Path) -> "subprocess.Popen[str]":
    """Another process that takes a lease and keeps it."""
    program = """
        import sys, time
        from pathlib import Path
        from clusterreg.embedded_postgres import lease
        with lease(Path(sys.argv[1])):
            print("held", flush=True)
            time.sleep(600)
    """
    holder = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), str(home)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def kill(holder: "subprocess.Popen[str]") -> None:
    """End a process the hard way."""
    holder.kill()
    holder.communicate()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose server has run once."""
    path = tmp_path_factory.mktemp("home")
    with lease(path):
        pass
    return path


@pytest.fixture
def running_home(home: Path) -> Iterator[Path]:
    """A home whose server runs."""
    with lease(home):
        yield home


def test_the_server_stops_with_its_last_lease(home: Path) -> None:
    with lease(home):
        with lease(home):
            pass
        assert is_running(home)
    assert not is_running(home)


def test_a_second_lease_attaches_to_the_running_server(running_home: Path) -> None:
    before = server_number(running_home)
    with lease(running_home):
        assert server_number(running_home) == before


def test_a_lease_of_another_process_keeps_the_server_running(home: Path) -> None:
    with lease(home):
        holder = start_holder(home)
    assert is_running(home)
    kill(holder)


def test_the_server_stops_although_its_last_user_was_killed(home: Path) -> None:
    holder = start_holder(home)
    assert is_running(home)
    kill(holder)
    wait_for(lambda: not is_running(home), seconds=20)
    assert not is_running(home)


def test_the_server_stops_although_its_keeper_was_killed(home: Path) -> None:
    with lease(home):
        keeper = next(child for child in psutil.Process().children() if str(home) in child.cmdline())
        keeper.kill()
        keeper.wait()
    assert not is_running(home)


def test_data_survives_a_killed_server(home: Path) -> None:
    with lease(home) as claim:
        with connect(home) as before:
            before.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        os.kill(server_number(home), signal.SIGKILL)
        wait_for(lambda: not is_running(home))
        claim.revive()
        with connect(home) as after:
            assert after.execute("SELECT answer FROM kept").fetchall() == [(42,)]


def test_a_number_that_now_belongs_to_another_program_does_not_prevent_a_start(home: Path) -> None:
    (Layout(home).data / "postmaster.pid").write_text(f"{os.getpid()}\n")
    with lease(home):
        assert server_number(home) != os.getpid()


def test_a_start_killed_half_way_is_made_good_by_the_next(tmp_path: Path) -> None:
    leftover = Layout(tmp_path).root / "data.new"
    leftover.mkdir(parents=True)
    (leftover / "PG_VERSION").write_text("18\n")
    with lease(tmp_path), connect(tmp_path) as owner:
        assert owner.execute("SELECT current_user").fetchall() == [(OWNER,)]


def test_two_homes_run_side_by_side(running_home: Path, tmp_path: Path) -> None:
    with lease(tmp_path):
        assert server_number(tmp_path) != server_number(running_home)


@pytest.mark.parametrize("password", ["", "not the password"])
@pytest.mark.parametrize("role", [OWNER, APPLICATION])
def test_nobody_connects_without_the_password(running_home: Path, role: str, password: str) -> None:
    with pytest.raises(psycopg.OperationalError):
        connect(running_home, role, password=password)


def test_the_server_listens_on_no_network_address(running_home: Path) -> None:
    with connect(running_home, dbname="postgres") as owner:
        assert owner.execute("SHOW listen_addresses").fetchall() == [("",)]


def test_no_line_of_the_access_file_trusts(home: Path) -> None:
    lines = (Layout(home).data / "pg_hba.conf").read_text().splitlines()
    assert [line.split()[3] for line in lines] == ["peer", "scram-sha-256"]


def test_the_application_role_makes_no_tables(running_home: Path) -> None:
    with connect(running_home) as owner:
        owner.execute(f"GRANT CONNECT ON DATABASE clusterreg TO {APPLICATION}")
    with (
        connect(running_home, APPLICATION) as application,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        application.execute("CREATE TABLE mine (number int)")


def test_neither_role_is_more_than_it_should_be(running_home: Path) -> None:
    with connect(running_home) as owner:
        found = owner.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname ~ '^cluster'"
        ).fetchall()
    assert sorted(found) == [(APPLICATION, False, False, False), (OWNER, False, False, False)]


def test_passwords_can_be_read_by_their_owner_only(home: Path) -> None:
    assert stat.S_IMODE((Layout(home).secrets / "database.json").stat().st_mode) == 0o600


def test_the_socket_is_in_a_private_directory(running_home: Path) -> None:
    assert stat.S_IMODE(Layout(running_home).socket.stat().st_mode) == 0o700


def test_a_long_path_gets_a_short_socket_directory(tmp_path: Path) -> None:
    home = tmp_path / "很长的目录名" / ("x" * 100)
    with lease(home), connect(home) as owner:
        assert owner.execute("SELECT 1").fetchall() == [(1,)]
        assert len(os.fsencode(Layout(home).socket)) < 60
    assert not Layout(home).socket.exists()


def test_a_socket_directory_that_is_a_link_is_refused(tmp_path: Path) -> None:
    home = tmp_path / ("x" * 100)
    Layout(home).socket.symlink_to(tmp_path)
    try:
        with pytest.raises(EmbeddedPostgresError, match="属于别的系统用户"), lease(home):
            pass
    finally:
        Layout(home).socket.unlink()


def test_a_closed_directory_above_the_home_is_opened_for_passing_through_only(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with lease(closed / "home"):
        mode = stat.S_IMODE(closed.stat().st_mode)
    assert mode & 0o066 == 0


def test_a_way_closed_meanwhile_does_not_keep_the_server_from_stopping(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    with lease(closed / "home"):
        closed.chmod(0o700)
    assert not is_running(closed / "home")
