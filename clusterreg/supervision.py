"""照看 — several processes run as one: they come up together, and none stays when one is gone."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

LOOK_SECONDS = 0.2
GRACE_SECONDS = 20


@dataclass(frozen=True)
class Program:
    """A child to run, with the name people know it by."""

    title: str
    command: Sequence[str]


class ChildEnded(Exception):
    """A child that should run for ever has ended; the message is for people."""


Child = tuple[Program, "subprocess.Popen[bytes]"]


@contextlib.contextmanager
def running(programs: Sequence[Program]) -> Iterator[list[Child]]:
    """Run programs, each out of reach of Ctrl-C in a session of its own, and stop them all at the end."""
    children: list[Child] = []
    try:
        for program in programs:
            children.append((program, subprocess.Popen(program.command, start_new_session=True)))
        yield children
    finally:
        stop([process for _, process in children])


def watch(children: Sequence[Child], tend: Callable[[], None]) -> None:
    """Look after children until one of them ends, which is an error; `tend` is called at every look."""
    while True:
        for program, process in children:
            if process.poll() is not None:
                raise ChildEnded(f"{program.title}已退出（状态 {process.returncode}），其余进程一并停止。")
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
