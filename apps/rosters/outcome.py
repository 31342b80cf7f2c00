"""逐行结果 — what became of every row of a file, small enough to be kept sealed beside it."""

import json
import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from apps.core.judgement import Issue, Level
from apps.rosters.rows import Row, Verdict

WORDS = {
    Verdict.NEW: "新增",
    Verdict.CHANGED: "更正",
    Verdict.UNCHANGED: "无变化",
    Verdict.REFUSED: "未入库",
    Verdict.SKIPPED: "跳过",
}


class Outcome(NamedTuple):
    """一行的结果"""

    sheet: str | None
    number: int
    verdict: Verdict
    why: str
    issues: tuple[tuple[str, str, str], ...]
    """(field, level, message)"""

    @property
    def words(self) -> str:
        """What the last column of the file given back says."""
        told = [self.why] if self.why else [message for _, _, message in self.issues]
        return "：".join(part for part in (WORDS[self.verdict], "；".join(dict.fromkeys(told))) if part)

    @property
    def blocks(self) -> bool:
        """Whether the row is not in the register for a fault."""
        return self.verdict is Verdict.REFUSED


def outcomes_of(rows: Sequence[Row]) -> list[Outcome]:
    """What a check says about every row."""
    return [Outcome(row.sheet, row.number, row.verdict, row.why, _told(row.issues)) for row in rows]


def _told(issues: Sequence[Issue]) -> tuple[tuple[str, str, str], ...]:
    return tuple((i.field, i.level.value, i.message) for i in issues if i.level is not Level.INFO)


def packed(outcomes: Sequence[Outcome]) -> bytes:
    """For the upload's record, which seals it: messages may name people."""
    return zlib.compress(json.dumps(outcomes, ensure_ascii=False).encode(), 6)


def unpacked(data: bytes) -> list[Outcome]:
    """What ``packed`` wrote."""
    return [_outcome(stored) for stored in json.loads(zlib.decompress(data))]


def _outcome(stored: list[Any]) -> Outcome:
    sheet, number, verdict, why, issues = stored
    return Outcome(sheet, number, Verdict(verdict), why, tuple(tuple(issue) for issue in issues))
