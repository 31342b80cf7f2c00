"""电话 are read one by one out of cells that hold several."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from apps.core.identifiers import mask_id_number, mask_phone, read_phones, validate_landline, validate_mobile
from apps.core.identifiers.phone import Phones


@pytest.mark.parametrize(
    ("raw", "phones"),
    [
        (19900000001.0, Phones("19900000001")),
        (19900000001, Phones("19900000001")),
        ("199 0000 0001", Phones("19900000001")),
        ("199-0000-0001", Phones("19900000001")),
        ("+86 19900000001", Phones("19900000001")),
        ("008619900000001", Phones("19900000001")),
        ("8619900000001", Phones("19900000001")),
        ("（199）00000001", Phones("19900000001")),
        ("１９９００００００００１", Phones(unreadable=("199000000001",))),
        ("19900000001.0", Phones("19900000001")),
        ("0512-57000010", Phones(landline="0512-57000010")),
        ("57000010", Phones(landline="57000010")),
        ("0512-57000010-802", Phones(landline="0512-57000010-802")),
        ("400-000-0001", Phones(landline="400-000-0001")),
        ("19900000010/0512-57000010", Phones("19900000010", "0512-57000010")),
        ("19900000001、19900000002", Phones("19900000001", others=("19900000002",))),
        ("19900000001\n19900000002", Phones("19900000001", others=("19900000002",))),
        ("19900000001 19900000002", Phones("19900000001", others=("19900000002",))),
        ("1990000001", Phones(unreadable=("1990000001",))),
        ("12900000001", Phones(unreadable=("12900000001",))),
        ("", Phones()),
        (None, Phones()),
    ],
)
def test_every_number_in_a_cell_is_found(raw, phones):
    assert read_phones(raw) == phones


@given(st.text(max_size=300) | st.floats(allow_nan=True) | st.integers())
def test_any_cell_is_answered(raw):
    assert isinstance(read_phones(raw), Phones)


@pytest.mark.parametrize("value", ["1990000001", "19900000001/19900000002", "0512-57000010"])
def test_a_form_takes_exactly_one_mobile(value):
    with pytest.raises(ValidationError) as refusal:
        validate_mobile(value)
    assert refusal.value.messages == ["手机号格式有误"]


def test_a_form_takes_exactly_one_landline():
    assert validate_landline("0512-57000010") is None
    with pytest.raises(ValidationError):
        validate_landline("19900000001")


@pytest.mark.parametrize(
    ("number", "masked"),
    [("329999198507010014", "3****************4"), ("", ""), (None, ""), ("12", "**")],
)
def test_an_id_number_shows_its_ends_only(number, masked):
    assert mask_id_number(number) == masked


@pytest.mark.parametrize(
    ("number", "masked"), [("19900000001", "199****0001"), ("5700010", "*****10"), ("", ""), (None, "")]
)
def test_a_phone_shows_three_and_four_places(number, masked):
    assert mask_phone(number) == masked
