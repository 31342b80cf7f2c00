"""脱敏 — what a number looks like where it may not be read (domain.md §7.3)."""

import re

ID_IN_TEXT = re.compile(r"(?<!\d)\d{6} ?\d{8} ?\d{3}[\dXx](?!\d)")
PHONE_IN_TEXT = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
# Not every number of eighteen digits is a person's: credit codes of firms may have no letter.
BORN = re.compile(r"\d{6} ?(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


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
    """Numbers of persons inside other text: a second phone in a remark, an ID in the name of a file."""
    text = ID_IN_TEXT.sub(lambda found: mask_id_number(found.group()), text)
    return PHONE_IN_TEXT.sub(lambda found: mask_phone(found.group()), text)


def holds_number(text: str) -> bool:
    """Whether a text holds what can only be a person's: an ID number with a day of birth, a mobile phone."""
    found = ID_IN_TEXT.finditer(text)
    return any(BORN.match(one.group()) for one in found) or bool(PHONE_IN_TEXT.search(text))


def tells_of_number(text: str) -> bool:
    """Whether a person's number stands in a text, in full or masked."""
    return "****" in mask_numbers(text)


def mask_text(text: str | None) -> str:
    """That there is something, and nothing of it."""
    return "******" if text else ""
