"""统计期: reading what people write, naming it back, and the one before."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core import clock
from apps.core.period import Period, recent_quarters


@pytest.mark.parametrize(
    ("written", "start", "end", "named"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "2026年第一季度"),
        ("2024-2", date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        ("2026-01-05..2026-02-03", date(2026, 1, 5), date(2026, 2, 3), "2026-01-05至2026-02-03"),
    ],
)
def test_a_period_is_read_as_people_write_it(written, start, end, named):
    period = Period.read(written)

    assert (period.start, period.end, str(period)) == (start, end, named)


@pytest.mark.parametrize("written", ["", "去年", "2026-13", "2026-02-03..2026-01-05", "26Q1"])
def test_what_is_no_period_is_refused_in_chinese(written):
    with pytest.raises(ValueError, match="无法识别的统计期"):
        Period.read(written)


@pytest.mark.parametrize(
    ("written", "before"),
    [
        ("2026", "2025"),
        ("2026Q1", "2025Q4"),
        ("2026-1", "2025-12"),
        ("2026-01-11..2026-01-20", "2026-01-01..2026-01-10"),
    ],
)
def test_the_period_before_is_of_the_same_kind(written, before):
    assert Period.read(written).previous() == Period.read(before)


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_the_quarter_until_a_day_ends_on_it(day):
    period = Period.until(day)

    assert (period.end, period.start.day, (day - period.start).days < 92) == (day, 1, True)


def test_a_period_still_running_is_read_as_of_today():
    with clock.set_to(date(2026, 11, 22)):
        assert Period.year(2026).as_of == date(2026, 11, 22)


def test_recent_quarters_are_oldest_first_and_the_last_ends_on_the_day():
    quarters = recent_quarters(date(2026, 11, 22), 3)

    assert quarters == [Period.read("2026Q2"), Period.read("2026Q3"), Period.until(date(2026, 11, 22))]
