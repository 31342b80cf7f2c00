"""登录限制 — five wrong guesses close an account for a while, forty at once as much as five in a row."""

import threading
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db import connections
from django.test import Client
from django.utils import timezone

from apps.accounts import workflow
from apps.accounts.duties import DutyCode
from tests.factories import PASSWORD, make_user

LOGIN = "/accounts/login/"
CLOSED = ["登录失败次数过多，请15分钟后再试，或请安全管理员解锁。"]


def guess(client, password="wrong-Password-1", username="known"):
    return client.post(LOGIN, {"username": username, "password": password})


def said(page):
    return page.context["form"].non_field_errors()


@pytest.fixture
def known(db):
    return make_user(username="known")


@pytest.fixture
def closed(known, client):
    for _ in range(5):
        guess(client)
    return known


def test_four_wrong_guesses_leave_the_door_open(known, client):
    for _ in range(4):
        guess(client)
    assert guess(client, PASSWORD).status_code == 302


def test_after_five_wrong_guesses_even_the_right_password_is_refused(closed, client):
    assert said(guess(client, PASSWORD)) == CLOSED


def test_an_account_that_does_not_exist_is_closed_alike(db, client):
    for _ in range(5):
        guess(client, username="nobody")
    assert said(guess(client, username="nobody")) == CLOSED


def test_another_account_stays_open(closed, client):
    make_user(username="other")
    assert guess(client, PASSWORD, "other").status_code == 302


def test_another_address_finds_the_account_closed_too(closed):
    assert said(guess(Client(REMOTE_ADDR="10.0.0.9"), PASSWORD)) == CLOSED


def test_after_a_quarter_of_an_hour_the_door_is_open_again(closed, client):
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert guess(client, PASSWORD).status_code == 302


def test_a_right_password_forgets_the_wrong_ones(known, client):
    for _ in range(4):
        guess(client)
    guess(client, PASSWORD)
    client.logout()
    guess(client)
    assert guess(client, PASSWORD).status_code == 302


def test_an_address_that_guesses_at_many_accounts_is_closed(known, client, settings):
    settings.FAILURES_OF_AN_ADDRESS = 3
    for name in ("first", "second", "third"):
        guess(client, username=name)
    assert said(guess(client, PASSWORD)) == CLOSED


def test_unlocking_opens_the_account_at_once(closed, client):
    workflow.unlock(closed, by=None)
    assert guess(client, PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("duty", "expected"),
    [(DutyCode.SECURITY_ADMINISTRATOR, 302), (DutyCode.SYSTEM_ADMINISTRATOR, 403)],
)
def test_only_the_security_administrator_unlocks(closed, duty, expected):
    desk = Client()
    desk.force_login(make_user(duty))
    assert desk.post(f"/admin/accounts/user/{closed.pk}/unlock/").status_code == expected


@pytest.mark.django_db(transaction=True)
def test_forty_guesses_at_once_get_no_more_than_five_tries():
    make_user(username="known")
    answers = []

    def one_guess():
        try:
            answers.append(CLOSED[0] in guess(Client()).content.decode())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one_guess) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(answers), answers.count(False)) == (40, 5)
