"""走到哪里 — a plugin for pytest: which of the functions that check anything each test that passes ran."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

SEEN: set[str] = set()
FAILED: set[str] = set()
WRITTEN_IN = "CLUSTERREG_NOTED_IN"


def ran(function: str) -> None:
    """Said by each such function, in a copy of the tree made for that."""
    SEEN.add(function)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A test that fails by itself says nothing about a mutant."""
    if report.failed:
        FAILED.add(report.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Note what a test runs, what is made for it included."""
    SEEN.clear()
    begun = time.monotonic()
    yield
    ran_here = [] if item.nodeid in FAILED else sorted(SEEN)
    line = {"test": item.nodeid, "ran": ran_here, "seconds": time.monotonic() - begun}
    line["failed"] = item.nodeid in FAILED
    with (Path(os.environ[WRITTEN_IN]) / f"{os.getpid()}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
