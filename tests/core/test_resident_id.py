"""公民身份号码 is judged by GB 11643 and never repaired where its digits are lost."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from apps.core.identifiers import birth_date_of, judge_id_number, sex_of, validate_id_number
from apps.core.identifiers.resident_id import check_digit

TODAY = date(2026, 11, 22)
births = st.dates(date(1900, 1, 1), TODAY)


def judge(raw: object) -> tuple[str | None, list[str]]:
    judged = judge_id_number(raw, today=TODAY)
    return judged.value, [issue.detail or issue.code for issue in judged.issues]


def number_of(area: str, born_on: date, sequence: int) -> str:
    body = f"{area}{born_on:%Y%m%d}{sequence:03}"
    return body + check_digit(body)


@pytest.mark.parametrize(
    ("raw", "number", "issues"),
    [
        ("11010519491231002X", "11010519491231002X", []),
        ("329999198507010014", "329999198507010014", []),
        ("329999198507010015", "329999198507010015", ["ID_CHECKSUM"]),
        ("440524188001010014", "440524188001010014", ["ID_BIRTH"]),
        ("320583198502300012", "320583198502300012", ["ID_BIRTH"]),
        ("990524198001010014", "990524198001010014", ["ID_AREA"]),
        ("32999919850701001", "32999919850701001", ["ID_LENGTH"]),
        ("32999919850701001号", "32999919850701001号", ["ID_CHARS"]),
        ("110105491231002", "11010519491231002X", ["ID_15_DIGITS"]),
        (110105491231002.0, "11010519491231002X", ["ID_15_DIGITS"]),
        (3.2058319850701e17, None, ["ID_NUMERIC_TRUNCATED"]),
        ("3.29999E+17", None, ["ID_NUMERIC_TRUNCATED"]),
        ("329999197809010000", "329999197809010000", ["ID_NUMERIC_TRUNCATED"]),
        ("110***********002X", None, ["ID_MASKED"]),
        ("320583********0012", None, ["ID_MASKED"]),
        ("3****************4", None, ["ID_MASKED"]),
        ("", None, []),
        (None, None, []),
        ("1" * 50_000, None, ["ID_LENGTH"]),
    ],
)
def test_numbers_are_judged_as_the_standard_says(raw, number, issues):
    assert judge(raw) == (number, issues)


@pytest.mark.parametrize(
    "raw",
    [
        "32999919900312002x",
        "32999919900312002Ｘ",
        "32999919900312002Х",
        "32999919900312002×",
        "329999 19900312 002X",
        "329999-19900312-002X",
        "'32999919900312002X",
        "３２９９９９１９９００３１２００２Ｘ",
        "329999\n19900312002X",
        "\ufeff32999919900312002X ",
    ],
)
def test_spellings_of_one_number_are_one_number(raw):
    assert judge(raw) == ("32999919900312002X", [])


@given(births, st.integers(1, 999))
def test_a_number_with_its_check_digit_is_right_and_says_birth_and_sex(born_on, sequence):
    number = number_of("329999", born_on, sequence)
    judged = judge_id_number(number, today=TODAY)
    assert judged.value == number
    # 1 in 11 right numbers ends like one cut short; the check digit tells them apart.
    assert judged.issues == ()
    assert birth_date_of(number) == born_on
    assert sex_of(number) == ("1" if sequence % 2 else "2")


@given(births, st.integers(1, 999), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(born_on, sequence, place, shift):
    number = number_of("329999", born_on, sequence)
    digits = "0123456789X" if place == 17 else "0123456789"
    wrong = digits[(digits.index(number[place]) + shift) % len(digits)]
    assert not judge_id_number(number[:place] + wrong + number[place + 1 :], today=TODAY).is_right


@given(births.filter(lambda born_on: 1900 <= born_on.year < 2000), st.integers(1, 999))
def test_an_old_number_completes_to_the_new_one(born_on, sequence):
    number = number_of("329999", born_on, sequence)
    assert judge(number[:6] + number[8:17]) == (number, ["ID_15_DIGITS"])


@given(st.text(max_size=60))
def test_any_text_is_answered(text):
    judged = judge_id_number(text, today=TODAY)
    assert judged.issues or judged.value is None or judged.is_right


@given(st.floats(allow_nan=True, allow_infinity=True) | st.integers())
def test_any_amount_is_answered(amount):
    judged = judge_id_number(amount, today=TODAY)
    assert judged.issues != () or judged.is_right


def test_nobody_is_born_tomorrow():
    tomorrow = number_of("329999", TODAY + timedelta(days=1), 1)
    assert judge(tomorrow) == (tomorrow, ["ID_BIRTH"])


def test_a_form_says_what_a_sheet_says():
    with pytest.raises(ValidationError) as refusal:
        validate_id_number("329999198507010015")
    assert refusal.value.messages == ["身份证号校验不通过，请核对第18位"]


def test_a_form_lets_a_warning_pass():
    assert validate_id_number("110105491231002") is None
