"""网页服务 — granian with our application, run by `serve` as a process of its own."""

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

BLOCKING_THREADS = 12  # each holds one database connection; most of those reading files only wait
KILL_SECONDS = 15


def load(parent: int, target: str) -> Callable[..., Any]:
    """Load the application in a fresh worker."""
    leave_with_parent(parent)
    return import_string(target.replace(":", "."))


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
        blocking_threads=BLOCKING_THREADS,
        log_level=LogLevels.error,
        workers_kill_timeout=KILL_SECONDS,
    ).serve(target_loader=partial(load, os.getpid()))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
