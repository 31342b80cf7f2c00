"""损坏的样例 — samples with bytes changed at random are read or refused, never more than that."""

import io
import json
import random
import zipfile
from datetime import date

import pytest

from apps.members.rosters import MemberRoster
from apps.rosters.checking import check_file
from apps.rosters.choices import Choices
from apps.rosters.register import EmptyRegister
from apps.rosters.report import as_json
from tests.rosters.samples import FOLDER

SPREADSHEETS = ["02_layout_b_cluster.xlsx", "09_two_row_header.xlsx", "11_totals.xlsx"]
OTHERS = ["01_layout_a_branch.xls", "03_layout_c_system.csv", "14_pasted.tsv"]
OUTSIDERS = [
    b"99999999999",
    b"-1",
    b"1e309",
    b"<f>",
    b"</c>",
    b"&#0;",
    b"_x0000_",
    b'"',
    b"\t",
    b"\n",
    b"\xff",
]
CODES = {None, "encrypted", "unreadable", "empty", "no_header", "too_large"}


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 8)):
        place = chance.randrange(len(changed))
        match chance.randrange(3):
            case 0:
                changed[place] = chance.randrange(256)
            case 1:
                del changed[place : place + chance.randrange(1, 40)]
            case _:
                changed[place:place] = chance.choice(OUTSIDERS)
    return bytes(changed)


def with_mutated_part(data: bytes, chance: random.Random) -> bytes:
    """An archive in order, with one part of it changed: what gets past checksums."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        target = chance.choice([name for name in old.namelist() if "xl/" in name])
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, mutated(part, chance) if name == target else part)
    return buffer.getvalue()


@pytest.mark.parametrize("seed", range(24))
def test_a_damaged_file_is_answered(seed):
    chance = random.Random(seed)
    name = chance.choice(SPREADSHEETS + OTHERS)
    data = (FOLDER / name).read_bytes()
    broken = with_mutated_part(data, chance) if name in SPREADSHEETS else mutated(data, chance)

    check = check_file(broken, name, MemberRoster(), EmptyRegister(), Choices(today=date(2026, 11, 22)))

    assert (check.refused and check.refused.code) in CODES
    assert json.loads(json.dumps(as_json(check, file=name, sha256="")))["counts"] == check.counts
