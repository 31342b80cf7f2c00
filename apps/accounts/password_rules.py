"""密码规则 — what a password needs besides its length, and for how long it serves."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError

from apps.accounts.models import User
from apps.core import clock

CLASSES = (str.islower, str.isupper, str.isdigit, lambda character: not character.isalnum())
WANTED = 3
PUBLISHED = "Cluster-demo-2026"
"""Of the accounts of the demo: printed, for it opens invented data only."""
REMEMBERED = 5


class LengthValidator(MinimumLengthValidator):
    """Long enough, said in the words of the house."""

    def get_error_message(self) -> str:
        """What is asked for."""
        return f"至少{self.min_length}位。"

    get_help_text = get_error_message


class ClassesValidator:
    """Three of four: lower case, upper case, digits, signs."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ``ValidationError``."""
        found = sum(any(map(belongs, password)) for belongs in CLASSES)
        if found < WANTED:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        """What is asked for."""
        return "大写字母、小写字母、数字、符号至少要有三种。"


class PublishedPasswordValidator:
    """Not the one everybody can read in the manual; the demo gives it to its accounts all the same."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ``ValidationError``."""
        if user is not None and password == PUBLISHED:
            raise ValidationError(self.get_help_text(), code="password_published")

    def get_help_text(self) -> str:
        """What is asked for."""
        return "不能用公开的演示密码。"


class FormerPasswordValidator:
    """None of the last five."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ``ValidationError``."""
        if user is None or user.pk is None:
            return
        former = user.former_passwords.values_list("password", flat=True)[:REMEMBERED]
        if any(check_password(password, hashed) for hashed in [user.password, *former]):
            raise ValidationError(self.get_help_text(), code="password_former")

    def get_help_text(self) -> str:
        """What is asked for."""
        return f"不能与最近{REMEMBERED}次用过的密码相同。"


def is_due(user: User) -> bool:
    """Whether the password has served its days (``settings.PASSWORD_DAYS``; 0 lets it serve for ever)."""
    if not settings.PASSWORD_DAYS or user.password_set_at is None:
        return False
    return bool(clock.now() - user.password_set_at > timedelta(days=settings.PASSWORD_DAYS))
