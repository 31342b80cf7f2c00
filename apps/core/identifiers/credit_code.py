"""统一社会信用代码 — GB 32100—2015, with the organisation code of GB 11714 inside it."""

import re
from functools import lru_cache

from apps.core.judgement import NOTHING, Issue, Judged, error, raise_errors, warning
from apps.core.text import compact

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALUES = {character: value for value, character in enumerate(ALPHABET)}
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ORGANIZATION_VALUES = {
    character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}
# Letters the alphabet leaves out because they are read for digits.
CONFUSABLE = str.maketrans("IOZS", "1025")
LONGEST = 40

SEPARATORS = re.compile(r"[-'`’‘\"]")
SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
OLD_ORGANIZATION_CODE = re.compile(r"[0-9A-Z]{8}[0-9X]")
OLD_LICENCE = re.compile(r"[0-9]{15}")

FORMAT = error("USCC_FORMAT", "统一社会信用代码应为18位数字或大写字母（不含I、O、S、V、Z）")
CHECKSUM = error("USCC_CHECKSUM", "统一社会信用代码校验不通过，请核对第18位")
OLD_NUMBER = error(
    "USCC_FORMAT", "这是旧的组织机构代码或营业执照号，请填写18位统一社会信用代码", detail="USCC_OLD_NUMBER"
)
REPAIRED = warning("USCC_CONFUSABLE", "统一社会信用代码中的字母I、O、Z、S已改为数字1、0、2、5，请核对")
ORGANIZATION_CHECK = warning("USCC_ORG_CHECK", "统一社会信用代码第9—17位（主体标识码）校验不通过，请核对")


def judge_credit_code(raw: object) -> Judged:
    """The code in 18 places; letters put for digits are put right with a warning."""
    if raw is None or isinstance(raw, bool):
        return NOTHING
    if isinstance(raw, float):
        raw = f"{raw:.0f}" if raw.is_integer() and raw < 1e15 else "?"
    return _judge_text(str(raw))


@lru_cache(maxsize=4096)
def _judge_text(text: str) -> Judged:
    if len(text) > LONGEST:
        return Judged(None, (FORMAT,)) if text.strip() else NOTHING
    written = SEPARATORS.sub("", compact(text)).upper()
    if not written:
        return NOTHING
    code = written.translate(CONFUSABLE)
    fault = _fault(code, written)
    if fault:
        return Judged(written, (fault,))
    repaired = () if code == written else (REPAIRED,)
    doubted = () if organization_check(code[8:16]) == code[16] else (ORGANIZATION_CHECK,)
    return Judged(code, repaired + doubted)


def _fault(code: str, written: str) -> Issue | None:
    if OLD_ORGANIZATION_CODE.fullmatch(written) or OLD_LICENCE.fullmatch(written):
        return OLD_NUMBER
    if not SHAPE.fullmatch(code):
        return FORMAT
    return CHECKSUM if check_character(code) != code[17] else None


def check_character(code: str) -> str:
    """The 18th place, worked out from the first seventeen."""
    total = sum(VALUES[character] * weight for character, weight in zip(code, WEIGHTS, strict=False))
    return ALPHABET[(31 - total % 31) % 31]


def organization_check(body: str) -> str:
    total = sum(
        ORGANIZATION_VALUES[character] * weight
        for character, weight in zip(body, ORGANIZATION_WEIGHTS, strict=True)
    )
    return "0123456789X0"[11 - total % 11]


def validate_credit_code(value: str) -> None:
    raise_errors(judge_credit_code(value).issues)
