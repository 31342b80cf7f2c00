"""部署样例 — units and configurations name only what there is."""

import re

import pytest

from tests.docs.test_docs import DOCS, VARIABLE, commands, sources

DEPLOY = DOCS / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))


def test_every_variable_of_the_sample_is_read_by_the_program() -> None:
    read = {name for path in sources() for name in VARIABLE.findall(path.read_text())}
    sample = re.findall(r"^([A-Z_]+)=", (DEPLOY / "clusterreg.env").read_text(), re.MULTILINE)
    assert [name for name in sample if name not in read] == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_unit_starts_a_command_there_is(unit: object) -> None:
    started = re.findall(r"^ExecStart=\S+ manage\.py (\w+)$", unit.read_text(), re.MULTILINE)  # type: ignore[attr-defined]
    assert [name in commands() for name in started] == [True]


def test_every_sample_is_named_in_the_manual() -> None:
    manual = (DOCS / "operations.md").read_text()
    assert [path.name for path in DEPLOY.iterdir() if f"deploy/{path.name}" not in manual] == []
