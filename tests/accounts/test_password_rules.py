"""密码规则 — what a password needs, and how long it serves."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts import workflow
from apps.accounts.password_rules import PUBLISHED
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("good", ["Tai-hu-2026-x", "taihu2026!wide", "TaihuLake2026"])
def test_three_classes_of_characters_are_enough(good):
    validate_password(good)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("Th-2026-x", "至少10位"),
        ("onlysmallletters", "至少要有三种"),
        ("smallletters2026", "至少要有三种"),
        ("1234567890", "密码只包含数字"),
    ],
)
def test_a_weak_password_is_refused(bad, why):
    with pytest.raises(ValidationError, match=why):
        validate_password(bad)


def test_nobody_takes_the_published_password():
    with pytest.raises(ValidationError, match="公开的演示密码"):
        validate_password(PUBLISHED, make_user(username="known"))


def test_the_last_five_do_not_come_back():
    user = make_user(username="known")
    used = [f"Tai-hu-2026-{number}" for number in range(7)]
    for password in used:
        workflow.change_password(user, password)
    refused = []
    for password in used:
        try:
            validate_password(password, user)
        except ValidationError:
            refused.append(password)
    assert refused == used[1:]


def test_a_password_serves_ninety_days(settings):
    user, client = make_user(username="known"), Client()
    client.force_login(user)
    pages = []
    for days in (89, 91):
        user.password_set_at = timezone.now() - timedelta(days=days)
        user.save()
        pages.append(client.get(reverse("desk:start")).status_code)
    assert pages == [200, 302]


def test_a_password_serves_for_ever_where_the_house_says_so(settings):
    settings.PASSWORD_DAYS = 0
    user, client = make_user(username="known"), Client()
    user.password_set_at = timezone.now() - timedelta(days=900)
    user.save()
    client.force_login(user)
    assert client.get(reverse("desk:start")).status_code == 200
