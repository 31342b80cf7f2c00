"""样例 — the sheets of the talent and innovation registers are read whole, every column known."""

from datetime import date
from pathlib import Path

import pytest

from apps.rosters import registry
from apps.rosters.checking import check_file
from apps.rosters.choices import Choices
from apps.rosters.register import EmptyRegister

SAMPLES = Path(__file__).resolve().parents[2] / "fixtures" / "samples"
SHEETS = {
    "talents/post.csv": 2,
    "talents/honour.csv": 2,
    "talents/team.csv": 2,
    "talents/team_member.csv": 2,
    "talents/programme_member.csv": 2,
    "innovation/listing.csv": 2,
    "innovation/patent.csv": 2,
    "innovation/research_contract.csv": 1,
}


def read(sheet):
    path = SAMPLES / sheet
    roster = registry.kind_of(path.stem).roster
    return check_file(path.read_bytes(), path.name, roster, EmptyRegister(), Choices(date(2026, 11, 22)))


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_row_is_read_without_a_fault(sheet):
    check = read(sheet)
    faults = [issue.message for row in check.records for issue in row.issues]
    assert (len(check.records), faults) == (SHEETS[sheet], [])


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_column_is_known(sheet):
    (found,) = read(sheet).sheets
    assert sorted(found.heading.columns) == sorted(found.heading.titles)
