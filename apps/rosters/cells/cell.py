"""单元格 — what every kind of cell has in common."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from apps.core.judgement import Issue, Judged, error
from apps.core.text import unprintable_in

NOT_GIVEN = frozenset(
    {"", "/", "\\", "-", "--", "—", "——", "―", "–", "无", "暂无", "空", "NULL", "N/A", "n/a"}
)
ERROR_VALUES = frozenset(
    {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!"}
)
# What an export of ours shows of a text that may not be read: read back, it leaves what is stored.
MASKED = "******"
PICTURE = re.compile(r"=(_xlfn\.)?DISPIMG\(", re.IGNORECASE)

BROKEN = error("CELL_ERROR", "单元格是公式错误值，请改为填写内容")
BOOLEAN = error("CELL_BOOLEAN", "单元格是逻辑值（TRUE/FALSE），请填写文字")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """读取条件 — what a cell cannot know by itself."""

    today: date
    epoch_1904: bool = False


class Said(NamedTuple):
    """读到的内容 — `also` holds what a cell says about other fields: a second phone, a note behind a name."""

    value: Any = None
    issues: tuple[Issue, ...] = ()
    also: tuple[tuple[str, Any], ...] = ()


NOTHING = Said()


class Cell:
    """单元格 — a kind overrides `read_text`, and `read_other` where numbers or dates mean something to it."""

    number_format = "@"
    explanation = ""
    cacheable = True

    @property
    def options(self) -> tuple[str, ...]:
        """What a drop-down offers."""
        return ()

    def gives_away(self, text: str) -> bool:
        """Whether a text can hardly be anything but this kind of cell: for columns nobody has named."""
        return False

    def proved(self, raw: Any, circumstances: Circumstances) -> str | None:
        """What a faulty cell must have said, where it can be proved; it is offered, never taken."""
        return None

    def read(self, raw: Any, circumstances: Circumstances) -> Said:
        if isinstance(raw, str):
            return self._read_string(raw, circumstances)
        if isinstance(raw, bool):
            return Said(None, (BOOLEAN,))
        return NOTHING if raw is None else self.read_other(raw, circumstances)

    def _read_string(self, raw: str, circumstances: Circumstances) -> Said:
        if not raw or raw.isspace() or raw == MASKED or PICTURE.match(raw):
            return NOTHING
        if raw in ERROR_VALUES:
            return Said(None, (BROKEN,))
        character = unprintable_in(raw)
        if character:
            return Said(None, (error("TEXT_UNPRINTABLE", f"含有无法使用的字符{character}，请改用标准汉字"),))
        return self.read_text(raw, circumstances)

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        raise NotImplementedError

    def read_other(self, raw: float | date, circumstances: Circumstances) -> Said:
        return self.read_text(shown(raw), circumstances)

    def write(self, value: Any) -> Any:
        """What an exported sheet shows."""
        return "" if value is None else str(value)


def shown(raw: float | date) -> str:
    """A number as a clerk would have typed it: 12.0 is 12."""
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    return raw.isoformat() if isinstance(raw, date) else repr(raw)


def said_of(judged: Judged) -> Said:
    return Said(judged.value, judged.issues)
