"""内置数据库的存续 — the server runs while anybody of ours holds a lease on it, and no longer.

Leases are shared file locks: the kernel drops them whatever way a process dies, so there is no list of
processes to go stale. The last one to leave stops the server; when it was killed before it could, the
keeper does.
"""

import contextlib
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from clusterreg.embedded_postgres.layout import Layout
from clusterreg.embedded_postgres.server import Server
from clusterreg.waiting import wait_for

# Keepers may outlive whoever started them; held here so that they are reaped and not complained about.
started_keepers: "dict[Path, subprocess.Popen[bytes]]" = {}


class Lease:
    """One process's claim on the running server of a home."""

    def __init__(self, home: Path) -> None:
        self.layout = Layout(home)
        self.layout.locks.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.users = open_lock(self.layout, "users")

    def take(self) -> "Lease":
        """Hold the lease; starts the server where it does not run."""
        server = Server(self.layout)
        with transition(self.layout):
            fcntl.flock(self.users, fcntl.LOCK_SH)
            if not server.is_running():
                server.start()
            if not is_locked(self.layout, "keeper"):
                start_keeper(self.layout)
        return self

    def revive(self) -> None:
        """Start the server again if something killed it."""
        if not Server(self.layout).is_running():
            self.take()

    def give_up(self) -> None:
        """Drop the lease; stops the server when nobody else holds one."""
        with transition(self.layout):
            stopped = stop_if_unused(self.layout, self.users)
            os.close(self.users)
        if stopped:
            wait_for(lambda: not is_locked(self.layout, "keeper"))
            if keeper := started_keepers.pop(self.layout.home, None):
                keeper.wait()


@contextlib.contextmanager
def lease(home: Path) -> Iterator[Lease]:
    """The running server of a home, for the length of a block."""
    claim = Lease(home)
    try:
        yield claim.take()
    finally:
        claim.give_up()


def stop_if_unused(layout: Layout, users: int) -> bool:
    """Stop the server unless somebody else holds a lease; called under the transition lock."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    Server(layout).stop()
    return True


@contextlib.contextmanager
def transition(layout: Layout) -> Iterator[None]:
    """One process at a time starts or stops the server of a home."""
    lock = open_lock(layout, "transition")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def open_lock(layout: Layout, name: str) -> int:
    """A descriptor to lock on; child programs do not inherit it."""
    return os.open(layout.locks / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def is_locked(layout: Layout, name: str) -> bool:
    """Whether any process holds the lock."""
    lock = open_lock(layout, name)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def start_keeper(layout: Layout) -> None:
    """Start the keeper in a session of its own, out of reach of Ctrl-C, and wait until it is on duty."""
    keeper = subprocess.Popen(
        [sys.executable, "-m", "clusterreg.embedded_postgres.keeper", str(layout.home)],
        cwd=Path(__file__).resolve().parents[2],
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if killed := started_keepers.get(layout.home):
        killed.wait()
    started_keepers[layout.home] = keeper
    wait_for(lambda: is_locked(layout, "keeper") or keeper.poll() is not None)
