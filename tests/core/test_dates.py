"""日期 are read from whatever a roster holds, with no more precision than it gives."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.dates import (
    DAY,
    MONTH,
    YEAR,
    PartialDate,
    add_months,
    add_years,
    judge_date,
    partial_date,
)

TODAY = date(2026, 11, 22)
days = st.dates(date(1901, 1, 1), date(2100, 12, 31))


def judge(raw: object) -> tuple[str, str] | str | None:
    judged = judge_date(raw, today=TODAY)
    if judged.value is None:
        return judged.issues[0].code if judged.issues else None
    said = judged.value.on.isoformat(), judged.value.precision
    return (*said, judged.issues[0].code) if judged.issues else said


@pytest.mark.parametrize(
    "raw",
    [
        "1985-07-01",
        "1985/7/1",
        "1985.07.01",
        "1985.7.1",
        "1985年7月1日",
        "1985年07月01日",
        "19850701",
        19850701.0,
        31229.0,
        31229,
        "31229",
        "1985-07-01 00:00:00",
        "1985-07-01T08:30:00",
        "1985/7/1 0:00",
        "1985.7.1生",
        "一九八五年七月一日",
        "１９８５．０７．０１",
        "1985、7、1",
        "85.7.1",
        date(1985, 7, 1),
        datetime(1985, 7, 1, 8, 30, tzinfo=UTC),
    ],
)
def test_spellings_of_one_day_are_one_day(raw):
    assert judge(raw) == ("1985-07-01", DAY)


@pytest.mark.parametrize(
    "raw",
    [
        "1985.07",
        "1985.7",
        1985.07,
        1985.7,
        "1985年7月",
        "198507",
        198507.0,
        "85.7",
        "1985-07",
        "1985/07",
        "一九八五年七月",
        "1985.07.",
        "1985年7月（转正）",
        " 1985 年 7 月 ",
    ],
)
def test_spellings_of_one_month_stand_on_its_first_day(raw):
    assert judge(raw) == ("1985-07-01", MONTH)


@pytest.mark.parametrize("raw", ["1985", 1985.0, 1985, "1985年", "一九八五年"])
def test_a_year_alone_stands_on_its_first_day(raw):
    assert judge(raw) == ("1985-01-01", YEAR)


@pytest.mark.parametrize("raw", [2001.1, "2001.1", "２００１．１"])
def test_a_lost_zero_leaves_only_the_year(raw):
    assert judge(raw) == ("2001-01-01", YEAR, "DATE_AMBIGUOUS")


@pytest.mark.parametrize("raw", ["2001.10", "2001-1", "2001年1月", 2001.11, "2001.01"])
def test_what_lost_no_zero_is_not_doubted(raw):
    assert judge(raw)[1:] == (MONTH,)


@pytest.mark.parametrize("raw", ["", " ", None, "/", "—", "——", "-", "无", "未转正", "不详", 0, 0.0])
def test_words_for_nothing_are_nothing(raw):
    assert judge(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        "1985-02-30",
        "1985.13",
        "19851301",
        "去年",
        60.0,
        1.0,
        -5.0,
        3000000.0,
        True,
        "3" * 50000,
        "1899-12-31",
        "2101-01-01",
        float("nan"),
        float("inf"),
        "7月1日",
    ],
)
def test_what_is_no_date_is_refused(raw):
    assert judge(raw) == "DATE_UNREADABLE"


def test_a_two_digit_year_is_never_in_the_future():
    assert judge("26.10") == ("2026-10-01", MONTH)
    assert judge("27.10") == ("1927-10-01", MONTH)


def test_a_workbook_may_count_from_1904():
    assert judge_date(31229.0, today=TODAY, epoch_1904=True).value.on == date(1989, 7, 2)


@given(days)
def test_every_day_survives_every_spelling(day):
    serial = (day - date(1899, 12, 30)).days
    spellings = [f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"]
    spellings += [f"{day.year}/{day.month}/{day.day}", f"{day:%Y.%m.%d}", day]
    for spelling in spellings:
        assert judge(spelling) == (day.isoformat(), DAY)
    if not 1900 <= serial <= 2100 and 61 <= serial <= 73049:
        assert judge(float(serial)) == (day.isoformat(), DAY)


@given(st.text(max_size=80) | st.floats(allow_nan=True, allow_infinity=True) | st.integers())
def test_any_cell_is_answered(raw):
    judged = judge_date(raw, today=TODAY)
    assert judged.value is None or judged.value.first <= judged.value.last


@given(days, st.integers(-600, 600))
def test_months_keep_the_day_or_the_end_of_the_month(day, months):
    if day.year + months // 12 - 1 >= 1 and day.year + months // 12 + 1 < 9999:
        moved = add_months(day, months)
        assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
        assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


def test_a_leap_day_has_its_anniversary_on_the_28th():
    assert add_years(date(2000, 2, 29), 1) == date(2001, 2, 28)


def test_a_month_may_be_any_of_its_days():
    month = PartialDate(date(1985, 7, 1), MONTH)
    assert month.last == date(1985, 7, 31)
    assert month.may_be(PartialDate(date(1985, 7, 20)))
    assert not month.may_be(PartialDate(date(1985, 8, 1)))
    assert PartialDate(date(1985, 1, 1), YEAR).days == 365


def test_a_record_keeps_its_precision_beside_the_date():
    values = {"joined_on": date(2008, 6, 1), "joined_on_precision": MONTH, "lost_on": None}
    assert partial_date(values, "joined_on") == PartialDate(date(2008, 6, 1), MONTH)
    assert partial_date(values, "lost_on") is None
