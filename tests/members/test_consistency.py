"""一致性规则 — every rule of domain.md §4.9 on both sides of its line."""

from datetime import date
from typing import Any

import pytest

from apps.members.consistency import inconsistencies

TODAY = date(2026, 11, 22)
# Born 1985-07-01, a man.
NUMBER = "329999198507010013"


def said(**facts: Any) -> list[tuple[str, str, str]]:
    return [(issue.code, issue.level.value[0], issue.field) for issue in inconsistencies(facts, TODAY)]


def day(text: str) -> date:
    return date.fromisoformat(text)


def month(field: str, text: str) -> dict[str, Any]:
    return {field: day(f"{text}-01"), f"{field}_precision": "M"}


def test_a_right_person_gives_nothing_to_say():
    facts = {
        "name": "陆明远",
        "id_number": NUMBER,
        "sex": "1",
        "birth_date": day("1985-07-01"),
        "education": "21",
        "member_category": "正式党员",
        "joined_on": day("2008-06-01"),
        "full_member_on": day("2009-06-01"),
        "party_age": 17,
        "party_post": "书记",
        "work_started_on": day("2006-07-01"),
        "lost_contact": False,
    }
    assert said(**facts) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"birth_date": day("1985-07-02")}, [("C04", "e", "birth_date")]),
        ({"birth_date": day("1985-07-02"), "archive_birth_reason": "档案"}, [("C04", "w", "birth_date")]),
        (month("birth_date", "1985-07"), []),
        (month("birth_date", "1985-08"), [("C04", "e", "birth_date")]),
        ({"birth_date": day("1985-01-01"), "birth_date_precision": "Y"}, []),
        ({"sex": "2"}, [("C05", "e", "sex")]),
        ({"sex": "1"}, []),
        ({"sex": None}, []),
    ],
)
def test_c04_c05_what_is_written_agrees_with_the_number(facts, expected):
    assert said(id_number=NUMBER, **facts) == expected


def test_c05_a_number_given_to_nobody_proves_little():
    assert said(id_number="329999198507010005", sex="1") == [("C05", "w", "sex")]


@pytest.mark.parametrize(
    ("born", "joined", "expected"),
    [
        ("1985-07-01", "2003-06-30", [("C06", "e", "joined_on")]),
        ("1985-07-01", "2003-07-01", [("C07", "w", "joined_on")]),
        ("1985-07-01", "2004-06-30", [("C07", "w", "joined_on")]),
        ("1985-07-01", "2004-07-01", []),
        ("1938-01-01", "1955-07-01", [("C06", "w", "joined_on")]),
        ("1984-02-29", "2002-02-28", [("C07", "w", "joined_on")]),
    ],
)
def test_c06_c07_nobody_joins_under_18_and_few_under_19(born, joined, expected):
    assert said(birth_date=day(born), joined_on=day(joined)) == expected


def test_c06_a_month_is_wrong_only_when_every_day_of_it_is():
    assert said(birth_date=day("1985-07-15"), **month("joined_on", "2003-07")) == [("C07", "w", "joined_on")]
    assert said(birth_date=day("1985-07-15"), **month("joined_on", "2003-06")) == [("C06", "e", "joined_on")]


@pytest.mark.parametrize(
    ("joined", "expected"), [("2026-11-22", []), ("2026-11-23", [("C08", "e", "joined_on")])]
)
def test_c08_nothing_has_happened_tomorrow(joined, expected):
    assert said(joined_on=day(joined)) == expected


def test_c09_a_probationary_member_is_not_yet_full():
    facts = {"joined_on": day("2024-06-01"), "full_member_on": day("2025-06-01")}
    assert said(member_category="预备党员", **facts) == [("C09", "e", "full_member_on")]


def test_c10_a_full_member_has_the_date():
    assert said(member_category="正式党员", joined_on=day("2008-06-01")) == [("C10", "e", "full_member_on")]
    assert said(member_category="正式党员", joined_on=day("1970-06-01")) == []


@pytest.mark.parametrize(
    ("joined", "full", "expected"),
    [
        ("2008-06-01", "2009-05-31", [("C11", "e", "full_member_on")]),
        ("2008-06-01", "2009-06-01", []),
        ("2008-06-01", "2009-12-01", []),
        ("2008-06-01", "2009-12-02", [("C12", "w", "full_member_on")]),
        ("2008-06-01", "2010-12-01", [("C12", "w", "full_member_on")]),
        ("2008-06-01", "2010-12-02", [("C12", "e", "full_member_on")]),
        ("1970-06-01", "1970-06-01", [("C13", "i", "full_member_on")]),
        ("1969-04-14", "1969-04-14", [("C13", "i", "full_member_on")]),
        ("1969-04-13", "1969-04-13", [("C11", "e", "full_member_on")]),
        ("1977-08-18", "1977-08-18", [("C13", "i", "full_member_on")]),
        ("1977-08-19", "1977-08-19", [("C11", "e", "full_member_on")]),
        ("1955-06-01", "1955-12-01", [("C11", "w", "full_member_on")]),
        ("1955-06-01", "1958-12-01", [("C12", "w", "full_member_on")]),
        ("2008-02-29", "2009-02-28", []),
    ],
)
def test_c11_c12_c13_probation_lasts_a_year_except_in_history(joined, full, expected):
    assert said(joined_on=day(joined), full_member_on=day(full)) == expected


def test_c11_months_are_counted_as_months():
    assert said(**month("joined_on", "2008-06"), **month("full_member_on", "2009-06")) == []
    assert said(**month("joined_on", "2008-06"), **month("full_member_on", "2009-05")) == [
        ("C11", "e", "full_member_on")
    ]


def test_c12_an_extended_probation_is_no_wonder():
    dates = {"joined_on": day("2008-06-01"), "full_member_on": day("2010-06-01")}
    assert said(**dates, probation_extended_months=12) == []


@pytest.mark.parametrize(
    ("joined", "expected"), [("2025-10-23", []), ("2025-10-22", [("C14", "w", "joined_on")])]
)
def test_c14_probation_is_over_after_a_year_and_thirty_days(joined, expected):
    assert said(member_category="预备党员", joined_on=day(joined)) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"applied_on": "2007-06-01", "joined_on": "2008-06-01"}, []),
        ({"applied_on": "2007-06-02", "joined_on": "2008-06-01"}, [("C15", "w", "joined_on")]),
        ({"applied_on": "2006-01-01", "activist_on": "2005-01-01"}, [("C15", "w", "activist_on")]),
        ({"activist_on": "2007-06-01", "candidate_on": "2008-05-31"}, [("C15", "w", "candidate_on")]),
        ({"activist_on": "2007-06-01", "candidate_on": "2008-06-01", "joined_on": "2008-06-01"}, []),
    ],
)
def test_c15_steps_come_in_their_order_and_time(facts, expected):
    assert said(**{field: day(text) for field, text in facts.items()}) == expected


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("1925-11-23", []),
        ("1925-11-22", [("C16", "w", "birth_date")]),
        ("2008-11-22", []),
        ("2008-11-23", [("C16", "w", "birth_date")]),
    ],
)
def test_c16_people_are_between_18_and_100(born, expected):
    assert said(birth_date=day(born)) == expected


@pytest.mark.parametrize(
    ("years", "expected"), [(16, []), (17, []), (18, []), (20, [("C17", "w", "party_age")])]
)
def test_c17_party_age_follows_from_the_date(years, expected):
    assert said(full_member_on=day("2009-06-01"), joined_on=day("2008-06-01"), party_age=years) == expected


def test_c17_a_correction_counts():
    dates = {"joined_on": day("2008-06-01"), "full_member_on": day("2009-06-01")}
    assert said(**dates, party_age=12, party_age_correction_months=60) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"lost_on": day("2026-05-21")}, [("C20", "w", "lost_on")]),
        ({"lost_on": day("2026-05-22")}, []),
        ({"lost_on": day("2020-01-01"), "party_status": "停止党籍"}, []),
        ({}, [("LOST_DATE_MISSING", "w", "lost_on")]),
    ],
)
def test_c20_lost_for_half_a_year_something_is_due(facts, expected):
    assert said(lost_contact=True, **facts) == expected


@pytest.mark.parametrize(
    ("started", "expected"), [("2000-07-01", []), ("2000-06-30", [("C23", "w", "work_started_on")])]
)
def test_c23_nobody_works_before_15(started, expected):
    assert said(birth_date=day("1985-07-01"), work_started_on=day(started)) == expected


def test_c25_a_graduate_is_at_least_17():
    assert ("C25", "w", "education") in said(birth_date=day("2012-01-01"), education="21")
    born = day("1985-07-01")
    assert said(birth_date=born, education="21", graduated_on=day("2002-06-30")) == [
        ("C25", "w", "education")
    ]
    assert said(birth_date=born, education="31", graduated_on=day("2002-06-30")) == []


def test_c26_only_full_members_sit_on_committees():
    facts = {"member_category": "预备党员", "joined_on": day("2026-06-01")}
    assert said(**facts, party_post="组织委员") == [("C26", "w", "party_post")]
    assert said(**facts, party_post="党小组长") == []
