"""登录: one neutral sentence, a first password that must change, and pages that ask who is there."""

import pytest
from django.urls import reverse

from apps.accounts import workflow
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.mark.parametrize("given", [("nobody", PASSWORD), ("known", "wrong-Password-1"), ("closed", PASSWORD)])
def test_every_wrong_login_answers_the_same_sentence(client, given):
    make_user(username="known")
    closed = make_user(username="closed")
    closed.is_active = False
    closed.save()

    page = client.post(LOGIN, {"username": given[0], "password": given[1]})

    assert page.context["form"].non_field_errors() == ["账号或密码不正确。"]


def test_signing_in_leads_to_the_start_page(client):
    make_user(username="known")

    page = client.post(LOGIN, {"username": "known", "password": PASSWORD})

    assert (page.status_code, page.url) == (302, reverse("desk:start"))


def test_a_first_password_leads_every_page_to_the_password_form(client):
    user, _ = workflow.open_account(username="fresh", name="新同志", by=None)
    client.force_login(user)

    page = client.get(reverse("desk:start"))

    assert (page.status_code, page.url) == (302, reverse("accounts:password_change"))


def test_changing_the_first_password_opens_the_house(client):
    user, password = workflow.open_account(username="fresh", name="新同志", by=None)
    client.force_login(user)
    new = {"new_password1": PASSWORD, "new_password2": PASSWORD}

    client.post(reverse("accounts:password_change"), {"old_password": password} | new)

    user.refresh_from_db()
    assert (user.must_change_password, client.get(reverse("desk:start")).status_code) == (False, 200)


def test_a_new_password_must_be_new(client):
    user = make_user(username="known")
    client.force_login(user)
    same = {"old_password": PASSWORD, "new_password1": PASSWORD, "new_password2": PASSWORD}

    page = client.post(reverse("accounts:password_change"), same)

    assert page.context["form"].errors["new_password2"] == ["不能与最近5次用过的密码相同。"]


def test_a_stranger_is_led_to_the_login(client):
    page = client.get(reverse("desk:start"))

    assert (page.status_code, page.url) == (302, f"{LOGIN}?next={reverse('desk:start')}")


def test_signing_out_ends_the_session(client):
    client.force_login(make_user())

    client.post(reverse("accounts:logout"))

    assert client.get(reverse("desk:start")).status_code == 302
