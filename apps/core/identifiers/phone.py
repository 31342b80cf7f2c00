"""电话 — mobiles and landlines, alone or several in one cell."""

import re
from typing import NamedTuple

from django.core.exceptions import ValidationError

from apps.core.judgement import NOTHING, Judged, warning
from apps.core.text import fold

MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
LANDLINE = re.compile(r"(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?|400-?\d{3}-?\d{4}", re.ASCII)
COUNTRY = re.compile(r"(\+86|0086|86(?=1[3-9]\d{9}$))-?")
BETWEEN = re.compile(r"[/、;,|\n\r\t]|(?<=\d{7}) +(?=\d{3})")
ORNAMENT = re.compile(r"[\s()'`\"]|\.0$")
LONGEST = 200

MOBILE_WRONG = warning("C22", "手机号格式有误", detail="PHONE_FORMAT")
LANDLINE_WRONG = warning("C22", "固定电话格式有误", detail="PHONE_FORMAT")


class Phones(NamedTuple):
    """一格里的电话 — the first mobile and landline, what else was written, and what is unreadable."""

    mobile: str | None = None
    landline: str | None = None
    others: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


def read_phones(raw: object) -> Phones:
    """Everything in a cell; a number kept as an amount is exact up to 15 digits."""
    if raw is None or isinstance(raw, bool):
        return Phones()
    if isinstance(raw, float) and raw.is_integer() and raw < 1e15:
        raw = int(raw)
    return _read_text(str(raw))


def _read_text(text: str) -> Phones:
    if MOBILE.fullmatch(text):
        return Phones(mobile=text)
    pieces = [plain for piece in BETWEEN.split(fold(text[:LONGEST])) if (plain := _plain(piece))]
    mobiles = [piece for piece in pieces if MOBILE.fullmatch(piece)]
    landlines = [piece for piece in pieces if not MOBILE.fullmatch(piece) and LANDLINE.fullmatch(piece)]
    return Phones(
        mobile=mobiles[0] if mobiles else None,
        landline=landlines[0] if landlines else None,
        others=tuple(dict.fromkeys([*mobiles[1:], *landlines[1:]])),
        unreadable=tuple(piece for piece in pieces if piece not in mobiles and piece not in landlines),
    )


def _plain(piece: str) -> str:
    """Without spaces, brackets and country code; a mobile also without its hyphens."""
    text = COUNTRY.sub("", ORNAMENT.sub("", piece).strip("-"), count=1)
    digits = text.replace("-", "")
    return digits if MOBILE.fullmatch(digits) else text


def judge_mobile(raw: object) -> Judged:
    """One mobile number; a cell that may hold several is read with `read_phones`."""
    phones = read_phones(raw)
    if phones == Phones():
        return NOTHING
    return Judged(phones.mobile) if phones == Phones(mobile=phones.mobile) else Judged(None, (MOBILE_WRONG,))


def judge_landline(raw: object) -> Judged:
    phones = read_phones(raw)
    if phones == Phones():
        return NOTHING
    return (
        Judged(phones.landline)
        if phones == Phones(landline=phones.landline)
        else Judged(None, (LANDLINE_WRONG,))
    )


def validate_mobile(value: str) -> None:
    """A form insists on what a sheet is only warned about."""
    if judge_mobile(value).issues:
        raise ValidationError(MOBILE_WRONG.message, code=MOBILE_WRONG.code)


def validate_landline(value: str) -> None:
    if judge_landline(value).issues:
        raise ValidationError(LANDLINE_WRONG.message, code=LANDLINE_WRONG.code)


def validate_phone(value: str) -> None:
    """A mobile or a landline, one of them."""
    phones = read_phones(value)
    if phones not in (Phones(mobile=phones.mobile), Phones(landline=phones.landline)):
        raise ValidationError("电话号码格式有误，请填写一个手机号码或带区号的固定电话。", code="C22")
