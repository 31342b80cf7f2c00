"""两年党员数综合比较: whatever happens to people in a year, what is due and what is counted agree."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apps.members import workflow
from apps.members.balance import balance
from apps.members.models import Movement
from apps.organizations.models import PartyOrganization
from tests.factories import make_member, make_organization

Kind = Movement.Kind
NEW_YEAR = date(2026, 1, 1)


def of(*organizations):
    return PartyOrganization.objects.filter(pk__in=[organization.pk for organization in organizations])


@pytest.mark.django_db
def test_people_first_loaded_this_year_stand_in_column_one():
    branch = make_organization()
    make_member(organization=branch, on=date(2026, 5, 1))

    found = balance(2026, of(branch))

    assert (found.last_year, found.increase, found.counted, found.difference) == (1, 0, 1, 0)


@pytest.mark.django_db
def test_a_transfer_within_counts_for_each_branch_and_cancels_for_both():
    left, right = make_organization(), make_organization()
    member = make_member(organization=left)
    workflow.transfer_within(member, to=right, on=date(2026, 5, 1), by=None, why="工作调动")

    assert [
        (b.transferred_in, b.transferred_out, b.difference)
        for b in (balance(2026, of(left)), balance(2026, of(right)), balance(2026, of(left, right)))
    ] == [(0, 1, 0), (1, 0, 0), (0, 0, 0)]


def _transfer(member, here, there, day):
    is_here = member.affiliations.open().filter(organization=here).exists()
    workflow.transfer_within(member, to=there if is_here else here, on=day, by=None, why="转接")


def _go(member, here, there, day):
    workflow.transfer_out(member, elsewhere="外地党组织", on=day, by=None, why="转出")


def _come(member, here, there, day):
    workflow.transfer_in(member, to=here, elsewhere="外地党组织", on=day, by=None, why="转入")


def _leave(kind):
    return lambda member, here, there, day: workflow.leave(member, kind=kind, on=day, by=None, why="依规处理")


def _restore(member, here, there, day):
    workflow.restore(member, organization=there, on=day, by=None, why="恢复")


MOVES = [_transfer, _go, _come, _restore, *(_leave(kind) for kind in workflow.LEAVING)]


class ABalanceAlwaysBalances(TestCase):
    """Moves that are not open are refused and change nothing."""

    @settings(max_examples=12)
    @given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(MOVES)), max_size=8))
    def test_what_is_due_is_what_is_counted(self, moves):
        here, there = make_organization(), make_organization()
        people = [make_member(organization=here, on=date(2025, 6, 1)) for _ in range(3)]
        for offset, (who, move) in enumerate(moves):
            try:
                move(people[who], here, there, NEW_YEAR + timedelta(days=offset * 9 + 1))
            except workflow.ValidationError:
                continue

        for organizations in (of(here), of(there), of(here, there)):
            assert balance(2026, organizations).difference == 0
