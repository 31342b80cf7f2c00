"""组织树: what may stand where, and what moving does to today's tree and to other days."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from apps.core import clock
from apps.organizations import tree, workflow
from apps.organizations.kinds import TypeCode
from apps.organizations.models import PartyOrganization
from tests.factories import make_organization

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
LATER = date(2026, 6, 1)


def test_a_branch_under_a_committee_has_a_path_through_it():
    committee = make_organization(type_code=TypeCode.COMMITTEE)
    branch = make_organization(parent=committee)

    assert branch.path == f"/{committee.pk}/{branch.pk}/"


@pytest.mark.parametrize(
    ("kind", "parent_kind"),
    [
        (TypeCode.GROUP, TypeCode.COMMITTEE),
        (TypeCode.COMMITTEE, TypeCode.BRANCH),
        (TypeCode.BRANCH, TypeCode.BRANCH),
    ],
)
def test_an_organization_stands_only_under_the_kinds_allowed(kind, parent_kind):
    parent = make_organization(type_code=parent_kind)

    with pytest.raises(ValidationError, match="不能设在"):
        make_organization(type_code=kind, parent=parent)


def test_a_party_group_needs_a_branch_above():
    with pytest.raises(ValidationError, match="党小组须设在党支部之下"):
        make_organization(type_code=TypeCode.GROUP)


def test_moving_carries_everything_below_along():
    old, new = (make_organization(type_code=TypeCode.COMMITTEE) for _ in range(2))
    general = make_organization(type_code=TypeCode.GENERAL_BRANCH, parent=old)
    branch = make_organization(parent=general)

    tree.place(general, new, on=DAY, by=None, why="隶属调整")

    branch.refresh_from_db()
    assert branch.path == f"/{new.pk}/{general.pk}/{branch.pk}/"


def test_the_superior_of_another_day_is_remembered():
    old, new = (make_organization(type_code=TypeCode.COMMITTEE) for _ in range(2))
    branch = make_organization(parent=old)

    tree.place(branch, new, on=DAY, by=None, why="隶属调整")

    parents = [
        PartyOrganization.objects.on(day).get(pk=branch.pk).parent_id for day in (date(2025, 1, 1), DAY)
    ]
    assert parents == [old.pk, new.pk]


def test_a_move_entered_ahead_changes_the_path_on_its_day():
    old, new = (make_organization(type_code=TypeCode.COMMITTEE) for _ in range(2))
    branch = make_organization(parent=old)
    with clock.set_to(date(2026, 2, 1)):
        tree.place(branch, new, on=DAY, by=None)
        before = branch.path

    with clock.set_to(DAY):
        tree.settle()

    branch.refresh_from_db()
    assert (before, branch.path) == (f"/{old.pk}/{branch.pk}/", f"/{new.pk}/{branch.pk}/")


def test_an_organization_cannot_stand_under_its_own_branch():
    upper = make_organization(type_code=TypeCode.COMMITTEE)
    lower = make_organization(type_code=TypeCode.COMMITTEE, parent=upper)

    with pytest.raises(ValidationError, match="自身的下级"):
        tree.place(upper, lower, on=DAY, by=None, why="误操作")


def committees(number, on=DAY):
    return [make_organization(type_code=TypeCode.COMMITTEE, on=on) for _ in range(number)]


def test_an_organization_cannot_stand_under_its_branch_of_an_earlier_day():
    upper, middle, lower = committees(3)
    tree.place(middle, upper, on=DAY, by=None, why="补录")
    tree.place(lower, middle, on=DAY, by=None, why="补录")
    tree.place(lower, None, on=LATER, by=None, why="补录")

    with pytest.raises(ValidationError, match="自身的下级"):
        tree.place(upper, lower, on=date(2026, 4, 1), by=None, why="误操作")


def test_an_organization_cannot_stand_under_what_will_be_its_branch():
    upper, lower = committees(2)
    tree.place(lower, upper, on=LATER, by=None, why="补录")

    with pytest.raises(ValidationError, match="自2026-06-01起是它的下级"):
        tree.place(upper, lower, on=DAY, by=None, why="误操作")


def test_an_organization_may_have_stood_under_its_branch_of_today():
    top, upper, lower = committees(3)
    tree.place(upper, top, on=LATER, by=None, why="补录")
    tree.place(lower, upper, on=LATER, by=None, why="补录")

    tree.place(upper, lower, on=DAY, by=None, why="补录")

    parents = [PartyOrganization.objects.on(day).get(pk=upper.pk).parent_id for day in (DAY, LATER)]
    assert parents == [lower.pk, top.pk]


def test_nothing_new_stands_under_what_is_dissolved():
    (gone,) = committees(1)
    workflow.dissolve(gone, on=LATER, by=None, why="撤销")

    with pytest.raises(ValidationError, match="尚未成立或已撤销"):
        make_organization(parent=gone, on=LATER)
    assert make_organization(parent=gone, on=DAY).path == f"/{gone.pk}/{PartyOrganization.objects.last().pk}/"
