"""动态口令 — six digits from an authenticator (RFC 6238), each good once."""

import base64
import secrets
import time
from typing import Any
from urllib.parse import quote

import segno
from django.conf import settings
from django.db import transaction
from django.utils.safestring import SafeString
from django_otp.oath import TOTP

from apps.accounts.duties import ADMINISTRATORS
from apps.accounts.models import SecondFactor, User
from apps.core import clock
from apps.core.charts.svg import element
from apps.core.history import because

ISSUER = "集群党建登记"
EXPORTS_PEOPLE = "members.export_member"
DRIFT = 1
"""Steps of thirty seconds that a clock may be off."""


def is_due(user: User) -> bool:
    """Whether the account must set up an authenticator: 三员, and whoever may take people out."""
    if not settings.SECOND_FACTOR or active(user):
        return False
    return bool(set(user.duties()) & set(ADMINISTRATORS)) or user.has_perm(EXPORTS_PEOPLE)


def active(user: User) -> SecondFactor | None:
    """The authenticator in force."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).first()


def offer(user: User) -> SecondFactor:
    """The authenticator being set up: its key stays the same until a first code was right."""
    factor, _ = SecondFactor.objects.get_or_create(
        user=user, defaults={"key": base64.b32encode(secrets.token_bytes(20)).decode()}
    )
    return factor


def address(factor: SecondFactor) -> str:
    """What an authenticator reads."""
    label = quote(f"{ISSUER}:{factor.user.username}")
    return f"otpauth://totp/{label}?secret={factor.key!s}&issuer={quote(ISSUER)}"


def picture(factor: SecondFactor) -> SafeString:
    """The same as a square to be photographed."""
    rows = list(segno.make(address(factor), error="m").matrix_iter(scale=1, border=2))
    dark = ((x, y) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell)
    squares = "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)
    size = len(rows)
    return element(
        "svg",
        element("rect", width=size, height=size, fill="#fff"),
        element("path", d=squares, fill="#000"),
        viewBox=f"0 0 {size} {size}",
        width=220,
        height=220,
        role="img",
        aria_label="动态口令二维码",
        shape_rendering="crispEdges",
    )


@transaction.atomic
def accept(factor: SecondFactor, code: str, *, by: Any) -> bool:
    """Whether a code is right and not used before; the first right one puts the authenticator in force."""
    locked = SecondFactor.objects.select_for_update().get(pk=factor.pk)
    step = _step_of(locked, code)
    if step is None:
        return False
    first = locked.confirmed_at is None
    locked.last_step, locked.confirmed_at = step, locked.confirmed_at or clock.now()
    with because(by=by, why="启用动态口令" if first else ""):
        locked.save(update_fields=["last_step", "confirmed_at"])
    return True


def _step_of(factor: SecondFactor, code: str) -> int | None:
    """The step a code belongs to, if it is one of now and later than the last one used."""
    if not (code.isascii() and code.isdecimal()):
        return None
    reader = TOTP(base64.b32decode(str(factor.key)))
    reader.time = time.time()
    right = reader.verify(int(code), tolerance=DRIFT, min_t=factor.last_step + 1)
    return int(reader.t()) if right else None


@transaction.atomic
def remove(user: User, *, by: Any) -> None:
    """解除动态口令 — the authenticator is lost; a new one is set up at the next sign-in."""
    with because(by=by, why="解除动态口令"):
        SecondFactor.objects.filter(user=user).delete()
