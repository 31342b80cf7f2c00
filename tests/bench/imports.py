"""量导入 — `make bench-import`: our import beside stock django-import-export and the floor.

Ratios are what counts; seconds belong to the machine. ROWS says how many people the roster has.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from django.db import connection

from clusterreg.supervision import MEMORY
from tests.bench import floor, stock, web
from tests.bench.database import fresh_database, settle
from tests.bench.roster import CLUSTER, workbook
from tests.bench.work import imported
from tests.factories import make_cluster

ROWS = int(os.environ.get("ROWS", "100000"))
STOCK_ROWS = 1_000
SHORT_ROWS, TRIES = 5_000, 3


def main() -> None:
    """Measure and tell."""
    with tempfile.TemporaryDirectory() as folder, fresh_database():
        make_cluster(CLUSTER)
        say(f"名册：{ROWS:,}行 20列；对照的 django-import-export 用{STOCK_ROWS:,}行")
        by_stock = through_stock()
        say(f"django-import-export 后台流程  {by_stock:8.1f} 秒  {STOCK_ROWS / by_stock:8.0f} 行/秒")
        data = workbook(ROWS)
        file = Path(folder, "roster.xlsx")
        file.write_bytes(data)
        before = through_floor(data)
        forget_people()
        ours = [job(file, "首次导入"), job(file, "原样再导入")]
        Path(folder, "short.xlsx").write_bytes(workbook(SHORT_ROWS))
        pages = web.seen([*[Path(folder, "short.xlsx")] * TRIES, file])
        judge(by_stock, (before + through_floor(data)) / 2, ours, pages)


def through_stock() -> float:
    """Seconds; the firms and branches stand already, for a stock resource has one model."""
    data = workbook(STOCK_ROWS)
    imported(data)
    forget_people()
    return measured(lambda: stock.through_the_admin(data))


def through_floor(data: bytes) -> float:
    """Seconds; measured before ours and after, for a machine is not always as fast."""
    forget_people()
    seconds = measured(lambda: floor.read_judge_and_write(data))
    say(f"底线（读、判、加密、写一张表）  {seconds:8.1f} 秒  {ROWS / seconds:8.0f} 行/秒")
    return seconds


def forget_people() -> None:
    """Nobody is registered; firms and branches stay."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE members_member CASCADE")


def measured(do: Callable[[], Any]) -> float:
    """Seconds."""
    settle()
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def job(file: Path, title: str) -> dict[str, Any]:
    """One import by a process of its own, and the most memory it and its children had at once."""
    settle()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.work", str(file)],
        env=os.environ | MEMORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    found = {"peak": 0.0}
    watcher = threading.Thread(target=_watch, args=(process.pid, found), daemon=True)
    watcher.start()
    said = json.loads(process.communicate()[0])
    said["peak"] = found["peak"]
    stages = "，".join(f"{name} {seconds}" for name, seconds in said["seconds"].items())
    say(f"本系统{title}  {said['all']:8.1f} 秒  {ROWS / said['all']:8.0f} 行/秒  （{stages}）")
    say(f"  内存最多 {said['peak']:.0f} MB；{said['counts']}")
    return said


def _watch(pid: int, found: dict[str, float]) -> None:
    """Memory of the worker and its children together, what they share counted once."""
    while psutil.pid_exists(pid):
        try:
            process = psutil.Process(pid)
            tree = [process, *process.children(recursive=True)]
            used = sum(one.memory_full_info().pss for one in tree) / 2**20
        except psutil.Error:
            continue
        found["peak"] = max(found["peak"], used)
        time.sleep(0.1)


def judge(by_stock: float, by_floor: float, ours: list[dict[str, Any]], pages: list[dict[str, Any]]) -> None:
    """The bars, and whether they are met."""
    first, again = ours
    *short, large = pages
    shown = median(page["seconds"] for page in short)
    faster = (ROWS / first["all"]) / (STOCK_ROWS / by_stock)
    tell("比 django-import-export 快（倍）", faster, 60, faster >= 60)
    tell("为底线的（倍）", first["all"] / by_floor, 2.0, first["all"] <= 2.0 * by_floor)
    tell("原样再导入为首次的（倍）", again["all"] / first["all"], 1.0, again["all"] < first["all"])
    peak = max(first["peak"], again["peak"])
    tell("作业内存最多（MB）", peak, 500, peak <= 500)
    tell("网页进程增长（MB）", large["grown"], 50, large["grown"] <= 50)
    tell(f"{SHORT_ROWS:,}行自上传到预览（秒）", shown, 2.0, shown <= 2.0)


def tell(what: str, found: float, bar: float, is_met: bool) -> None:
    """One bar."""
    say(f"{'达到' if is_met else '未达'}  {what}：{found:.2f}（指标 {bar}）")


def say(line: str) -> None:
    """To whoever waits."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
