"""动态口令 — set up once, asked for at the door, each code good once."""

import base64
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP

from apps.accounts import factors, half_way, workflow
from apps.accounts.duties import DutyCode
from apps.accounts.models import SecondFactor
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN, CODE, SET_UP = "/accounts/login/", reverse("accounts:code"), reverse("accounts:factor")
START = reverse("desk:start")


def code_of(factor, steps=0):
    reader = TOTP(base64.b32decode(str(factor.key)))
    reader.time = time.time() + 30 * steps
    return f"{reader.token():06d}"


def with_factor(user):
    factor = factors.offer(user)
    factors.accept(factor, code_of(factor, -1), by=user)
    return factor


@pytest.fixture
def known():
    return make_user(DutyCode.REGISTRY_MANAGER, "known")


def password_given(client):
    return client.post(LOGIN, {"username": "known", "password": PASSWORD})


def test_the_password_alone_does_not_open_the_house(known, client):
    with_factor(known)
    page = password_given(client)
    assert (page.url, client.get(START).status_code) == (CODE, 302)


def test_the_code_opens_the_house(known, client):
    factor = with_factor(known)
    password_given(client)
    page = client.post(CODE, {"code": code_of(factor)})
    assert (page.url, client.get(START).status_code) == (START, 200)


def test_a_code_is_good_once(known):
    factor = with_factor(known)
    found = [factors.accept(factor, code_of(factor), by=known) for _ in range(2)]
    assert found == [True, False]


@pytest.mark.parametrize("wrong", ["000000", "12345a", "１２３４５６"])
def test_a_wrong_code_is_refused(known, client, wrong):
    factor = with_factor(known)
    password_given(client)
    page = client.post(CODE, {"code": wrong if wrong != code_of(factor) else "111111"})
    assert page.context["form"].errors["code"] == ["动态口令不正确或已用过，请等下一个再试。"]


def test_guessing_codes_closes_the_account(known, client):
    with_factor(known)
    password_given(client)
    for _ in range(5):
        client.post(CODE, {"code": "000000"})
    page = client.post(CODE, {"code": "000000"})
    assert page.context["form"].errors["code"] == ["登录失败次数过多，请15分钟后再试，或请安全管理员解锁。"]


def test_the_code_page_opens_only_after_a_password(client):
    assert client.get(CODE).url == LOGIN


def change_password(user):
    workflow.change_password(user, f"{PASSWORD}-new")


def set_password_alone(user):
    user.set_password(f"{PASSWORD}-new")
    user.save(update_fields=["password"])


@pytest.mark.parametrize("act", [change_password, set_password_alone, workflow.end_sessions])
def test_a_password_given_before_a_change_of_the_account_leads_nowhere(known, client, act):
    factor = with_factor(known)
    password_given(client)
    act(known)
    page = client.post(CODE, {"code": code_of(factor)})
    assert (page.url, client.get(START).status_code) == (LOGIN, 302)


@pytest.mark.parametrize(("minutes", "leads_to"), [(4, START), (6, LOGIN)])
def test_the_code_follows_the_password_within_five_minutes(known, client, minutes, leads_to):
    factor = with_factor(known)
    password_given(client)
    session = client.session
    begun = timezone.now() - timedelta(minutes=minutes)
    session["half_way"] |= {"at": begun.isoformat()}
    session.save()
    assert client.post(CODE, {"code": code_of(factor)}).url == leads_to


def test_the_sign_in_page_says_that_a_password_was_given_too_long_ago(known, client):
    with_factor(known)
    password_given(client)
    workflow.end_sessions(known)
    page = client.get(CODE, follow=True)
    assert [str(message) for message in page.context["messages"]] == [half_way.OVER]


def test_an_account_without_an_authenticator_signs_in_as_before(known, client):
    assert password_given(client).url == START


def test_setting_up_shows_a_key_and_takes_its_first_code(known, client):
    client.force_login(known)
    key = client.get(SET_UP).context["key"]
    factor = SecondFactor.objects.get(user=known)
    client.post(SET_UP, {"code": code_of(factor)})
    factor.refresh_from_db()
    assert (key == factor.key, factor.confirmed_at is not None) == (True, True)


def test_the_key_is_sealed_in_the_database(known):
    factor = factors.offer(known)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM accounts_secondfactor WHERE id = %s", [factor.pk])
        stored = bytes(cursor.fetchone()[0])
    assert str(factor.key).encode() not in stored


@pytest.mark.parametrize(
    ("duty", "led"),
    [
        (DutyCode.SECURITY_ADMINISTRATOR, True),
        (DutyCode.REGISTRY_MANAGER, True),
        (DutyCode.AUDIT_ADMINISTRATOR, True),
    ],
)
def test_whoever_must_have_one_is_led_to_set_it_up(settings, duty, led):
    settings.SECOND_FACTOR = True
    desk = Client()
    desk.force_login(make_user(duty))
    page = desk.get(START)
    assert (page.status_code == 302 and page.url == SET_UP) is led


def test_whoever_takes_no_people_out_needs_none(settings):
    settings.SECOND_FACTOR = True
    assert factors.is_due(make_user()) is False


def test_a_lost_authenticator_is_set_aside_by_unlocking(known, client):
    with_factor(known)
    workflow.unlock(known, by=None)
    assert password_given(client).url == START
