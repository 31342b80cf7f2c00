"""账号与授权的变动: accounts are opened and closed, duties given and taken back."""

import secrets
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from apps.accounts.duties import ADMINISTRATORS, DUTIES, DutyCode
from apps.accounts.models import Grant, User
from apps.core import clock
from apps.core.dated import insist_on_reason
from apps.core.history import because

ALPHABETS = ("abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "@#%+=?")
PASSWORD_LENGTH = 14
ADMINISTRATOR_NAMES = {
    DutyCode.SYSTEM_ADMINISTRATOR: "sysadmin",
    DutyCode.SECURITY_ADMINISTRATOR: "secadmin",
    DutyCode.AUDIT_ADMINISTRATOR: "auditadmin",
}


def random_password() -> str:
    """A first password: every class of characters, none that are mistaken for each other."""
    letters = [secrets.choice(alphabet) for alphabet in ALPHABETS]
    letters += [secrets.choice("".join(ALPHABETS)) for _ in range(PASSWORD_LENGTH - len(letters))]
    secrets.SystemRandom().shuffle(letters)
    return "".join(letters)


@transaction.atomic
def open_account(
    *, username: str, name: str, by: models.Model | None, password: str = ""
) -> tuple[User, str]:
    """开设账号 — answers the account and its single-use first password, which is stored nowhere."""
    password = password or random_password()
    user = User(username=username, name=name)
    user.set_password(password)
    user.full_clean()
    with because(by=by):
        user.save()
    return user, password


@transaction.atomic
def reset_password(user: User, *, by: models.Model | None) -> str:
    """重置口令 — answers a new single-use password."""
    password = random_password()
    user.set_password(password)
    user.must_change_password = True
    with because(by=by, why="重置口令"):
        user.save(update_fields=["password", "must_change_password"])
    return password


@transaction.atomic
def change_password(user: User, password: str) -> None:
    """修改口令 — by its owner, who has proved the old one."""
    user.set_password(password)
    user.must_change_password = False
    with because(by=user, why="修改口令"):
        user.save(update_fields=["password", "must_change_password"])


@transaction.atomic
def grant(user: User, duty: str, *, by: models.Model | None, on: date | None = None, **target: Any) -> Grant:
    """授权 — one duty at one target from a day on; nobody grants to oneself.

    Raises ``ValidationError`` for a wrong target or duties that exclude each other.
    """
    if by is not None and by.pk == user.pk:
        raise ValidationError("不能给自己授权。")
    given = Grant(user=user, duty=duty, starts_on=on or clock.today(), **target)
    given.full_clean()
    with because(by=by):
        given.save()
    return given


@transaction.atomic
def revoke(given: Grant, *, on: date, by: models.Model | None, why: str = "") -> Grant:
    """收回授权"""
    insist_on_reason(on, why)
    given.ends_on = on
    given.full_clean()
    with because(by=by, why=why):
        given.save(update_fields=["ends_on"])
    return given


@transaction.atomic
def create_administrators() -> dict[str, str]:
    """建立三员 — those of the three that are missing; answers their first passwords by account."""
    passwords = {}
    for code in ADMINISTRATORS:
        username = ADMINISTRATOR_NAMES[code]
        if not User.objects.filter(username=username).exists():
            user, passwords[username] = open_account(username=username, name=DUTIES[code].name, by=None)
            grant(user, code, by=None)
    return passwords
