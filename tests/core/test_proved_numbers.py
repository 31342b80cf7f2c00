"""证实的号码 — a damaged number is proved by its check digit, or left alone."""

from datetime import date

import pytest

from apps.core.identifiers import proved_id_number

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("said", "proved"),
    [
        ("32999919850701OO14", "329999198507010014"),
        ("32999919850701001 4。", "329999198507010014"),
        ("3299991985O7O1l014", None),
        ("329999198507010014", None),
        ("329999198507010015", None),
        ("3.2999919850701E+17", None),
        ("329999198507010", None),
        (3.29999198507e17, None),
        ("O" * 500, None),
        (None, None),
    ],
)
def test_only_what_the_check_digit_proves_is_offered(said, proved):
    assert proved_id_number(said, today=TODAY) == proved
