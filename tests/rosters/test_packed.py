"""Cells packed piece by piece come out as they went in, but for what no cell can be."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.rosters.reading.packed import packed, unpacked

TEXTS = st.text(min_size=1, max_size=4)
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
ROWS = st.lists(st.lists(st.none() | st.booleans() | TEXTS | NUMBERS | st.dates(), max_size=4), max_size=5)


@given(ROWS)
def test_cells_come_out_as_they_went_in(rows):
    assert unpacked(packed(rows)) == rows


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("", None),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (datetime(2008, 6, 1, 12), date(2008, 6, 1)),
        (time(9, 30), "09:30:00"),
        (timedelta(hours=12), 0.5),
    ],
)
def test_what_no_roster_holds_is_read_as_what_comes_nearest(cell, read):
    assert unpacked(packed([[cell, "甲"], [None, "乙"]])) == [[read, "甲"], [None, "乙"]]
