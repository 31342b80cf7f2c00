"""控制台 — accounts by the system administrator, duties by the security administrator."""

import re
from datetime import date

import pytest
from django.contrib.admin.utils import flatten_fieldsets
from django.test import Client
from django.urls import reverse

from apps.accounts.models import Grant, User
from apps.core import clock
from tests.administration import typed
from tests.desk.worlds import no_longer_proved
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.set_to(date(2026, 11, 22)):
        yield


@pytest.fixture
def system(client):
    client.force_login(make_user("system_administrator"))
    return client


@pytest.fixture
def security(client):
    client.force_login(make_user("security_administrator", username="sec"))
    return client


def test_a_new_account_gets_a_password_shown_once_that_must_be_changed(system):
    page = system.post("/admin/accounts/user/add/", {"username": "zhangsan", "name": "张三"}).content.decode()
    [password] = re.findall(r"<code>(.*?)</code>", page)
    user = User.objects.get(username="zhangsan")
    assert (user.check_password(password), user.must_change_password) == (True, True)


def test_a_reset_asks_first_and_then_shows_the_new_password(system):
    user = make_user()
    before = user.password
    system.get(f"/admin/accounts/user/{user.pk}/reset/")
    user.refresh_from_db()
    assert user.password == before
    [password] = re.findall(
        r"<code>(.*?)</code>", system.post(f"/admin/accounts/user/{user.pk}/reset/").content.decode()
    )
    user.refresh_from_db()
    assert user.check_password(password)


@pytest.mark.parametrize(("who", "act"), [("system", "reset"), ("security", "unlock")])
def test_resetting_and_unlocking_ask_for_the_password_first(request, who, act):
    client, user = request.getfixturevalue(who), make_user()
    before = user.password
    client.get(reverse("desk:start"))
    no_longer_proved(client)
    answer = client.post(f"/admin/accounts/user/{user.pk}/{act}/")
    user.refresh_from_db()
    assert (answer.url.split("?")[0], user.password) == (reverse("accounts:prove"), before)


@pytest.mark.parametrize(("who", "act"), [("system", "reset"), ("security", "unlock")])
def test_an_account_that_never_was_is_missing(request, who, act):
    assert request.getfixturevalue(who).post(f"/admin/accounts/user/0/{act}/").status_code == 404


@pytest.mark.parametrize(("who", "act"), [("security", "reset"), ("system", "unlock")])
def test_whoever_may_not_do_it_is_not_told_which_accounts_there_are(request, who, act):
    client = request.getfixturevalue(who)
    pages = [f"/admin/accounts/user/{key}/{act}/" for key in (make_user().pk, 0)]
    assert [client.post(page).status_code for page in pages] == [403, 403]


@pytest.mark.parametrize(("who", "offered"), [("system", False), ("security", True)])
def test_unlocking_is_offered_to_whoever_may(request, who, offered):
    user = make_user()
    page = request.getfixturevalue(who).get(f"/admin/accounts/user/{user.pk}/change/").content.decode()
    assert (f"/admin/accounts/user/{user.pk}/unlock/" in page) is offered


def test_the_system_administrator_cannot_take_over_the_security_administrator(system):
    other = make_user("security_administrator")
    assert system.post(f"/admin/accounts/user/{other.pk}/reset/").status_code == 403


def test_the_system_administrator_grants_nothing(system):
    assert system.get("/admin/accounts/grant/add/").status_code == 403


def test_an_account_is_closed_and_not_removed(system):
    user = make_user()
    page = f"/admin/accounts/user/{user.pk}/change/"
    data = typed(system.get(page))
    data.pop("is_active")
    system.post(page, data)
    user.refresh_from_db()
    assert (user.is_active, system.get(f"/admin/accounts/user/{user.pk}/delete/").status_code) == (False, 403)


def test_an_account_closed_and_opened_again_has_to_sign_in_anew(system):
    user, other = make_user(), Client()
    other.force_login(user)
    before = other.get(reverse("desk:start")).status_code
    page = f"/admin/accounts/user/{user.pk}/change/"
    for is_active in ("", "on"):
        system.post(page, typed(system.get(page), is_active=is_active))
    user.refresh_from_db()
    assert (before, user.is_active, other.get(reverse("desk:start")).status_code) == (200, True, 302)


def test_nobody_closes_the_account_one_is_signed_in_with(system):
    me = User.objects.get()
    data = typed(system.get(f"/admin/accounts/user/{me.pk}/change/"), is_active="")
    system.post(f"/admin/accounts/user/{me.pk}/change/", data)
    me.refresh_from_db()
    assert me.is_active is True


@pytest.mark.parametrize(
    "secret",
    [
        "password",
        "session_mark",
        "password_set_at",
        "second_factor",
        "former_passwords",
        "former_passwords__password",
    ],
)
def test_what_no_form_shows_cannot_be_guessed_through_the_list(system, secret):
    assert system.get(f"/admin/accounts/user/?{secret}__gt=a").status_code == 400


@pytest.mark.parametrize("asked", ["is_active__exact=1", "last_login__isnull=True", "pk__in=1"])
def test_accounts_are_asked_for_by_what_their_form_shows(system, asked):
    assert system.get(f"/admin/accounts/user/?{asked}").status_code == 200


def test_a_duty_is_given_at_an_organisation_named_in_full(security):
    user, branch = make_user(), make_organization("中共甲支部")
    data = {
        "user": user.pk,
        "duty": "branch_operator",
        "organization": "中共甲支部",
        "starts_on": "2026-11-22",
    }
    security.post("/admin/accounts/grant/add/", data)
    assert [(g.duty, g.organization) for g in user.grants.all()] == [("branch_operator", branch)]


def test_an_organisation_nobody_has_is_refused_beside_its_field(security):
    user = make_user()
    data = {"user": user.pk, "duty": "branch_operator", "organization": "无", "starts_on": "2026-11-22"}
    form = security.post("/admin/accounts/grant/add/", data).context["adminform"].form
    assert form.errors["organization"] == ["没有这个名称，请填写全称。"]


def test_nobody_grants_to_oneself(security):
    me = User.objects.get(username="sec")
    data = {"user": me.pk, "duty": "security_administrator", "starts_on": "2026-11-22"}
    form = security.post("/admin/accounts/grant/add/", data).context["adminform"].form
    assert form.non_field_errors() == ["不能给自己授权。"]
    assert Grant.objects.filter(user=me).count() == 1


def test_a_grant_given_is_only_ever_ended(security):
    user = make_user("registry_manager")
    given = user.grants.get()
    page = f"/admin/accounts/grant/{given.pk}/change/"
    security.post(page, typed(security.get(page), duty="place_operator", ends_on="2026-11-22"))
    given.refresh_from_db()
    assert (given.duty, given.ends_on) == ("registry_manager", date(2026, 11, 22))


def test_business_duties_and_administration_do_not_meet_in_one_person(security):
    user = make_user("registry_manager")
    data = {"user": user.pk, "duty": "system_administrator", "starts_on": "2026-11-22"}
    form = security.post("/admin/accounts/grant/add/", data).context["adminform"].form
    assert form.non_field_errors() == ["系统、安全、审计管理员不得互兼，也不得兼任业务职责。"]


def test_the_security_administrator_finds_no_business_register(security):
    assert security.get("/admin/organizations/partyorganization/").status_code == 403


def test_one_login_page_serves_the_whole_house(client):
    answer = client.get("/admin/login/?next=/admin/")
    assert answer.headers["Location"] == "/accounts/login/?next=%2Fadmin%2F"


def test_the_auditor_reads_a_grant_and_is_asked_for_nothing(client):
    grant = make_user("registry_manager").grants.get()
    client.force_login(make_user("audit_administrator"))
    opened = client.get(reverse("admin:accounts_grant_change", args=[grant.pk]))
    shown = flatten_fieldsets(opened.context["adminform"].fieldsets)
    assert shown == ["user", "duty", *Grant.TARGETS.values(), "starts_on", "ends_on"]
