"""损坏的样例 — samples with bytes changed at random are read or refused, never more than that."""

import io
import json
import random
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from apps.members.rosters import MemberRoster
from apps.rosters.checking import check_file
from apps.rosters.choices import Choices
from apps.rosters.reading import queueing
from apps.rosters.register import EmptyRegister
from apps.rosters.report import as_json
from tests.rosters.samples import FOLDER
from tests.shares import LONG

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
BATCH, MOST_SECONDS = 10, 10
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


def broken(seed: int) -> tuple[str, bytes]:
    """One of the samples, changed as the seed says: some in a part of the archive, some anywhere."""
    chance = random.Random(seed)
    name = chance.choice(SPREADSHEETS + OTHERS)
    data = (FOLDER / name).read_bytes()
    if name in SPREADSHEETS and seed % 4:
        return name, with_mutated_part(data, chance)
    return name, mutated(data, chance)


def answered(seed: int) -> tuple[str | None, bool, float]:
    """How a mutant is answered, whether the answer can be told, and after how many seconds."""
    name, data = broken(seed)
    started = time.monotonic()
    check = check_file(data, name, MemberRoster(), EmptyRegister(), Choices(today=date(2026, 11, 22)))
    told = json.loads(json.dumps(as_json(check, file=name, sha256="")))
    seconds = time.monotonic() - started
    return check.refused and check.refused.code, told["counts"] == check.counts, seconds


@pytest.mark.gate("变异文件")
@pytest.mark.parametrize("first", range(0, 2_000 if LONG else BATCH, BATCH))
def test_damaged_files_are_answered_in_time(first, cases):
    with ThreadPoolExecutor(queueing.SLOTS) as pool:
        answers = list(pool.map(answered, range(first, first + BATCH)))
    cases(len(answers))
    assert {code for code, _, _ in answers} <= CODES
    assert [place for place, (_, is_told, _) in enumerate(answers, first) if not is_told] == []
    assert [(place, s) for place, (_, _, s) in enumerate(answers, first) if s > MOST_SECONDS] == []
