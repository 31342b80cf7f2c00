"""单元格 — the kinds of cell: each reads what a sheet says, writes what it shows, and explains itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from apps.core.codes import CodeList
from apps.core.dates import MONTH, YEAR, PartialDate, judge_date
from apps.core.identifiers import judge_credit_code, judge_id_number, read_phones
from apps.core.identifiers.phone import LANDLINE_WRONG, MOBILE_WRONG, Phones
from apps.core.judgement import Issue, Judged, error, warning
from apps.core.text import compact, fold, tidy, unprintable_in

NOT_GIVEN = frozenset(
    {"", "/", "\\", "-", "--", "—", "——", "―", "–", "无", "暂无", "空", "NULL", "N/A", "n/a"}
)
ERROR_VALUES = frozenset(
    {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!"}
)
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

    def read(self, raw: Any, circumstances: Circumstances) -> Said:
        if isinstance(raw, str):
            return self._read_string(raw, circumstances)
        if isinstance(raw, bool):
            return Said(None, (BOOLEAN,))
        return NOTHING if raw is None else self.read_other(raw, circumstances)

    def _read_string(self, raw: str, circumstances: Circumstances) -> Said:
        if not raw or raw.isspace() or PICTURE.match(raw):
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


class TextCell(Cell):
    """文字 — trimmed and in one line; `verbatim` keeps a remark as it was written."""

    def __init__(self, *, longest: int = 500, verbatim: bool = False):
        self.longest = longest
        self.verbatim = verbatim

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        text = raw if self.verbatim else tidy(raw)
        if text.strip() in NOT_GIVEN:
            return NOTHING
        if len(text) > self.longest:
            return Said(None, (error("TEXT_TOO_LONG", f"超过{self.longest}字，请缩短"),))
        return Said(text)


class PersonNameCell(Cell):
    """人名 — spaces inside Chinese names go, dots become ·, a note in brackets is handed on."""

    explanation = "与身份证一致"
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


class DateCell(Cell):
    """日期 — to the day, the month or the year; what is known goes into `<field>_precision`."""

    number_format = "yyyy-mm-dd"
    explanation = "如2008-06-01；只知年月的填2008-06"

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        return _said(judge_date(raw, today=circumstances.today))

    def read_other(self, raw: float | date, circumstances: Circumstances) -> Said:
        return _said(judge_date(raw, today=circumstances.today, epoch_1904=circumstances.epoch_1904))

    def write(self, value: Any) -> Any:
        if not isinstance(value, PartialDate):
            return value if isinstance(value, date) else ""
        forms = {MONTH: "%Y-%m", YEAR: "%Y"}
        return value.on.strftime(forms[value.precision]) if value.precision in forms else value.on


def _said(judged: Judged) -> Said:
    return Said(judged.value, judged.issues)


class IdNumberCell(Cell):
    """身份证号 — 18 places as text; what a spreadsheet has cut short is refused, never repaired."""

    explanation = "18位，单元格须为文本格式"
    cacheable = False

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        return _said(judge_id_number(raw, today=circumstances.today))

    def read_other(self, raw: float | date, circumstances: Circumstances) -> Said:
        return _said(judge_id_number(raw, today=circumstances.today))


class CreditCodeCell(Cell):
    """统一社会信用代码"""

    explanation = "18位，单元格须为文本格式"

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        return NOTHING if compact(raw) in NOT_GIVEN else _said(judge_credit_code(raw))

    def read_other(self, raw: float | date, circumstances: Circumstances) -> Said:
        return _said(judge_credit_code(raw))


class PhoneCell(Cell):
    """电话 — the first number of a wanted kind; the other kind fills its own field, all others the remark."""

    cacheable = False

    def __init__(self, *kinds: str):
        """`kinds` are mobile, landline, or both in the order of preference."""
        self.kinds = kinds
        self.explanation = {"mobile": "11位手机号", "landline": "区号-号码"}.get(
            "".join(kinds), "手机号或固定电话"
        )

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        return NOTHING if compact(raw) in NOT_GIVEN else self._said(read_phones(raw))

    def read_other(self, raw: float | date, circumstances: Circumstances) -> Said:
        return self._said(read_phones(raw))

    def _said(self, phones: Phones) -> Said:
        found = {"mobile": phones.mobile, "landline": phones.landline}
        value = next((found.pop(kind) for kind in self.kinds if found[kind]), None)
        second = next(((kind, number) for kind, number in found.items() if number), None)
        rest = [*((second[1],) if second else ()), *phones.others, *phones.unreadable]
        also = [second] if second else []
        also += [("remark", f"其他电话：{'、'.join(rest)[:100]}")] if rest else []
        is_right = (value or second) and not phones.unreadable
        wrong = LANDLINE_WRONG if self.kinds == ("landline",) else MOBILE_WRONG
        return Said(value, () if is_right else (wrong,), tuple(also))


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
        found = self.PATTERN.fullmatch(fold(text))
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


class ListCell(Cell):
    """多项 — several short texts in one cell."""

    explanation = "多项用顿号分开"
    MARKS = re.compile(r"[、,，;；\n|]+")

    def read_text(self, raw: str, circumstances: Circumstances) -> Said:
        items = [item for part in self.MARKS.split(raw) if (item := tidy(part)) and item not in NOT_GIVEN]
        return Said(tuple(dict.fromkeys(items)) or None)

    def write(self, value: Any) -> str:
        return "、".join(value or ())
