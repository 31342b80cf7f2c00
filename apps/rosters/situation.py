"""情形 — what decides about a file beside itself: whose remit, for what, as of which day."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from apps.core.identifiers import tells_of_number
from apps.core.remit import Remit
from apps.rosters.choices import Choices, Layout

CREATE = "create"
Matches = Mapping[str, Mapping[str, int | str]]
"""Field → name in the file → key of the registered record, or ``create``."""


@dataclass(frozen=True, slots=True)
class Situation:
    """情形 — what the registers are told about one upload."""

    remit: Remit
    today: date
    as_of: date
    organization: str = ""
    cluster: str = ""
    place: str = ""
    create_missing: bool = False
    matches: Matches = field(default_factory=dict)
    decisions: Mapping[tuple[str | None, int], str] = field(default_factory=dict)
    is_kept: bool = False
    """Whether the file is being kept: what is tried then stays."""

    def may_create(self, kind: str, name: str) -> bool:
        """Whether somebody has agreed that ``name`` is new; what holds a person's number is no name."""
        if tells_of_number(name):
            return False
        return self.create_missing or self.matches.get(kind, {}).get(name) == CREATE

    def matched(self, kind: str, name: str) -> int | None:
        """The key of the record somebody has said ``name`` means."""
        key = self.matches.get(kind, {}).get(name)
        return key if isinstance(key, int) else None


@dataclass(frozen=True, slots=True)
class Plan:
    """安排 — what was chosen about an upload, as it is kept between two pages."""

    as_of: date | None = None
    organization: str = ""
    cluster: str = ""
    place: str = ""
    create_missing: bool = False
    sheets: tuple[str | None, ...] | None = None
    layouts: Mapping[str | None, Layout] = field(default_factory=dict)
    matches: Matches = field(default_factory=dict)
    decisions: Mapping[tuple[str | None, int], str] = field(default_factory=dict)
    corrections: Mapping[tuple[str | None, int, str], str] = field(default_factory=dict)
    """(sheet, row, field) → the cell as put right in place."""
    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Field → what cells say → what they are to be read as."""
    erase: tuple[str, ...] = ()
    """Fields whose blank cells erase what is stored."""

    def situation(self, remit: Remit, today: date, *, is_kept: bool = False) -> Situation:
        """For the registers."""
        return Situation(
            remit=remit,
            today=today,
            as_of=self.as_of or today,
            organization=self.organization,
            cluster=self.cluster,
            place=self.place,
            create_missing=self.create_missing,
            matches=self.matches,
            decisions=self.decisions,
            is_kept=is_kept,
        )

    def choices(self, today: date) -> Choices:
        """For reading and judging."""
        return Choices(
            today=today,
            sheets=None if self.sheets is None else frozenset(self.sheets),
            layouts=self.layouts,
            decisions=self.decisions,
            corrections=self.corrections,
            meanings=self.meanings,
            erase=frozenset(self.erase),
        )

    def as_json(self) -> dict[str, Any]:
        """Plain JSON, without what is decided row by row, and without cells, which are kept sealed."""
        return {
            "as_of": self.as_of and self.as_of.isoformat(),
            "organization": self.organization,
            "cluster": self.cluster,
            "place": self.place,
            "create_missing": self.create_missing,
            "sheets": self.sheets,
            "layouts": [
                {"sheet": sheet, "header_rows": layout.header_rows, "columns": dict(layout.columns)}
                for sheet, layout in self.layouts.items()
            ],
            "matches": {kind: dict(names) for kind, names in self.matches.items()},
            "erase": list(self.erase),
        }

    def decisions_as_json(self) -> list[list[Any]]:
        """[sheet, row, decision], in the order of the sheet."""
        return [[sheet, row, decision] for (sheet, row), decision in self.decisions.items()]

    def cells_as_json(self) -> bytes | None:
        """Corrected cells and what words mean, to be sealed: they hold numbers of persons."""
        if not (self.corrections or self.meanings):
            return None
        cells = [[*place, text] for place, text in self.corrections.items()]
        meanings = {field: dict(words) for field, words in self.meanings.items()}
        return json.dumps({"cells": cells, "meanings": meanings}, ensure_ascii=False).encode()

    @classmethod
    def read(cls, stored: Mapping[str, Any], decisions: list[list[Any]], cells: bytes | None = None) -> Self:
        """What ``as_json`` and its two companions wrote."""
        said = json.loads(cells) if cells else {"cells": [], "meanings": {}}
        as_of = stored.get("as_of")
        sheets = stored.get("sheets")
        return cls(
            as_of=date.fromisoformat(as_of) if as_of else None,
            organization=stored.get("organization", ""),
            cluster=stored.get("cluster", ""),
            place=stored.get("place", ""),
            create_missing=stored.get("create_missing", False),
            sheets=None if sheets is None else tuple(sheets),
            layouts={
                layout["sheet"]: Layout(tuple(layout["header_rows"]), layout["columns"])
                for layout in stored.get("layouts", ())
            },
            matches=stored.get("matches", {}),
            decisions={(sheet, row): decision for sheet, row, decision in decisions},
            corrections={(sheet, row, field): text for sheet, row, field, text in said["cells"]},
            meanings=said["meanings"],
            erase=tuple(stored.get("erase", ())),
        )
