"""单位 — kinds of units: 家 and 家次, 人 and 人次 are different things and never added."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Self

from apps.core import formatting

Number = int | Decimal


class Unit(Enum):
    """单位 — 名 for members, 人 for others."""

    ENTERPRISES = "家"
    ENTERPRISE_VISITS = "家次"
    PEOPLE = "名"
    HEADS = "人"
    ATTENDANCES = "人次"
    THINGS = "个"
    BUILDINGS = "栋"
    EVENTS = "场"
    ITEMS = "项"
    ENTRIES = "条"
    TEAMS = "支"
    UNIVERSITIES = "所"
    CASES = "件"
    CITIES = "地"
    PROVINCES = "省"
    LINES = "线"
    KINDS = "类"
    POINTS = "分"
    PERCENT = formatting.PERCENT
    MONEY = formatting.MONEY
    TIMES_A_MONTH = "次/月"
    FIRMS_TO_A_LEADER = "家/链主"
    FIRMS_TO_AN_OFFICER = "家/人"


class DifferentUnits(TypeError):
    """Two quantities that cannot be added."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """So many of a unit; only quantities of one unit add up, rates never do."""

    amount: Number
    unit: Unit

    def __add__(self, other: Self) -> Self:
        if self.unit is not other.unit:
            raise DifferentUnits(f"“{self.unit.value}”和“{other.unit.value}”不能相加。")
        return type(self)(self.amount + other.amount, self.unit)

    def __str__(self) -> str:
        return "".join(written(self.amount, self.unit, 0))


def written(value: Number | None, unit: Unit, places: int) -> tuple[str, str]:
    """Digits and unit apart: 亿元 from 10000万元 on, 「—」 for nothing."""
    if value is None:
        return formatting.NONE, ""
    if unit is Unit.MONEY:
        return formatting.money_parts(value)
    return formatting.number(value, places), unit.value
