"""预备期"""

from datetime import date

import pytest

from apps.members.probation import ending
from tests.factories import make_member, make_organization

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def probationary(joined_on, **facts):
    return make_member(organization=make_organization(), stage="预备党员", joined_on=joined_on, **facts)


def test_probation_ends_one_year_after_joining():
    person = probationary(date(2025, 11, 10))
    assert [(p, p.probation_ends_on) for p in ending(TODAY)] == [(person, date(2026, 11, 10))]


def test_probation_that_ends_within_a_month_is_announced():
    person = probationary(date(2025, 12, 22))
    probationary(date(2025, 12, 23))
    assert list(ending(TODAY)) == [person]


def test_an_extended_probation_ends_later():
    probationary(date(2025, 11, 10), probation_extended_months=6)
    assert list(ending(TODAY)) == []


def test_a_full_member_has_no_probation():
    make_member(
        organization=make_organization(), joined_on=date(2025, 11, 10), full_member_on=date(2026, 11, 10)
    )
    assert list(ending(TODAY)) == []
