"""号码在文字里 — what is masked inside other text, and what can only be a person's."""

import pytest

from apps.core.form_fields import ReasonField
from apps.core.identifiers import holds_number, mask_numbers, mask_persons, tells_of_number


def test_numbers_inside_text_are_masked_and_others_left():
    assert mask_numbers("电话19900000001，证号32999919850701001X，编号123456") == (
        "电话199****0001，证号3****************X，编号123456"
    )


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("199 0000 0001", "199******0001"),
        ("199-0000-0001", "199******0001"),
        ("329999 19850701 001X", "3******************X"),
        ("329999-19850701-001X", "3******************X"),
        ("+8619900000001", "+86199****0001"),
        ("0086-19900000001", "0086-199****0001"),
        ("１９９０００００００１", "199****0001"),
        ("32999919850701001Ｘ19900000001", "3****************X199****0001"),
    ],
)
def test_numbers_are_masked_however_they_are_written(said, masked):
    assert mask_numbers(said) == masked


@pytest.mark.parametrize(
    "text", ["王工19900000001", "32999919850701001X", "329999 19850701 0011", "199 0000 0001"]
)
def test_a_text_with_a_number_of_a_person_is_known(text):
    assert holds_number(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "320583202611220001",
        "补贴130 2000-3000元",
        "总投资15000000000元",
        "914403001922038216",
        "0512-57000000",
        "2026年第3号",
        "320583202613220001",
        "6222021102012345678",
        "",
    ],
)
def test_numbers_of_things_are_none_of_a_person(text):
    assert holds_number(text) is False


def test_a_reason_is_kept_without_the_numbers_in_it():
    assert ReasonField().clean(" 本人来电19900000001更正 ") == "本人来电199****0001更正"


def test_a_mask_tells_that_a_number_stood_there():
    said = ["王工19900000001", "王工199****0001", "329999 19850701 001X", "A****司", "甲公司"]
    assert [tells_of_number(text) for text in said] == [True, True, True, True, False]


def test_what_is_kept_loses_numbers_of_persons_only():
    assert mask_persons("信用代码914403001922038216，法人32999919850701001X") == (
        "信用代码914403001922038216，法人3****************X"
    )
