"""登录限制 — wrong guesses close an account, and the address they come from, for a while.

django-axes keeps the count of each account. Guesses at one account wait for one another, so that forty
at once are counted like forty in a row; an address is counted over all accounts.
"""

from datetime import timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse

from apps.accounts.models import User
from apps.core import clock
from apps.core.audit.recording import address_of

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('signing in:' || %s, 0))"


def wait_for_turn(username: str) -> None:
    """Let guesses at one account follow one another until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, [username])


def is_closed(request: HttpRequest, username: str) -> bool:
    """Whether the account or the address has used up its guesses."""
    return not AxesProxyHandler.is_allowed(request, {"username": username}) or _address_is_closed(request)


def _address_is_closed(request: HttpRequest) -> bool:
    since = clock.now() - settings.AXES_COOLOFF_TIME
    attempts = AccessAttempt.objects.filter(ip_address=address_of(request), attempt_time__gte=since)
    failures = attempts.aggregate(all=Sum("failures_since_start"))["all"] or 0
    return bool(failures >= settings.FAILURES_OF_AN_ADDRESS)


def count_failure(request: HttpRequest, username: str) -> None:
    """A wrong code counts like a wrong password."""
    AxesProxyHandler.user_login_failed(User, {"username": username}, request)


def unlock(user: User) -> int:
    """解锁 — forget the wrong guesses at an account; answers how many rows there were."""
    return AxesProxyHandler.reset_attempts(username=user.username)


def closed_for() -> str:
    """How long, in words."""
    minutes = settings.AXES_COOLOFF_TIME // timedelta(minutes=1)
    return f"登录失败次数过多，请{minutes}分钟后再试，或请安全管理员解锁。"


def answer(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:
    """Our own login page has said it already."""
    return response
