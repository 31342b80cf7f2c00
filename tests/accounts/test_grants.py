"""职责与授权: what each duty may do, and which duties nobody holds together."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.accounts import workflow
from apps.accounts.duties import DUTIES, DutyCode, allows
from apps.accounts.models import Grant, User, remit_of
from apps.core.remit import Reach
from tests.factories import LONG_AGO, make_cluster, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("duty", "permission", "allowed"),
    [
        ("registry_manager", "members.change_member", True),
        ("registry_manager", "accounts.add_grant", False),
        ("cluster_secretary", "members.view_member", True),
        ("cluster_secretary", "members.export_member", False),
        ("cluster_secretary", "members.change_member", False),
        ("cluster_clerk", "members.import_member", True),
        ("place_operator", "clusters.change_enterprisestate", True),
        ("place_operator", "clusters.add_cluster", False),
        ("branch_operator", "members.add_member", True),
        ("branch_operator", "organizations.add_partyorganization", False),
        ("system_administrator", "members.view_member", False),
        ("security_administrator", "accounts.add_grant", True),
        ("security_administrator", "accounts.add_user", False),
        ("audit_administrator", "accounts.change_grant", False),
    ],
)
def test_a_duty_allows_what_it_says(duty, permission, allowed):
    assert allows(DUTIES[DutyCode(duty)], permission) is allowed


def test_a_user_holds_several_duties_at_once():
    first, second = make_cluster(), make_cluster()
    user = make_user("cluster_secretary", cluster=first)
    workflow.grant(user, "cluster_clerk", by=None, on=LONG_AGO, cluster=second)

    assert sorted(remit_of(user).targets(Reach.CLUSTER)) == sorted([first.path, second.path])


def test_a_duty_that_has_ended_reaches_and_allows_nothing():
    user = make_user("cluster_clerk", cluster=make_cluster())
    workflow.revoke(user.grants.get(), on=date(2026, 1, 1), by=None, why="离任")

    assert (bool(remit_of(user)), user.has_perm("members.view_member")) == (False, False)


def test_a_disabled_account_reaches_nothing():
    user = make_user("registry_manager")
    user.is_active = False

    assert (bool(remit_of(user)), user.has_perm("members.view_member")) == (False, False)


@pytest.mark.parametrize("second", ["security_administrator", "registry_manager"])
def test_an_administrator_holds_no_other_side(second):
    user = make_user("system_administrator")

    with pytest.raises(ValidationError, match="不得互兼"):
        workflow.grant(user, second, by=None)


def test_the_database_itself_keeps_the_sides_apart():
    user = make_user("system_administrator")

    with pytest.raises(IntegrityError, match="不得互兼"), transaction.atomic():
        Grant.objects.bulk_create([Grant(user=user, duty="registry_manager", starts_on=LONG_AGO)])


def test_nobody_grants_to_oneself():
    user = make_user("security_administrator")

    with pytest.raises(ValidationError, match="不能给自己授权"):
        workflow.grant(user, "audit_administrator", by=user)


def test_a_cluster_duty_needs_a_cluster():
    with pytest.raises(ValidationError, match="请选择集群"):
        make_user("cluster_clerk")


def test_the_three_administrators_are_made_once_with_passwords_that_sign_in():
    passwords = workflow.create_administrators()

    assert sorted(passwords) == ["auditadmin", "secadmin", "sysadmin"]
    assert all(User.objects.get(username=name).check_password(word) for name, word in passwords.items())
    assert workflow.create_administrators() == {}


def test_administrators_reach_no_business_data():
    workflow.create_administrators()

    assert [bool(remit_of(user)) for user in User.objects.all()] == [False, False, False]
