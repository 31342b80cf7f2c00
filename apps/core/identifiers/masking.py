"""脱敏 — what a number looks like where it may not be read (domain.md §7.3)."""

import re
from collections.abc import Callable

FOLDED = str.maketrans("０１２３４５６７８９Ｘｘ＋－\u3000\xa0", "0123456789Xx+-  ")
"""What is written in full width is read like everything else, letter by letter."""
SOME_DIGITS = re.compile(r"\d{3}")
ID_IN_TEXT = re.compile(r"(?<!\d)(\d{6}([ -]{0,2})\d{8}\2\d{3}(?:[Xx]|\d(?!\d)))")
PHONE_IN_TEXT = re.compile(r"(?<!\d)(?:(?:00|\+)?86[ -]?)?(1[3-9]\d([ -]{0,2})\d{4}\2\d{4})(?!\d|元)")
# Eighteen digits may be a thing's too: the credit code of a firm, a document by area, day and serial number.
BORN = re.compile(r"\d{6}[ -]*(19\d\d|20[01]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


def mask_id_number(number: str | None) -> str:
    """First and last place only: beside a birth date any longer end gives the whole number away."""
    if not number:
        return ""
    if len(number) < 3:
        return "*" * len(number)
    return f"{number[0]}{'*' * (len(number) - 2)}{number[-1]}"


def mask_phone(number: str | None) -> str:
    """First three and last four places; a number too short for that shows its last two."""
    if not number:
        return ""
    if len(number) < 8:
        return "*" * max(len(number) - 2, 0) + number[-2:]
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def mask_numbers(text: str) -> str:
    """A text that is shown or logged, with all masked that may be an ID number or a mobile phone."""
    return _masked(_masked(text, ID_IN_TEXT, mask_id_number), PHONE_IN_TEXT, mask_phone)


def mask_persons(text: str) -> str:
    """A text that is kept, with all masked that can only be a person's: an ID number by its day of birth."""
    return _masked(_masked(text, ID_IN_TEXT, _masked_if_born), PHONE_IN_TEXT, mask_phone)


def holds_number(text: str) -> bool:
    """Whether a text holds what can only be a person's."""
    return mask_persons(text) != text


def tells_of_number(text: str) -> bool:
    """Whether a person's number stands in a text, in full or masked."""
    return "****" in mask_numbers(text)


def _masked_if_born(number: str) -> str:
    return mask_id_number(number) if BORN.match(number) else number


def _masked(text: str, pattern: re.Pattern, mask: Callable[[str], str]) -> str:
    """What is found, in whatever width it is written, is masked; all else stands as it was written."""
    if not SOME_DIGITS.search(text):
        return text
    told, at = [], 0
    for found in pattern.finditer(text.translate(FOLDED)):
        masked = mask(found.group(1))
        if masked != found.group(1):
            told += [text[at : found.start(1)], masked]
            at = found.end(1)
    return "".join([*told, text[at:]])


def mask_text(text: str | None) -> str:
    """That there is something, and nothing of it."""
    return "******" if text else ""
