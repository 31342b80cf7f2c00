"""再次验证 — before numbers are shown, files taken out or duties given, the reader proves again who they are.

The session says when that was last proved; ``settings.PROOF_LASTS`` says how long it holds.
"""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from apps.core import clock
from apps.core.once import nothing_done

PROVED_AT = "proved_at"
PAGE = "accounts:prove"


def prove(session: SessionBase) -> None:
    """Write down that the reader has just proved who they are."""
    session[PROVED_AT] = clock.now().isoformat()


def is_proved(request: Any) -> bool:
    """Whether that was lately enough."""
    told = request.session.get(PROVED_AT)
    lasts: timedelta = settings.PROOF_LASTS
    return bool(told) and clock.now() - datetime.fromisoformat(told) < lasts


def ask(request: HttpRequest, back: str = "") -> HttpResponse:
    """To the page that asks for the password, and from there on to ``back`` (this very page, if not said)."""
    query = urlencode({"next": back or request.get_full_path()})
    return nothing_done(f"{reverse(PAGE)}?{query}")


class Proved:
    """A page that only opens to whoever has lately proved who they are. Mixed in before the page."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Signed in first, then proved."""
        if request.user.is_authenticated and not is_proved(request):
            return ask(request)
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer
