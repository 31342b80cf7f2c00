"""代码项与是否 — cells that say one of a few things."""

import re
from typing import Any

from apps.core.codes import CodeList
from apps.core.judgement import Issue, error, warning
from apps.core.text import compact, tidy
from apps.rosters.cells.cell import NOT_GIVEN, NOTHING, Cell, Circumstances, Said


class CodedCell(Cell):
    """代码项 — one of a list, in any of its spellings; blank is unknown."""

    def __init__(self, codes: CodeList, *, strict: bool = True):
        """Unless `strict`, an unknown spelling is only warned about, and nothing is stored."""
        self.codes = codes
        self.strict = strict

    @property
    def options(self) -> tuple[str, ...]:
        return tuple(label for _, label in self.codes.choices)

    @property
    def explanation(self) -> str:  # type: ignore[override]
        labels = self.options
        return f"填{'、'.join(labels)}" if len(labels) <= 8 else f"从下拉列表中选择，共{len(labels)}项"

    def gives_away(self, text: str) -> bool:
        return self.codes.read(text) is not None and not text.isascii()

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        code = self.codes.read(raw)
        if code is not None:
            return Said(code)
        return NOTHING if compact(raw) in NOT_GIVEN else Said(None, (self._unknown(raw),))

    def _unknown(self, raw: str) -> Issue:
        message = f"“{tidy(raw)[:20]}”不在{self.codes.title.split()[0]}列表中，可填：{self._hint()}"
        return (error if self.strict else warning)("CODE_UNKNOWN", message)

    def _hint(self) -> str:
        labels = self.options
        return "、".join(labels[:8]) + ("等" if len(labels) > 8 else "")

    def write(self, value: Any) -> str:
        return self.codes.label(value)


class BooleanCell(Cell):
    """是否 — blank is unknown, never 否; words behind a comma are handed on as a note."""

    options = ("是", "否")
    explanation = "填“是”或“否”，不清楚留空"
    YES = frozenset({"是", "√", "✓", "✔", "☑", "1", "有", "y", "yes", "true", "对", "v"})
    NO = frozenset({"否", "×", "✗", "✘", "x", "0", "没有", "不是", "n", "no", "false", "非"})
    PARTS = re.compile(r"[,，;；(（:：。\s]")

    def __init__(self, *, yes: tuple[str, ...] = (), no: tuple[str, ...] = ()):
        self.yes = self.YES | set(yes)
        self.no = self.NO | {"无"} | set(no)

    def read(self, raw: Any, circumstances: Circumstances) -> Said:
        return Said(raw) if isinstance(raw, bool) else super().read(raw, circumstances)

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        text = tidy(raw).casefold()
        head, *rest = self.PARTS.split(text, maxsplit=1)
        for word in (text, head):
            if word in self.yes or word in self.no:
                return Said(
                    word in self.yes, (), (("remark", tidy(raw)),) if rest and word == head != text else ()
                )
        if text in NOT_GIVEN:
            return NOTHING
        return Said(None, (warning("CODE_UNKNOWN", f"“{tidy(raw)[:20]}”看不出是“是”还是“否”"),))

    def write(self, value: Any) -> str:
        return "" if value is None else "是" if value else "否"
