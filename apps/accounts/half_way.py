"""登录半途 — between the password and the code: whose password was right, for a few minutes.

It is over as sessions are: when password, duties or the account itself have changed, or it signed in
elsewhere.
"""

from datetime import datetime, timedelta
from typing import Any

from apps.accounts.models import User
from apps.core import clock

KEY = "half_way"
LASTS = timedelta(minutes=5)
OVER = "登录超时，或密码、职责有变动，请重新登录。"


def begin(session: Any, user: User, *, onward: str) -> None:
    """The password was right; where to go after the code."""
    session[KEY] = {"user": user.pk, "at": clock.now().isoformat(), "next": onward} | _proofs(user)


def is_begun(session: Any) -> bool:
    """Whether a password was given."""
    return KEY in session


def user_of(session: Any) -> User | None:
    """Whose password was right, while that holds."""
    half = session.get(KEY) or {}
    user = User.objects.filter(pk=half.get("user"), is_active=True).first()
    return user if user and _holds(half, user) else None


def end(session: Any) -> str:
    """The code was right, or it is too late; answers where to go."""
    return str(session.pop(KEY)["next"])


def _holds(half: dict[str, Any], user: User) -> bool:
    in_time = "at" in half and clock.now() - datetime.fromisoformat(half["at"]) <= LASTS
    return in_time and half | _proofs(user) == half


def _proofs(user: User) -> dict[str, str]:
    """What changes with the password, and with whatever else ends sessions."""
    return {"password": user.get_session_auth_hash(), "mark": user.session_mark}
