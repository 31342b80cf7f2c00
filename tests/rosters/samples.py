"""样例 — the fourteen public rosters and what reading each must give (fixtures/samples/rosters)."""

import json
from datetime import date
from pathlib import Path

from apps.members.rosters import MemberRoster
from apps.rosters.checking import Check, check_file
from apps.rosters.choices import Choices
from tests.rosters.memory import MemoryRegister

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "samples" / "rosters"
TODAY = date(2026, 11, 22)
CASES = json.loads((FOLDER / "expected.json").read_text())
LEVELS = {"E": "error", "W": "warning", "I": "info"}


def check_sample(file: str, committed: tuple[str, ...] = ()) -> Check:
    """One sample, after the given ones are in the register."""
    register = MemoryRegister()
    for earlier in committed:
        register.keep(_check(earlier, register))
    return _check(file, register)


def _check(file: str, register: MemoryRegister) -> Check:
    return check_file((FOLDER / file).read_bytes(), file, MemberRoster(), register, Choices(today=TODAY))
