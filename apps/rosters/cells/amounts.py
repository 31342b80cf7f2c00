"""日期与数目 — cells that spreadsheets keep as numbers."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from apps.core.dates import MONTH, YEAR, PartialDate, judge_date
from apps.core.judgement import warning
from apps.core.text import compact
from apps.rosters.cells.cell import NOT_GIVEN, NOTHING, Cell, Circumstances, Said, said_of


class DateCell(Cell):
    """日期 — to the day, the month or the year; what is known goes into `<field>_precision`."""

    number_format = "yyyy-mm-dd"
    explanation = "如2008-06-01；只知年月的填2008-06"

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        return said_of(judge_date(raw, today=circumstances.today))

    def read_other(self, raw: float | date, circumstances: Circumstances) -> Said:
        return said_of(judge_date(raw, today=circumstances.today, epoch_1904=circumstances.epoch_1904))

    def write(self, value: Any) -> Any:
        if not isinstance(value, PartialDate):
            return value if isinstance(value, date) else ""
        forms = {MONTH: "%Y-%m", YEAR: "%Y"}
        return value.on.strftime(forms[value.precision]) if value.precision in forms else value.on


class NumberCell(Cell):
    """数目 — digits, with or without a unit behind them."""

    number_format = "General"
    explanation = "填数字"
    PATTERN = re.compile(r"(?P<number>-?\d{1,15}(?:\.\d{1,6})?)(?P<unit>[^\d.]{0,4})")

    def __init__(self, *, whole: bool = True, units: Mapping[str, int] | None = None, least: int | None = 0):
        """`units` says what one of each is worth in the unit stored."""
        self.whole = whole
        self.units = dict(units or {})
        self.least = least

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        text = compact(raw).replace(",", "")
        if text in NOT_GIVEN:
            return NOTHING
        found = self.PATTERN.fullmatch(text)
        return self._amount(found) if found else self._wrong()

    def _amount(self, found: re.Match[str]) -> Said:
        try:
            amount = Decimal(found["number"]) * self.units.get(found["unit"], 1)
        except InvalidOperation:
            return self._wrong()
        if (self.least is not None and amount < self.least) or (
            self.whole and amount != amount.to_integral_value()
        ):
            return self._wrong()
        return Said(int(amount) if self.whole else amount)

    def _wrong(self) -> Said:
        return Said(None, (warning("NUMBER_UNREADABLE", "无法识别为数字"),))
