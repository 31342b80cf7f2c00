"""演示数据的来源 — the files under ``fixtures``, as rows and tables."""

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
KUNSHAN = FIXTURES / "kunshan"


def rows(name: str, folder: Path = KUNSHAN) -> Iterator[dict[str, str]]:
    """The rows of a file, each by its column titles."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def words(name: str = "invented", folder: Path = KUNSHAN) -> dict[str, Any]:
    """The lists of a TOML file; a list written as text is parted by spaces."""
    tables = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
    return {key: value.split() if isinstance(value, str) else value for key, value in tables.items()}


def listed(text: str) -> list[str]:
    """The parts of a cell that holds several: 「中科创、中科创控股」."""
    return [part for part in text.replace("、", " ").split() if part]
