"""命令行辅助 — commands run as people run them: in processes of their own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

REPOSITORY = Path(__file__).resolve().parents[2]
NOT_INHERITED = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "CLUSTERREG_DATABASE_ROLE",
    "CLUSTERREG_WEB",
    "DJANGO_SETTINGS_MODULE",
    "PORT",
)


def environment(home: Path, **more: str) -> dict[str, str]:
    """An environment in which only the home and what is asked for is set."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return kept | {"CLUSTERREG_HOME": str(home)} | more


def manage(
    home: Path, *arguments: str, seconds: float = 180, **more: str
) -> "subprocess.CompletedProcess[str]":
    """Run a management command to its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=REPOSITORY,
        env=environment(home, **more),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def complaints(home: Path) -> Path:
    """Where the last `serve` of a home wrote its errors: nobody would empty a pipe meanwhile."""
    return home / "complaints.txt"


def start_serving(home: Path, port: int, **more: str) -> "subprocess.Popen[str]":
    """Start `serve` and wait until it says that it is ready, or has ended."""
    with complaints(home).open("w") as errors:
        served = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=REPOSITORY,
            env=environment(home, **more),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    assert served.stdout is not None
    for line in served.stdout:
        if "已就绪" in line:
            break
    return served


def status_of(port: int, path: str = "/admin/login/", **headers: str) -> int:
    """HTTP status of a page."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def processes_of(home: Path) -> list[str]:
    """Command lines of everything still running for a home."""
    found = []
    for process in psutil.process_iter():
        try:
            ours = process.environ().get("CLUSTERREG_HOME") == str(home)
            if ours or str(home) in process.cmdline():
                found.append(" ".join(process.cmdline()))
        except psutil.Error:
            continue
    return found


def wait_until_nothing_runs(home: Path, seconds: float = 30) -> list[str]:
    """What still runs for a home after giving it some time to leave."""
    given_up = time.monotonic() + seconds
    while processes_of(home) and time.monotonic() < given_up:
        time.sleep(0.1)
    return processes_of(home)
