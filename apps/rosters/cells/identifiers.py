"""号码 — cells whose digits must not be lost: identity numbers, credit codes, phones."""

import re
from datetime import date
from typing import Any

from apps.core.identifiers import judge_credit_code, judge_id_number, proved_id_number, read_phones
from apps.core.identifiers.phone import LANDLINE_WRONG, MOBILE_WRONG, Phones
from apps.core.judgement import Issue, Level, information
from apps.core.text import compact
from apps.rosters.cells.cell import NOT_GIVEN, NOTHING, Cell, Circumstances, Said, said_of

PHONE_MASKED = information("PHONE_MASKED", "号码被遮盖，登记的号码不变")
MASKED_PHONE = re.compile(r"[\d-]{0,4}\*{2,}[\d-]{2,4}")
LENGTH = 18
"""Places of an identity number, and of a credit code."""


class IdNumberCell(Cell):
    """身份证号 — 18 places as text; what a spreadsheet has cut short is refused, never repaired."""

    explanation = "18位，单元格须为文本格式"
    cacheable = False

    def gives_away(self, text: str) -> bool:
        return len(compact(text)) == LENGTH and judge_id_number(text).is_right

    def proved(self, raw: Any, circumstances: Circumstances) -> str | None:
        return proved_id_number(raw, today=circumstances.today)

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        return said_of(judge_id_number(raw, today=circumstances.today))

    def read_other(self, raw: float | date, circumstances: Circumstances) -> Said:
        return said_of(judge_id_number(raw, today=circumstances.today))


class CreditCodeCell(Cell):
    """统一社会信用代码"""

    explanation = "18位，单元格须为文本格式"

    def gives_away(self, text: str) -> bool:
        return len(compact(text)) == LENGTH and not text.isdigit() and judge_credit_code(text).is_right

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        return NOTHING if compact(raw) in NOT_GIVEN else said_of(judge_credit_code(raw))

    def read_other(self, raw: float | date, circumstances: Circumstances) -> Said:
        return said_of(judge_credit_code(raw))


class PhoneCell(Cell):
    """电话 — the first number of a wanted kind; the other kind fills its own field, all others the remark."""

    cacheable = False

    def __init__(self, *kinds: str):
        """`kinds` are mobile, landline, or both in the order of preference."""
        self.kinds = kinds
        self.explanation = {"mobile": "11位手机号", "landline": "区号-号码"}.get(
            "".join(kinds), "手机号或固定电话"
        )

    def gives_away(self, text: str) -> bool:
        return "mobile" in self.kinds and read_phones(text).mobile is not None

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        if compact(raw) in NOT_GIVEN:
            return NOTHING
        return Said(None, (PHONE_MASKED,)) if MASKED_PHONE.fullmatch(raw) else self._said(read_phones(raw))

    def read_other(self, raw: float | date, circumstances: Circumstances) -> Said:
        return self._said(read_phones(raw))

    def _said(self, phones: Phones) -> Said:
        found = {"mobile": phones.mobile, "landline": phones.landline}
        value = next((found.pop(kind) for kind in self.kinds if found[kind]), None)
        second = next(((kind, number) for kind, number in found.items() if number), None)
        rest = [*((second[1],) if second else ()), *phones.others, *phones.unreadable]
        also = [second] if second else []
        also += [("remark", f"其他电话：{'、'.join(rest)[:100]}")] if rest else []
        return Said(value, self._faults(phones, is_any=bool(value or second)), tuple(also))

    def _faults(self, phones: Phones, *, is_any: bool) -> tuple[Issue, ...]:
        """Beside a good number a bad one only asks; a mobile that is no number at all is refused."""
        if is_any and not phones.unreadable:
            return ()
        if self.kinds == ("landline",):
            return (LANDLINE_WRONG,)
        return (MOBILE_WRONG if is_any else MOBILE_WRONG._replace(level=Level.ERROR),)
