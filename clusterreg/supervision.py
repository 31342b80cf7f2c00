"""照看 — several processes run as one: they come up together, and none stays when a vital one is gone.

One that is not vital is started again, a second later, and ever later while it keeps failing.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LOOK_SECONDS = 0.2
GRACE_SECONDS = 20
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
# What a large file took goes back to the system as soon as it is let go.
MEMORY = {"MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "131072", "MALLOC_ARENA_MAX": "2"}

Say = Callable[[str], Any]
"""Tells people."""


@dataclass(frozen=True)
class Program:
    """A child to run, with the name people know it by."""

    title: str
    command: Sequence[str]
    is_vital: bool = True


class ChildEnded(Exception):
    """A child that should run for ever has ended; the message is for people."""


class Child:
    """A program that runs, in a session of its own: out of reach of Ctrl-C."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.pause = 0.0
        self.start()

    def start(self) -> None:
        """Run it."""
        environment = os.environ | MEMORY
        self.process = subprocess.Popen(self.program.command, env=environment, start_new_session=True)
        self.started_at = self.due_at = time.monotonic()
        self.is_mourned = False

    @property
    def has_ended(self) -> bool:
        """Whether it runs no more."""
        return self.process.poll() is not None

    def revive(self, say: Say) -> None:
        """Start it again when its pause is over; one that had run for long is not made to wait."""
        now = time.monotonic()
        if not self.is_mourned:
            has_run = now - self.started_at >= LONGEST_PAUSE
            self.pause = 0.0 if has_run else min(max(self.pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
            self.due_at, self.is_mourned = now + self.pause, True
            status = self.process.returncode
            say(f"{self.program.title}已退出（状态 {status}），{self.pause:g} 秒后重新启动。")
        elif now >= self.due_at:
            self.start()


class AlreadyRunning(Exception):
    """Another one does this already; the message is for people."""


@contextlib.contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Whoever is inside holds the lock, however it dies. Raises ``AlreadyRunning`` with its number."""
    lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(lock, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(
                f"这个数据目录已有一个服务在运行（进程{file.read()}），不能再开一个。"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


@contextlib.contextmanager
def running(programs: Sequence[Program]) -> Iterator[list[Child]]:
    """Run programs, and stop them all at the end."""
    children: list[Child] = []
    try:
        children.extend(map(Child, programs))
        yield children
    finally:
        stop([child.process for child in children])


def watch(children: Sequence[Child], tend: Callable[[], None], say: Say) -> None:
    """Look after children until a vital one ends, which is an error; `tend` is called at every look."""
    while True:
        for child in children:
            if child.has_ended and child.program.is_vital:
                status = child.process.returncode
                raise ChildEnded(f"{child.program.title}已退出（状态 {status}），其余进程一并停止。")
            if child.has_ended:
                child.revive(say)
        tend()
        time.sleep(LOOK_SECONDS)


def stop(processes: "Sequence[subprocess.Popen[bytes]]") -> None:
    """Ask every process to end, wait, then insist; a second Ctrl-C does not cut this short."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for process in processes:
        process.terminate()
    given_up = time.monotonic() + GRACE_SECONDS
    for process in processes:
        try:
            process.wait(timeout=max(0.1, given_up - time.monotonic()))
        except subprocess.TimeoutExpired:
            # The child leads a session: what it started goes with it.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def leave_with_parent(parent: int) -> None:
    """End this process soon after its parent is gone, however and however early the parent died."""

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_SECONDS)
        os._exit(1)

    threading.Thread(target=look, name="leave_with_parent", daemon=True).start()
