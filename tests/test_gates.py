"""关口表 — the table counts what ran and what failed."""

import pytest

pytest_plugins = ["pytester"]

TESTS = """
import pytest

@pytest.mark.gate("备份与恢复")
def test_many(cases):
    cases(20)

@pytest.mark.gate("备份与恢复")
def test_one():
    pass

@pytest.mark.gate("行级安全")
def test_that_fails():
    assert False

def test_of_no_gate():
    pass
"""


def test_the_table_names_each_gate_with_its_cases_and_failures(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.gates.LONG", True)
    pytester.makepyfile(TESTS)
    said = pytester.runpytest_inprocess("-p", "tests.gates", "-p", "no:django", "-p", "no:playwright")
    said.stdout.fnmatch_lines(["*21*0  备份与恢复", "*1*1  行级安全"])
