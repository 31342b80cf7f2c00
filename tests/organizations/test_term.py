"""任期: when it ends, what extends it, and when re-election is overdue."""

from datetime import date, timedelta

import pytest

from apps.organizations.kinds import TypeCode
from apps.organizations.models import PartyOrganization, TermExtension
from apps.organizations.term import due, overdue, with_term
from tests.factories import make_organization

pytestmark = pytest.mark.django_db
BEGUN = date(2023, 6, 1)
END = date(2026, 6, 1)


def term_of(organization, day=date(2026, 5, 1)):
    return with_term(PartyOrganization.objects.all(), day).get(pk=organization.pk).term_ends_on


def extended(organization, until, approved_on=date(2026, 5, 20)):
    TermExtension.objects.create(
        organization=organization, until=until, approved_on=approved_on, approval_no="批"
    )


@pytest.mark.parametrize(("kind", "years"), [(TypeCode.COMMITTEE, 5), (TypeCode.BRANCH, 3)])
def test_without_a_written_length_the_kind_decides(kind, years):
    organization = make_organization(type_code=kind, term_years=None, term_starts_on=BEGUN)

    assert term_of(organization) == date(2023 + years, 6, 1)


def test_a_functional_organization_has_no_term():
    assert term_of(make_organization(type_code=TypeCode.ALLIANCE, term_starts_on=BEGUN, term_years=3)) is None


def test_an_extension_approved_in_the_term_moves_its_end():
    branch = make_organization(term_starts_on=BEGUN)
    extended(branch, date(2027, 3, 1))

    assert [term_of(branch), term_of(branch, date(2026, 5, 20))] == [END, date(2027, 3, 1)]


def test_an_extension_of_an_earlier_term_does_not_count():
    branch = make_organization(term_starts_on=BEGUN)
    extended(branch, date(2027, 3, 1), approved_on=date(2023, 5, 1))

    assert term_of(branch) == END


def test_reelection_is_overdue_from_the_day_after_the_term():
    branch = make_organization(term_starts_on=BEGUN)
    organizations = PartyOrganization.objects.all()

    assert [list(overdue(organizations, day)) for day in (END, END + timedelta(days=1))] == [[], [branch]]


@pytest.mark.parametrize(
    ("kind", "day", "found"),
    [
        ("warn", END - timedelta(days=91), 0),
        ("warn", END - timedelta(days=90), 1),
        ("warn", END, 1),
        ("bad", END, 0),
        ("bad", END + timedelta(days=1), 1),
        ("due", END, 1),
    ],
)
def test_what_is_due_is_over_or_ends_within_ninety_days(kind, day, found):
    make_organization(term_starts_on=BEGUN)

    assert due(PartyOrganization.objects.all(), day, kind).count() == found
