"""选择 — everything a person may decide about one check."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

# A clerk may decide these; everything else has to be put right in the sheet.
DECIDABLE = frozenset({"C02", "C21", "ID_MISSING"})
SKIP, ACCEPT, PARK = "skip", "accept", "park"
"""Leave the row out; let it through; set it aside, refused, to be put right later."""


@dataclass(frozen=True, slots=True)
class Layout:
    """对应关系 — a clerk's word on one sheet: its heading rows (from 1) and field by column letter."""

    header_rows: tuple[int, ...]
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """选择 — rows are named by their sheet and the number it shows."""

    today: date
    sheets: frozenset[str | None] | None = None
    """Names of the sheets to read; None means the visible ones."""
    layouts: Mapping[str | None, Layout] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    corrections: Mapping[tuple[str | None, int, str], str] = field(default_factory=dict)
    """(sheet, row, field) → the cell as corrected in place."""
    decisions: Mapping[tuple[str | None, int], str] = field(default_factory=dict)
    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Field → what cells say → what they are to be read as."""
    erase: frozenset[str] = frozenset()
    """空值覆盖: fields whose blank cells erase what is stored."""
