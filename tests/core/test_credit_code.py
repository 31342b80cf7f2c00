"""统一社会信用代码 is judged by GB 32100, letters put for digits are put right."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from apps.core.identifiers import judge_credit_code, validate_credit_code
from apps.core.identifiers.credit_code import ALPHABET, CONFUSABLE, check_character

bodies = st.builds(
    lambda kind, area, rest: kind + area + rest,
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
)


def judge(raw: object) -> tuple[str | None, list[str]]:
    judged = judge_credit_code(raw)
    return judged.value, [issue.detail or issue.code for issue in judged.issues]


@pytest.mark.parametrize(
    ("raw", "code", "issues"),
    [
        ("91110000600037341L", "91110000600037341L", []),
        ("91329999MA0000015Y", "91329999MA0000015Y", []),
        ("91329999ma0000015y", "91329999MA0000015Y", []),
        (" 9132 9999 MA00 0001 5Y\n", "91329999MA0000015Y", []),
        ("N2329999MF0000013J", "N2329999MF0000013J", []),
        ("91329999MA0OOOO15Y", "91329999MA0000015Y", ["USCC_CONFUSABLE"]),
        ("91329999MA0000015X", "91329999MA0000015X", ["USCC_CHECKSUM"]),
        ("91329999MA00000", "91329999MA00000", ["USCC_FORMAT"]),
        ("60003734-1", "600037341", ["USCC_OLD_NUMBER"]),
        ("320583000012345", "320583000012345", ["USCC_OLD_NUMBER"]),
        (9.1329999e17, "?", ["USCC_FORMAT"]),
        ("", None, []),
        (None, None, []),
    ],
)
def test_codes_are_judged_as_the_standard_says(raw, code, issues):
    assert judge(raw) == (code, issues)


@given(bodies)
def test_a_code_with_its_check_character_is_right(body):
    code = body + check_character(body)
    judged = judge_credit_code(code)
    assert judged.value == code
    assert judged.is_right


@given(bodies, st.data())
def test_letters_put_for_digits_are_put_right(body, data):
    code = body + check_character(body)
    digits = [place for place, character in enumerate(code) if character in "1025"]
    if digits:
        place = data.draw(st.sampled_from(digits))
        written = code[:place] + "IOZS"["1025".index(code[place])] + code[place + 1 :]
        assert judge(written)[0] == code
        assert "USCC_CONFUSABLE" in judge(written)[1]


@given(bodies, st.integers(0, 17), st.integers(1, 30))
def test_one_wrong_character_is_always_noticed(body, place, shift):
    code = body + check_character(body)
    wrong = ALPHABET[(ALPHABET.index(code[place]) + shift) % 31]
    assert not judge_credit_code(code[:place] + wrong + code[place + 1 :]).is_right


@given(st.text(max_size=60))
def test_any_text_is_answered(text):
    judged = judge_credit_code(text)
    assert judged.is_right or judged.issues or judged.value is None


def test_the_alphabet_leaves_out_what_is_read_for_digits():
    assert set("IOSVZ").isdisjoint(ALPHABET)
    assert "IOZS".translate(CONFUSABLE) == "1025"


def test_a_form_says_what_a_sheet_says():
    with pytest.raises(ValidationError) as refusal:
        validate_credit_code("91329999MA0000015X")
    assert refusal.value.messages == ["统一社会信用代码校验不通过，请核对第18位"]
