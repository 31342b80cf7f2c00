"""演示数据的来源 — the files under ``fixtures``, as rows and tables.

Each published system has a folder of its own; a register is read from all of them, one after another.
"""

import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import load_workbook

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
SYSTEMS = FIXTURES / "systems"
Row = dict[str, str]


def table(name: str, folder: Path = SYSTEMS) -> Iterator[Row]:
    """The rows of one file, each by its column titles."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def systems() -> dict[str, Row]:
    """The published systems in the order they are made, by the names of their folders."""
    return {row["system"]: row for row in table("systems")}


def rows(name: str) -> Iterator[Row]:
    """The rows of a register in all systems, each with its ``system``."""
    for system in systems():
        if (SYSTEMS / system / f"{name}.csv").exists():
            yield from ({"system": system} | row for row in table(name, SYSTEMS / system))


def words(name: str = "invented") -> dict[str, Any]:
    """The lists of a TOML file; a list written as text is parted by spaces."""
    tables = tomllib.loads((SYSTEMS / f"{name}.toml").read_text(encoding="utf-8"))
    return {key: value.split() if isinstance(value, str) else value for key, value in tables.items()}


def sample_numbers() -> set[str]:
    """ID numbers, without check digit, of the largest sample roster: it can be imported beside the demo."""
    sheet = load_workbook(FIXTURES / "samples" / "rosters" / "05_city.xlsx").get_sheet_by_index(0)
    return set(re.findall(r"329999\d{11}(?=[\dX])", str(sheet.to_python())))


def listed(text: str) -> list[str]:
    """The parts of a cell that holds several: 「中科创、中科创控股」."""
    return [part for part in text.replace("、", " ").split() if part]
