"""登录状态 — how long it lasts, that there is one of them, and what must be proved again."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts import workflow
from apps.accounts.duties import DutyCode
from apps.accounts.models import Grant, User
from apps.core import clock, once, proof
from tests.factories import LONG_AGO, PASSWORD, make_department, make_user

pytestmark = pytest.mark.django_db
START, PROVE = reverse("desk:start"), reverse("accounts:prove")
GRANT = reverse("admin:accounts_grant_add")
EXPORT = reverse("members:members_export") + "?format=csv"


@pytest.fixture
def manager():
    return make_user(DutyCode.REGISTRY_MANAGER)


@pytest.fixture
def signed_in(manager):
    client = Client()
    client.force_login(manager)
    client.get(START)
    return client


def grow_old(client, **ages):
    """Let moments the session remembers lie further back."""
    session = client.session
    for name, age in ages.items():
        session[name] = (timezone.now() - age).isoformat()
    session.save()


def is_signed_in(client):
    return client.get(START).status_code == 200


def test_a_session_goes_on_while_somebody_works(signed_in):
    grow_old(signed_in, begun_at=timedelta(hours=11), seen_at=timedelta(minutes=29))
    assert is_signed_in(signed_in)


def test_a_session_nobody_uses_ends(signed_in):
    grow_old(signed_in, seen_at=timedelta(minutes=31))
    assert not is_signed_in(signed_in)


def test_a_session_ends_after_twelve_hours_whatever_happens(signed_in):
    grow_old(signed_in, begun_at=timedelta(hours=12, minutes=1))
    assert not is_signed_in(signed_in)


def test_the_sign_in_page_says_why_a_session_ended(signed_in):
    grow_old(signed_in, seen_at=timedelta(minutes=31))
    page = signed_in.get(START, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "30分钟未操作，已自动退出，请重新登录。"
    ]


def test_working_on_moves_the_moment_of_the_last_request(signed_in):
    grow_old(signed_in, seen_at=timedelta(minutes=20))
    signed_in.get(START)
    grow_old(signed_in, begun_at=timedelta(hours=1))
    assert timezone.now() - clock_of(signed_in, "seen_at") < timedelta(minutes=1)


def clock_of(client, name):
    return timezone.datetime.fromisoformat(client.session[name])


def test_signing_in_elsewhere_ends_the_first_session(signed_in, manager):
    other = Client()
    other.force_login(manager)
    other.get(START)
    assert (is_signed_in(signed_in), is_signed_in(other)) == (False, True)


def test_two_sessions_stand_side_by_side_where_the_house_allows_it(signed_in, manager, settings):
    settings.ONE_SESSION = False
    other = Client()
    other.force_login(manager)
    other.get(START)
    assert (is_signed_in(signed_in), is_signed_in(other)) == (True, True)


def test_a_new_duty_ends_the_session(signed_in, manager):
    workflow.grant(
        manager, DutyCode.DEPARTMENT_HANDLER, by=None, on=LONG_AGO, department=make_department("工信局")
    )
    assert not is_signed_in(signed_in)


def test_a_duty_taken_back_ends_the_session(signed_in, manager):
    workflow.revoke(Grant.objects.get(user=manager), on=clock.today(), by=None, why="调离")
    assert not is_signed_in(signed_in)


def test_a_closed_account_is_out_at_once(signed_in, manager):
    User.objects.filter(pk=manager.pk).update(is_active=False)
    assert not is_signed_in(signed_in)


def test_a_reset_password_ends_the_session(signed_in, manager):
    workflow.reset_password(manager, by=None)
    assert not is_signed_in(signed_in)


def test_whoever_changes_the_password_stays_and_others_go(signed_in, manager, settings):
    settings.ONE_SESSION = False
    other = Client()
    other.force_login(manager)
    other.get(START)
    new = {"new_password1": f"{PASSWORD}-new", "new_password2": f"{PASSWORD}-new"}
    signed_in.post(reverse("accounts:password_change"), {"old_password": PASSWORD} | new)
    assert (is_signed_in(signed_in), is_signed_in(other)) == (True, False)


def test_signing_in_proves_who_one_is_for_ten_minutes(signed_in):
    fresh = signed_in.get(EXPORT).status_code
    grow_old(signed_in, **{proof.PROVED_AT: timedelta(minutes=11)})
    page = signed_in.get(EXPORT)
    assert (fresh, page.status_code, page.url) == (200, 302, f"{PROVE}?{urlencode({'next': EXPORT})}")


def test_the_password_once_more_leads_on(signed_in):
    grow_old(signed_in, **{proof.PROVED_AT: timedelta(minutes=11)})
    page = signed_in.post(f"{PROVE}?{urlencode({'next': EXPORT})}", {"password": PASSWORD, "next": EXPORT})
    assert (page.url, signed_in.get(EXPORT).status_code) == (EXPORT, 200)


def test_a_wrong_password_proves_nothing(signed_in):
    grow_old(signed_in, **{proof.PROVED_AT: timedelta(minutes=11)})
    page = signed_in.post(PROVE, {"password": "wrong-Password-1"})
    assert (page.context["form"].errors["password"], signed_in.get(EXPORT).status_code) == (
        ["密码不正确。"],
        302,
    )


def test_the_way_back_never_leaves_the_house(signed_in):
    page = signed_in.post(PROVE, {"password": PASSWORD, "next": "https://example.invalid/"})
    assert page.url == START


@pytest.fixture
def security():
    client = Client()
    client.force_login(make_user(DutyCode.SECURITY_ADMINISTRATOR))
    client.get(START)
    return client


def test_a_duty_is_given_by_whoever_has_just_proved_who_they_are(security):
    fresh = security.get(GRANT).status_code
    grow_old(security, **{proof.PROVED_AT: timedelta(minutes=11)})
    assert (fresh, security.get(GRANT).status_code) == (200, 302)


def test_what_was_sent_before_one_had_to_prove_it_may_be_sent_again(security):
    sent = {once.FIELD: once.number(), "user": make_user(username="newcomer").pk}
    sent |= {"duty": "registry_manager", "starts_on": clock.today()}
    grow_old(security, **{proof.PROVED_AT: timedelta(minutes=11)})
    asked = security.post(GRANT, sent)
    security.post(asked.url, {"password": PASSWORD})
    security.post(GRANT, sent)
    assert Grant.objects.filter(user__username="newcomer", duty="registry_manager").count() == 1
