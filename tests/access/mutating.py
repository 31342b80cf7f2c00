"""越权变异 — ``make mutate-access``: without any one check, some test fails.

The suite runs once in a copy of the tree whose checking functions say that they run; so each test is known to
run which. Then each mutant is written into a copy and given to the tests that run it, the quick and narrow
ones first, all of them before it counts as missed. What stands in no function, lists of fields and rights of
pages, is judged by what is written down of it. ONLY names the folders, with commas between them, of which
mutants are made: a run may be made in parts.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from clusterreg.embedded_postgres import lease
from tests.access.mutants import ROOT, Mutant, mutants, noted
from tests.access.noted import WRITTEN_IN

JOBS = int(os.environ.get("JOBS", os.cpu_count() or 1))
ONLY = tuple(os.environ.get("ONLY", "").split(","))
HOME = Path(os.environ.get("CLUSTERREG_HOME", ROOT / "var")) / "mutants"
FIRST_SECONDS = 30
NOTICED = (1, 2)
"""How pytest ends with failures, or where a file can no longer be read."""
PASSED = 0
# Processes and browsers of their own, which nobody sees into; and what a changed file breaks by its looks.
NOT_ASKED = ("tests/browser", "tests/clusterreg", "tests/loss", "tests/bench", "tests/test_architecture.py")
WRITTEN_DOWN = ["tests/access/test_written.py"]


class Ran(NamedTuple):
    """A test that runs a function: how many checking functions it runs in all, and how long it takes."""

    breadth: int
    seconds: float
    test: str


class Bench(NamedTuple):
    """A copy of the tree, and a home with a server."""

    tree: Path
    home: Path

    def run(self, *arguments: str, **more: str) -> int:
        """How pytest ends there."""
        return subprocess.run(  # nosec B603
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
            cwd=self.tree,
            env=os.environ | {"CLUSTERREG_HOME": str(self.home)} | more,
            capture_output=True,
            check=False,
        ).returncode


def main() -> None:
    """Tell of each mutant whether it was noticed; ends badly when one was missed."""
    found = [mutant for mutant in mutants() if str(mutant.path).startswith(ONLY)]
    with ExitStack() as stack:
        benches = [stack.enter_context(a_bench(number)) for number in range(JOBS)]
        running = traced(benches[0], found)
        free: SimpleQueue[Bench] = SimpleQueue()
        for bench in benches:
            free.put(bench)
        with ThreadPoolExecutor(JOBS) as pool:
            missed = [
                mutant
                for mutant, is_noticed in zip(
                    found, pool.map(lambda mutant: judged(mutant, running, free), found), strict=True
                )
                if not is_noticed
            ]
    say(f"{len(found)} 个变异体，发现 {len(found) - len(missed)} 个，漏过 {len(missed)} 个")
    sys.exit("\n".join(map(str, missed)) or 0)


@contextmanager
def a_bench(number: int) -> Iterator[Bench]:
    """One of its own for each that works beside the others; its server runs throughout."""
    home = HOME / str(number)
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, lease(home):
        tree = Path(folder) / "tree"
        left = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache")
        shutil.copytree(ROOT, tree, ignore=left)
        yield Bench(tree, home)


def traced(bench: Bench, found: list[Mutant]) -> dict[str, list[Ran]]:
    """By function, the tests that run it; the quick and narrow ones first."""
    running: dict[str, list[Ran]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for path, source in noted(found):
            (bench.tree / path).write_text(source, encoding="utf-8")
        ignored = [f"--ignore={name}" for name in NOT_ASKED]
        bench.run("-n", str(JOBS), "-p", "tests.access.noted", *ignored, "tests", **{WRITTEN_IN: folder})
        for path in {mutant.path for mutant in found}:
            shutil.copy(ROOT / path, bench.tree / path)
        for file in Path(folder).iterdir():
            for line in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
                if line["failed"]:
                    say(f"  不作数，自己就没有通过：{line['test']}")
                for function in line["ran"]:
                    running[function].append(Ran(len(line["ran"]), line["seconds"], line["test"]))
    say(f"{len(found)} 个变异体，{len(running)} 个函数有测试走到")
    return {
        function: sorted(tests, key=lambda one: one.breadth * one.seconds)
        for function, tests in running.items()
    }


def judged(mutant: Mutant, running: dict[str, list[Ran]], free: "SimpleQueue[Bench]") -> bool:
    """Whether a test fails with the mutant in its file."""
    bench = free.get()
    try:
        (bench.tree / mutant.path).write_text(mutant.source, encoding="utf-8")
        is_noticed = any(is_noticed_by(tests, bench) for tests in rounds(mutant, running) if tests)
    finally:
        shutil.copy(ROOT / mutant.path, bench.tree / mutant.path)
        free.put(bench)
    say(f"  {'发现' if is_noticed else '漏过'} {mutant}")
    return is_noticed


def is_noticed_by(tests: list[str], bench: Bench) -> bool:
    """Whether one of these tests fails there. Raises ``RuntimeError`` when they cannot be run."""
    ended = bench.run("-x", "-n0", *tests)
    if ended not in (PASSED, *NOTICED):
        raise RuntimeError(f"pytest ended with {ended}")
    return ended in NOTICED


def rounds(mutant: Mutant, running: dict[str, list[Ran]]) -> Iterator[list[str]]:
    """The tests to ask: the first seconds' worth of them, then the others."""
    if not mutant.function:
        yield WRITTEN_DOWN
        return
    tests, seconds, first = running.get(f"{mutant.path}:{mutant.function}", []), 0.0, 0
    while first < len(tests) and seconds < FIRST_SECONDS:
        seconds, first = seconds + tests[first].seconds, first + 1
    yield [one.test for one in tests[:first]]
    yield [one.test for one in tests[first:]]


def say(line: str) -> None:
    """Show progress at once: a run takes long."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
