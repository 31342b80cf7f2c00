"""写法 — numbers, money and days as official texts write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from apps.core import formatting


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (83.25, "83.3%"),
        (83.35, "83.4%"),
        (Decimal("0.05"), "0.1%"),
        (100, "100.0%"),
        (0, "0.0%"),
        (None, "—"),
    ],
)
def test_rates_have_one_decimal_rounded_half_up(value, written):
    assert formatting.percent(value) == written


@pytest.mark.parametrize(
    ("numerator", "denominator", "written"),
    [(10, 12, "83.3%"), (0, 12, "0.0%"), (0, 0, "—"), (None, 12, "—"), (1, 8, "12.5%"), (1, 800, "0.1%")],
)
def test_a_share_without_denominator_is_a_dash(numerator, denominator, written):
    assert formatting.share(numerator, denominator) == written


@pytest.mark.parametrize(
    ("wan", "written"),
    [
        (Decimal("9999.99"), "9999.99万元"),
        (10000, "1.00亿元"),
        (134500, "13.45亿元"),
        (8500, "8500.00万元"),
        (-20000, "-2.00亿元"),
        (None, "—"),
    ],
)
def test_money_turns_into_yi_from_ten_thousand_wan(wan, written):
    assert formatting.money(wan) == written


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (3716, "名", "3716名"),
        (83.33, "%", "83.3%"),
        (2.5, "类", "2.5类"),
        (None, "名", "—"),
        (0, "家", "0家"),
    ],
)
def test_a_reading_carries_its_unit(value, unit, written):
    assert "".join(formatting.parts(value, unit)) == written


@pytest.mark.parametrize(
    ("now", "before", "unit", "written"),
    [
        (14, 13, "个", ("▲1", "up")),
        (75.3, 76.4, "%", ("▼1.1", "down")),
        (14, 14, "个", ("持平", "flat")),
        (83.34, 83.33, "%", ("持平", "flat")),
        (14, None, "个", ("", "flat")),
        (None, 14, "个", ("", "flat")),
    ],
)
def test_a_change_says_how_far_and_which_way(now, before, unit, written):
    assert formatting.change(now, before, unit) == written


@pytest.mark.parametrize(
    ("precision", "written"),
    [("D", "2026年11月22日"), ("M", "2026年11月"), ("Y", "2026年"), ("", "2026年11月22日")],
)
def test_a_day_shows_no_more_than_is_known(precision, written):
    assert formatting.day(date(2026, 11, 22), precision) == written


def test_an_unknown_day_is_a_dash():
    assert formatting.day(None) == "—"


def test_as_of_names_the_day():
    assert formatting.as_of(date(2026, 11, 22)) == "截至2026年11月22日"


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "written"),
    [
        (date(2023, 6, 1), None, "2023年6月1日起"),
        (date(2021, 1, 1), date(2023, 6, 1), "2021年1月1日至2023年6月1日"),
        (None, date(2023, 6, 1), "至2023年6月1日"),
        (None, None, "—"),
    ],
)
def test_a_span_says_since_when_and_until_when(starts_on, ends_on, written):
    assert formatting.span(starts_on, ends_on) == written


def test_a_moment_is_written_to_the_minute_by_the_clocks_here():
    assert formatting.minute(datetime(2026, 11, 22, 16, 5, 59, tzinfo=UTC)) == "2026-11-23 00:05"
