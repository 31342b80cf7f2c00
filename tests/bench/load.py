"""量负载 — `make load`: many people at once, two imports and exports meanwhile: errors, waiting, memory.

A registry of its own with the demo's data is served; USERS people sign in and read for MINUTES, a few seconds
of thought between pages. Bars: no error, memory flat after the first third. LOAD_HOME keeps the registry.
"""

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

import psutil

from tests.bench.roster import workbook
from tests.bench.visitor import Visitor
from tests.clusterreg.commands import REPOSITORY, environment, free_port, manage, start_serving

USERS = int(os.environ.get("USERS", "100"))
MINUTES = float(os.environ.get("MINUTES", "10"))
ROWS = int(os.environ.get("ROWS", "10000"))
THOUGHT = (2.0, 8.0)
ACCOUNTS = ("registry", "hightech", "metaverse", "clerk", "yuhua", "redchain")
PASSWORD = "Cluster-demo-2026"  # of the demo, published
PAGES = {
    "工作台": "/",
    "看板总览": "/chains/",
    "集群": "/clusters/",
    "企业": "/enterprises/",
    "党组织": "/organizations/",
    "党员": "/members/",
    "点单": "/services/orders/",
    "指标手册": "/chains/handbook/",
    "预警": "/alerts/",
    "检索": "/search/?q=支部",
}
EXPORT = "/enterprises/export/?format=xlsx"
CLUSTER = "元宇宙产业创新集群"
Waits = dict[str, list[float]]


def main() -> None:
    """Serve, load, tell; ends badly when a bar is missed."""
    with a_home() as home, served(home) as (port, serving):
        say(f"{USERS}人，{MINUTES:g}分钟，两次导入{ROWS:,}行，导出不断")
        waits, faults, memory = at_work(home, port, serving)
    tell_waits(waits)
    grown = tell_memory(memory)
    say(f"请求 {sum(map(len, waits.values())):,} 次，出错 {len(faults)} 次 {faults[:3] or ''}")
    assert not faults
    assert grown < 1.25, "memory grew"


@contextmanager
def a_home() -> Iterator[Path]:
    """The one the environment names, or one for this once."""
    if kept := os.environ.get("LOAD_HOME"):
        yield Path(kept)
        return
    with tempfile.TemporaryDirectory(prefix="load") as folder:
        yield Path(folder)


@contextmanager
def served(home: Path) -> "Iterator[tuple[int, subprocess.Popen[str]]]":
    """A registry with the demo's data, its boards counted, answering."""
    for command in ("setup", "demo", "readings"):
        done = manage(home, command, seconds=3600)
        assert done.returncode == 0, done.stderr
    port = free_port()
    process = start_serving(home, port, CLUSTERREG_ONE_SESSION="0")
    try:
        yield port, process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def at_work(
    home: Path, port: int, serving: "subprocess.Popen[str]"
) -> tuple[Waits, list[str], list[dict[str, float]]]:
    """Everybody at once until the time is over."""
    waits: Waits = defaultdict(list)
    faults: list[str] = []
    memory: list[dict[str, float]] = []
    until = time.monotonic() + MINUTES * 60
    tasks = [
        threading.Thread(target=_read, args=(number, port, until, waits, faults)) for number in range(USERS)
    ]
    tasks += [threading.Thread(target=_export, args=(port, until, waits, faults))]
    tasks += [threading.Thread(target=_import, args=(home, turn, until, waits, faults)) for turn in (1, 2)]
    for task in tasks:
        task.start()
    while time.monotonic() < until:
        memory.append(_memory(serving.pid))
        time.sleep(5)
    for task in tasks:
        task.join()
    return waits, faults, memory


def _read(number: int, port: int, until: float, waits: Waits, faults: list[str]) -> None:
    """One person: signs in, then page after page."""
    chance = random.Random(number)
    time.sleep(chance.uniform(0, min(30, MINUTES * 6)))
    with Visitor(port, faults) as visitor:
        visitor.sign_in(ACCOUNTS[number % len(ACCOUNTS)], PASSWORD)
        while time.monotonic() < until:
            name = chance.choice(list(PAGES))
            waits[name].append(visitor.get(PAGES[name]))
            time.sleep(chance.uniform(*THOUGHT))


def _export(port: int, until: float, waits: Waits, faults: list[str]) -> None:
    with Visitor(port, faults) as visitor:
        visitor.sign_in("registry", PASSWORD)
        while time.monotonic() < until:
            waits["导出企业"].append(visitor.get(EXPORT))
            time.sleep(5)


def _import(home: Path, turn: int, until: float, waits: Waits, faults: list[str]) -> None:
    """In a third of the time, and in two thirds."""
    time.sleep(max(0.0, until - time.monotonic() - MINUTES * 60 * (3 - turn) / 3))
    file = home / f"{turn}.xlsx"
    file.write_bytes(workbook(ROWS, first=(turn - 1) * ROWS))
    begun = time.monotonic()
    command = ["manage.py", "import_roster", str(file), "--as", "registry", "--create-missing"]
    done = subprocess.run(
        [sys.executable, *command, "--cluster", CLUSTER, "--place", "昆山高新区"],
        cwd=REPOSITORY,
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    waits[f"导入{ROWS:,}行"].append(time.monotonic() - begun)
    if done.returncode:
        faults.append(f"import: {done.returncode} {done.stderr[-200:]}")


def _memory(number: int) -> dict[str, float]:
    """Megabytes of what serves, by part; shared pages are nobody's growth."""
    found: dict[str, float] = defaultdict(float)
    for process in psutil.Process(number).children(recursive=True):
        try:
            part = "作业进程" if "work" in process.cmdline() else "网页服务"
            found[part] += process.memory_full_info().uss / 2**20
        except psutil.Error:
            continue
    return found


def tell_waits(waits: Waits) -> None:
    """How long people waited, by page."""
    say(f"{'次数':>6}{'中位（毫秒）':>10}{'95%（毫秒）':>10}{'最长（毫秒）':>10}  页面")
    for name, found in waits.items():
        parts = quantiles(found, n=20, method="inclusive") if len(found) > 1 else found * 19
        figures = (parts[9], parts[18], max(found))
        say(f"{len(found):8}" + "".join(f"{figure * 1000:14,.0f}" for figure in figures) + f"  {name}")


def tell_memory(memory: list[dict[str, float]]) -> float:
    """How much there was, by part; by how much the whole grew after the first third."""
    third = max(1, len(memory) // 3)
    for part in sorted(memory[-1]):
        told = [round(sample[part]) for sample in memory]
        say(
            f"{part}内存（MB）：开始 {told[0]}，三分之一 {told[third - 1]}，最多 {max(told)}，结束 {told[-1]}"
        )
    whole = [sum(sample.values()) for sample in memory]
    settled = max(whole[third - 1 : 2 * third] or whole)
    say(f"后三分之一比中间三分之一的最多处：{max(whole[-third:]) / settled:.2f} 倍（指标 1.25 以内）")
    return max(whole[-third:]) / settled


def say(line: str) -> None:
    """Tell whoever watches."""
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
