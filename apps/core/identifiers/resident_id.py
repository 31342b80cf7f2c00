"""公民身份号码 — GB 11643—1999: six places of area, eight of birth, three of sequence, one check digit."""

import re
from datetime import date
from operator import mul

from apps.core.clock import today as today_by_the_clock
from apps.core.judgement import NOTHING, Issue, Judged, error, raise_errors, warning
from apps.core.text import compact

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
# Old numbers keep the area they were given in, so only the province is ever judged.
PROVINCES = frozenset(
    str(code)
    for start, stop in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(start, stop + 1)
)
EARLIEST_BIRTH = date(1900, 1, 1)
LONGEST = 40

SEPARATORS = re.compile(r"[-'`’‘\"]")
LOOKS_LIKE_X = str.maketrans("xХхΧχ×✕", "XXXXXXX")
# Letters that stand for digits in numbers read off paper, and marks that slip in beside them.
LOOKS_LIKE_DIGIT = str.maketrans("OQDILZSB|", "000112581")
STRAY = re.compile(r"[^0-9A-Z|]")
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
MASKED = re.compile(r"\d+[*＊×xX]{3,}\d*[\dX*]?")
EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
FIFTEEN = re.compile(r"[0-9]{15}")

TRUNCATED = error(
    "ID_NUMERIC_TRUNCATED",
    "身份证号按数字存放，后几位已丢失：请把该列设为“文本”后重新填写",
    field="id_number",
)
MASKED_NUMBER = error("ID_MASKED", "身份证号被遮盖，请填写完整号码", field="id_number")
COMPLETED = warning("ID_15_DIGITS", "15位旧身份证号已补为18位，请核对", field="id_number")


def _wrong(detail: str, message: str) -> Issue:
    return error("C01", message, detail=detail, field="id_number")


CHECKSUM = _wrong("ID_CHECKSUM", "身份证号校验不通过，请核对第18位")
LENGTH = _wrong("ID_LENGTH", "身份证号应为18位")
CHARACTERS = _wrong("ID_CHARS", "身份证号只能由数字和末位X组成")
BIRTH = _wrong("ID_BIRTH", "身份证号中的出生日期不存在或超出范围")
AREA = _wrong("ID_AREA", "身份证号前两位不是有效的省级代码")


def judge_id_number(raw: object, *, today: date | None = None) -> Judged:
    """The number in 18 places, with X in capitals, and what is wrong with it.

    A number that spreadsheets have cut short is never repaired: its lost digits cannot be known.
    """
    if isinstance(raw, bool) or raw is None:
        return NOTHING
    if isinstance(raw, (int, float)):
        return _judge_amount(raw, today or today_by_the_clock())
    return _judge_text(str(raw), today or today_by_the_clock())


def proved_id_number(raw: object, *, today: date | None = None) -> str | None:
    """What letters typed for digits must have been, where the check digit says so.

    Nothing for a number that is right, has lost places, or stays wrong.
    """
    if not isinstance(raw, str) or len(raw) > LONGEST:
        return None
    written = compact(raw).upper().translate(LOOKS_LIKE_X)
    number = STRAY.sub("", written).translate(LOOKS_LIKE_DIGIT)
    if number == written or not EIGHTEEN.fullmatch(number):
        return None
    return None if _fault(number, today or today_by_the_clock()) else number


def _judge_amount(amount: float, today: date) -> Judged:
    # 15 digits are exact in a double; anything longer has lost its end.
    if 1e14 <= amount < 1e15 and float(amount).is_integer():
        return _judge_text(str(int(amount)), today)
    if amount >= 1e15:
        return Judged(None, (TRUNCATED,))
    return Judged(None, (LENGTH,))


def _judge_text(text: str, today: date) -> Judged:
    if EIGHTEEN.fullmatch(text):
        return _judge_number(text, today)
    if len(text) > LONGEST:
        return Judged(None, (LENGTH,)) if text.strip() else NOTHING
    number = SEPARATORS.sub("", compact(text))
    if not number:
        return NOTHING
    if MASKED.fullmatch(number):
        return Judged(None, (MASKED_NUMBER,))
    if SCIENTIFIC.fullmatch(number):
        return Judged(None, (TRUNCATED,))
    return _judge_number(number.translate(LOOKS_LIKE_X), today)


def _judge_number(number: str, today: date) -> Judged:
    if FIFTEEN.fullmatch(number):
        return _judge_fifteen(number, today)
    fault = _fault(number, today)
    return Judged(number, (fault,)) if fault else Judged(number)


def _judge_fifteen(number: str, today: date) -> Judged:
    body = f"{number[:6]}19{number[6:]}"
    completed = body + check_digit(body)
    fault = _fault(completed, today)
    return Judged(number, (fault,)) if fault else Judged(completed, (COMPLETED,))


def _fault(number: str, today: date) -> Issue | None:
    """The first thing wrong with the number, or None."""
    if not EIGHTEEN.fullmatch(number):
        return CHARACTERS if len(number) == 18 or not re.fullmatch("[0-9]*X?", number) else LENGTH
    if number[:2] not in PROVINCES:
        return AREA
    born_on = birth_date_of(number)
    if born_on is None or not EARLIEST_BIRTH <= born_on <= today:
        return BIRTH
    if check_digit(number) != number[17]:
        return TRUNCATED if number.endswith("000") else CHECKSUM
    return None


def check_digit(number: str) -> str:
    """The 18th place, worked out from the first seventeen."""
    return CHECK_DIGITS[sum(map(mul, map(int, number[:17]), WEIGHTS)) % 11]


def birth_date_of(number: str) -> date | None:
    """Of a number in 18 places; None when places 7 to 14 are no date."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_of(number: str) -> str:
    """GB/T 2261.1 code: place 17 is odd for men."""
    return "1" if int(number[16]) % 2 else "2"


def validate_id_number(value: str) -> None:
    """For forms: 15 places and a small x are let through, since the field stores the judged value."""
    raise_errors(judge_id_number(value).issues)
