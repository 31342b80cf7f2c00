"""党员单元格 — the kinds of cell only a member roster has."""

import re
from typing import Any

from apps.core.text import compact
from apps.members import codes
from apps.rosters.cells import Circumstances, CodedCell, NumberCell, Said


class CategoryCell(CodedCell):
    """人员类别 — 正式党员 or 预备党员; an applicant is handed on as a stage, for he is no member yet."""

    def __init__(self) -> None:
        super().__init__(codes.MEMBER_CATEGORY)

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        stage = codes.DEVELOPMENT_STAGE.read(raw)
        if stage and stage not in codes.MEMBER_CATEGORY:
            return Said(None, (), (("stage", stage),))
        return super().read_text(raw, circumstances)

    def write(self, value: Any) -> str:
        return value or ""


class PartyAgeCell(NumberCell):
    """党龄 — whole years: 12, 12年, 12年3个月."""

    YEARS = re.compile(r"(\d{1,3})年\d{1,2}个?月")

    def __init__(self) -> None:
        super().__init__(whole=False)

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        found = self.YEARS.fullmatch(compact(raw))
        said = super().read_text(found.group(1) if found else raw, circumstances)
        return Said(float(said.value)) if said.value is not None else said
