"""关口 — what must hold for trust, told as a table: each gate, how many cases ran, how many failed.

A test of a gate is marked ``@pytest.mark.gate("备份与恢复")`` and counts as one case, unless it says
how many it ran through the fixture ``cases``.
"""

from collections import Counter
from collections.abc import Callable

import pytest

from tests.shares import LONG

MARK, CASES = "gate", "cases"


@pytest.fixture
def cases(record_property: Callable[[str, object], None]) -> Callable[[int], None]:
    """Says how many cases the test ran."""
    return lambda count: record_property(CASES, count)


def pytest_configure(config: pytest.Config) -> None:
    """Let the mark be known."""
    config.addinivalue_line("markers", f"{MARK}(name): the gate a test belongs to")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The gate travels with the report, from whichever process ran the test."""
    for item in items:
        if mark := item.get_closest_marker(MARK):
            item.user_properties.append((MARK, mark.args[0]))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table, after a long run."""
    if not LONG:
        return
    terminalreporter.section("关口")
    terminalreporter.write_line(f"{'用例':>8} {'失败':>6}  关口")
    ran, failed = _counted(terminalreporter)
    for gate in sorted(ran):
        terminalreporter.write_line(f"{ran[gate]:10,} {failed[gate]:8,}  {gate}")


def _counted(reporter: pytest.TerminalReporter) -> tuple[Counter[str], Counter[str]]:
    """Cases and failures of every gate; a test that breaks before or after counts as failed."""
    ran, failed = Counter[str](), Counter[str]()
    for outcome in ("passed", "failed", "error"):
        for report in reporter.stats.get(outcome, []):
            said = dict(report.user_properties)
            if gate := said.get(MARK):
                ran[gate] += int(said.get(CASES, 1))
                failed[gate] += outcome != "passed"
    return ran, failed
