"""账号与授权 — users, and the dated grants that say which desk each one sits at."""

from apps.accounts.models.grant import Grant
from apps.accounts.models.user import FormerPassword, SecondFactor, User, remit_of

__all__ = ["FormerPassword", "Grant", "SecondFactor", "User", "remit_of"]
