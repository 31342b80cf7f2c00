"""文字 — free text, names of people, lists of short texts."""

import re
from typing import Any

from apps.core.identifiers import mask_persons
from apps.core.judgement import Issue, error, warning
from apps.core.text import tidy
from apps.rosters.cells.cell import NOT_GIVEN, NOTHING, Cell, Circumstances, Said

NUMBER_MASKED = warning(
    "TEXT_NUMBER", "含身份证号或手机号，这一栏不加密，遮住后入库；号码请填在身份证号码、电话栏"
)
NUMBER_LOST = error("TEXT_NUMBER", "含身份证号或手机号，不能据此认出是哪一条，请删去号码")


class TextCell(Cell):
    """文字 — trimmed and in one line; `verbatim` keeps a remark as it was written.

    Numbers of persons in it are masked, except where `numbers` may stand: they are sealed there, or are not
    those of persons.
    """

    def __init__(self, *, longest: int = 500, verbatim: bool = False, numbers: bool = False):
        self.longest = longest
        self.verbatim = verbatim
        self.numbers = numbers

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        text = raw if self.verbatim else tidy(raw)
        if text.strip() in NOT_GIVEN:
            return NOTHING
        if len(text) > self.longest:
            return Said(None, (error("TEXT_TOO_LONG", f"超过{self.longest}字，请缩短"),))
        return Said(text) if self.numbers else _open(text)


class PersonNameCell(Cell):
    """人名 — spaces inside Chinese names go, dots become ·, a note in brackets is handed on."""

    explanation = "姓名全称"
    NOTE = re.compile(r"(.+?)[(（【\[]([^()（）【】\[\]]+)[)）】\]]?$")
    DOTS = re.compile(r"\s*[•·・．.‧∙⋅●]\s*")
    CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af〇·\U000e0100-\U000e01ef\s]+")
    LONGEST = 50

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        name, note = self._apart(tidy(raw))
        name = self.DOTS.sub("·", name)
        if self.CHINESE.fullmatch(name):
            name = name.replace(" ", "")
        also = (("name_note", note),) if note else ()
        return Said(name or None, self._issues(name), also)

    def _apart(self, text: str) -> tuple[str, str]:
        found = self.NOTE.fullmatch(text)
        return (found.group(1).strip(), found.group(2).strip()) if found else (text, "")

    def _issues(self, name: str) -> tuple[Issue, ...]:
        if any(character.isdigit() for character in name) or len(name) > self.LONGEST:
            return (error("C24", "姓名有误"),)
        if len(name) == 1 or len(name) > 20:
            return (warning("C24", "姓名有误"),)
        return ()


class ListCell(Cell):
    """多项 — several short texts in one cell."""

    explanation = "多项用顿号分开"
    MARKS = re.compile(r"[、,，;；\n|]+")

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        items = [item for part in self.MARKS.split(raw) if (item := tidy(part)) and item not in NOT_GIVEN]
        told = [_open(item) for item in items]
        issues = dict.fromkeys(issue for each in told for issue in each.issues)
        return Said(tuple(dict.fromkeys(each.value for each in told)) or None, tuple(issues))

    def write(self, value: Any) -> str:
        return "、".join(value or ())


def _open(text: str) -> Said:
    """A text that is stored as it is."""
    masked = mask_persons(text)
    return Said(text) if masked == text else Said(masked, (NUMBER_MASKED,))
