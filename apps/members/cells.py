"""党员单元格 — the kinds of cell only a member roster has."""

import re
from typing import Any

from apps.core.codes import DEGREE, EDUCATION, POLITICS
from apps.core.text import compact, tidy
from apps.members import codes
from apps.rosters.cells import Circumstances, CodedCell, NumberCell, Said, TextCell


class CategoryCell(CodedCell):
    """人员类别 — 正式党员 or 预备党员; an applicant is handed on as a stage, for he is no member yet."""

    def __init__(self) -> None:
        super().__init__(codes.MEMBER_CATEGORY)

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        stage = codes.DEVELOPMENT_STAGE.read(raw) or _stage_of(POLITICS.read(raw))
        if stage and stage not in codes.MEMBER_CATEGORY:
            return Said(None, (), (("stage", stage),))
        return super().read_text(raw, circumstances)

    def write(self, value: Any) -> str:
        return value or ""


def _stage_of(politics: str | None) -> str | None:
    """共青团员、民主党派成员 and 群众 are no members; what else they are is not this register's."""
    return "群众" if politics and politics not in {"01", "02"} else None


class EducationCell(CodedCell):
    """学历 — also 学历学位 in one cell: 大学本科/学士."""

    MARKS = re.compile(r"[/、，,;；\s]+")

    def __init__(self) -> None:
        super().__init__(EDUCATION, strict=False)

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        said = super().read_text(raw, circumstances)
        first, *rest = self.MARKS.split(tidy(raw))
        degree = DEGREE.read(rest[0]) if rest else None
        if said.value or not degree:
            return said
        return super().read_text(first, circumstances)._replace(also=(("degree", degree),))


class TwofoldCell(TextCell):
    """两项合一 — 工作单位及职务, 毕业院校及专业: parted at the space behind the first of the two."""

    def __init__(self, *closings: str, second: str, longest: int = 100):
        super().__init__(longest=longest)
        self.parts = re.compile(rf"(.*(?:{'|'.join(closings)}))[\s、,，/]+(\S.*)")
        self.second = second

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        found = self.parts.fullmatch(tidy(raw))
        if not found or len(raw) > self.longest:
            return super().read_text(raw, circumstances)
        return Said(found.group(1), (), ((self.second, found.group(2)),))


class PartyAgeCell(NumberCell):
    """党龄 — whole years: 12, 12年, 12年3个月."""

    YEARS = re.compile(r"(\d{1,3})年\d{1,2}个?月")

    def __init__(self) -> None:
        super().__init__(whole=False)

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        found = self.YEARS.fullmatch(compact(raw))
        said = super().read_text(found.group(1) if found else raw, circumstances)
        return Said(float(said.value)) if said.value is not None else said
