"""登录状态 — how long a session lasts, and that an account has one of them.

A session begins with the first page after signing in. It ends when nobody has asked for anything for
a while, when it has lasted a working day, when the account signs in elsewhere, and whenever its
password, its duties or the account itself have changed.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from apps.accounts.models import User
from apps.core import clock, proof

BEGUN_AT, SEEN_AT, MARK = "begun_at", "seen_at", "mark"
SEEN_EVERY = timedelta(minutes=1)
"""How exactly the last request is known; a write for every request would be a waste."""

TOO_LONG = "登录已超过{hours}小时，请重新登录。"
TOO_QUIET = "{minutes}分钟未操作，已自动退出，请重新登录。"
ELSEWHERE = "账号已在别处登录，或密码、职责有变动，请重新登录。"


class SessionMiddleware:
    """Stands after the one that knows who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Begin, keep or end the session of whoever is signed in."""
        if request.user.is_authenticated:
            if BEGUN_AT not in request.session:
                begin(request)
            elif over := ending(request):
                logout(request)
                messages.warning(request, over)
                return to_login(request)
            keep(request)
        return self.get_response(request)


def to_login(request: Any) -> HttpResponse:
    """The sign-in page instead of what was asked for, be it a page or a part of one."""
    answer = redirect_to_login(request.get_full_path())
    return HttpResponseClientRedirect(reverse("accounts:login")) if request.htmx else answer


def begin(request: Any) -> None:
    """The first page of a session: its password has just been given."""
    mark = new_mark(request.user) if settings.ONE_SESSION else request.user.session_mark
    now = clock.now().isoformat()
    request.session.update({BEGUN_AT: now, SEEN_AT: now, MARK: mark})
    proof.prove(request.session)


def ending(request: Any) -> str:
    """Why the session is over, in words; nothing while it goes on."""
    begun, seen = (datetime.fromisoformat(request.session[name]) for name in (BEGUN_AT, SEEN_AT))
    now = clock.now()
    if now - begun > settings.SESSION_LASTS:
        return TOO_LONG.format(hours=settings.SESSION_LASTS // timedelta(hours=1))
    if now - seen > settings.SESSION_IDLE:
        return TOO_QUIET.format(minutes=settings.SESSION_IDLE // timedelta(minutes=1))
    return ELSEWHERE if request.session[MARK] != request.user.session_mark else ""


def keep(request: Any) -> None:
    """Note that somebody is still there."""
    now = clock.now()
    if now - datetime.fromisoformat(request.session[SEEN_AT]) > SEEN_EVERY:
        request.session[SEEN_AT] = now.isoformat()


def new_mark(user: User) -> str:
    """A fresh mark for the account: sessions that carry another are over."""
    user.session_mark = secrets.token_hex(16)
    User.objects.filter(pk=user.pk).update(session_mark=user.session_mark)
    return user.session_mark
