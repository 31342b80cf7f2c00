"""量网页 — how long a page makes people wait, and how much the web process grows over it.

The web server as `serve` runs it answers a visitor who hands the file in and opens the check; a large file is
left to a worker of its own.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
from django.conf import settings
from django.urls import reverse

from apps.rosters.models import Upload
from clusterreg import databases, embedded_postgres
from clusterreg.supervision import MEMORY
from tests.bench.database import NAME
from tests.bench.roster import CLUSTER, workbook
from tests.bench.visitor import Visitor
from tests.clusterreg.commands import free_port
from tests.factories import PASSWORD, make_user

FIRST = 5
HAND_IN = reverse("rosters:hand_in", args=["member"])


def seen(files: list[Path]) -> list[dict[str, Any]]:
    """For each file, seconds from the upload to the page of the check, and megabytes the server grew by.

    First small files load the code, which each of its processes does once in its life.
    """
    make_user("registry_manager", username="bench")
    return [_seen(file.read_bytes()) for file in files]


def _seen(data: bytes) -> dict[str, Any]:
    faults: list[str] = []
    with _served() as (port, server), Visitor(port, faults) as visitor:
        visitor.sign_in("bench", PASSWORD)
        for _ in range(FIRST):
            _hand_in_and_look(visitor, workbook(20))
        before, begun = _megabytes(server), time.perf_counter()
        _hand_in_and_look(visitor, data)
        seconds, grown = time.perf_counter() - begun, _megabytes(server) - before
    assert not faults, faults
    return {"seconds": round(seconds, 2), "grown": round(grown, 1)}


@contextmanager
def _served() -> Iterator[tuple[int, psutil.Process]]:
    """A web server on the database of the benchmark, answering."""
    port = free_port()
    said = embedded_postgres.connection(settings.HOME, embedded_postgres.OWNER)
    where = f"{quote(said['HOST'], safe='')}:{said['PORT']}/{NAME}"
    url = f"postgresql://{said['USER']}:{quote(said['PASSWORD'], safe='')}@{where}"
    process = subprocess.Popen(
        [sys.executable, "-m", "clusterreg.web", "127.0.0.1", str(port), str(os.getpid())],
        env=os.environ | MEMORY | {databases.URL_OF[databases.OWNER]: url},
    )
    try:
        until = time.monotonic() + 60
        while not _answers(port):
            assert time.monotonic() < until, "no web server"
            time.sleep(0.1)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _hand_in_and_look(visitor: Visitor, data: bytes) -> None:
    said = {"as_of": "2026-11-22", "cluster": CLUSTER}
    assert visitor.post(HAND_IN, said, "files", data) == 302
    upload = Upload.objects.defer("content").latest("pk")
    review = reverse("rosters:review", args=[upload.pk])
    while visitor.look(review) == 302:
        subprocess.run([sys.executable, "-m", "tests.bench.work"], check=True, env=os.environ | MEMORY)


def _megabytes(server: psutil.Process) -> float:
    tree = [server, *server.children(recursive=True)]
    return float(sum(one.memory_full_info().pss for one in tree)) / 2**20
