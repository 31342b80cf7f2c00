"""号码 — resident ID numbers, credit codes and phones: judged, masked, and taken apart (domain.md §4.8)."""

from apps.core.identifiers.credit_code import judge_credit_code, validate_credit_code
from apps.core.identifiers.masking import (
    holds_number,
    mask_id_number,
    mask_numbers,
    mask_persons,
    mask_phone,
    mask_text,
    tells_of_number,
)
from apps.core.identifiers.phone import (
    judge_landline,
    judge_mobile,
    read_phones,
    validate_landline,
    validate_mobile,
    validate_phone,
)
from apps.core.identifiers.resident_id import (
    birth_date_of,
    judge_id_number,
    proved_id_number,
    sex_of,
    validate_id_number,
)

__all__ = [
    "birth_date_of",
    "holds_number",
    "judge_credit_code",
    "judge_id_number",
    "judge_landline",
    "judge_mobile",
    "mask_id_number",
    "mask_numbers",
    "mask_persons",
    "mask_phone",
    "mask_text",
    "proved_id_number",
    "read_phones",
    "sex_of",
    "tells_of_number",
    "validate_credit_code",
    "validate_id_number",
    "validate_landline",
    "validate_mobile",
    "validate_phone",
]
