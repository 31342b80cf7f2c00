"""网页服务 — granian with our application, run by `serve` as a process of its own.

Two processes answer, for an interpreter works on one core. Nothing they share lies in memory: what each
remembers (`chains.remembered`, `rosters.reading.recent`) only saves the work of finding it again.
"""

import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.module_loading import import_string
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from clusterreg.supervision import leave_with_parent

PROCESSES = 2
THREADS = 8  # of each process; each holds a database connection, some only wait for a file to be read
KILL_SECONDS = 15


def load(parent: int, target: str) -> Callable[..., Any]:
    """Load the application in a fresh worker."""
    leave_with_parent(parent)
    application: Callable[..., Any] = import_string(target.replace(":", "."))
    gc.collect()
    gc.freeze()  # what has been loaded stays: no use in looking through it again and again
    return application


def main(host: str, port: int, parent: int) -> None:
    """Answer requests until told to stop."""
    leave_with_parent(parent)
    Server(
        "clusterreg.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=PROCESSES,
        respawn_failed_workers=True,
        blocking_threads=THREADS,
        log_level=LogLevels.error,
        workers_kill_timeout=KILL_SECONDS,
    ).serve(target_loader=partial(load, os.getpid()))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
