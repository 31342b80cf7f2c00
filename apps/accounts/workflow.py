"""账号与授权的变动: accounts are opened and closed, duties given and taken back."""

import secrets
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from apps.accounts import factors, locking
from apps.accounts.duties import ADMINISTRATORS, DUTIES, DutyCode
from apps.accounts.models import FormerPassword, Grant, User
from apps.core import clock
from apps.core.audit.recording import record
from apps.core.dated import insist_on_reason
from apps.core.history import because
from apps.core.models import AuditEntry

Action = AuditEntry.Action
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
    give_password(user, password)
    user.full_clean()
    with because(by=by):
        user.save()
    record(Action.ACCOUNT, by=by, subject=username, result="开设")
    return user, password


@transaction.atomic
def reset_password(user: User, *, by: models.Model | None) -> str:
    """重置口令 — answers a new single-use password."""
    password = random_password()
    _replace_password(user, password, must_change=True, by=by, why="重置口令")
    return password


@transaction.atomic
def change_password(user: User, password: str) -> None:
    """修改口令 — by its owner, who has proved the old one."""
    _replace_password(user, password, must_change=False, by=user, why="修改口令")


def give_password(user: User, password: str) -> None:
    """Set a password that serves from now on; the account is saved by the caller."""
    user.set_password(password)
    user.password_set_at = clock.now()


def _replace_password(
    user: User, password: str, *, must_change: bool, by: models.Model | None, why: str
) -> None:
    """The old one is remembered, and the sessions it opened are over."""
    set_at = user.password_set_at or clock.now()
    FormerPassword.objects.create(user=user, password=user.password, set_at=set_at)
    give_password(user, password)
    user.must_change_password, user.session_mark = must_change, secrets.token_hex(16)
    with because(by=by, why=why):
        user.save(update_fields=["password", "password_set_at", "must_change_password", "session_mark"])
    record(Action.PASSWORD, by=by, subject=user.username, result=why)


@transaction.atomic
def unlock(user: User, *, by: models.Model | None) -> None:
    """解锁 — wrong guesses are forgotten, and the authenticator, which may be lost, is set up anew."""
    locking.unlock(user)
    factors.remove(user, by=by)
    record(Action.ACCOUNT, by=by, subject=user.username, result="解锁")


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
    settle(given, by=by, result="授予")
    return given


@transaction.atomic
def settle(given: Grant, *, by: models.Model | None, result: str) -> None:
    """A grant was given or ended: it is on record, and whoever holds it signs in anew."""
    end_sessions(given.user)
    said = {"starts_on": str(given.starts_on), "ends_on": str(given.ends_on or "")}
    record(Action.GRANT, by=by, subject=f"{given.user.username} {given}", result=result, **said)


def end_sessions(user: User) -> None:
    """What an account may do has changed: whoever is signed in with it signs in anew."""
    User.objects.filter(pk=user.pk).update(session_mark=secrets.token_hex(16))


@transaction.atomic
def revoke(given: Grant, *, on: date, by: models.Model | None, why: str = "") -> Grant:
    """收回授权"""
    insist_on_reason(on, why)
    given.ends_on = on
    given.full_clean()
    with because(by=by, why=why):
        given.save(update_fields=["ends_on"])
    settle(given, by=by, result="收回")
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
