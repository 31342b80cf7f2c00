"""判定 — what judging one value gives: the value put right, and what is to be said about it.

Forms, pages and spreadsheets judge by the same functions and therefore say the same sentences.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError


class Level(StrEnum):
    """轻重 — an error blocks, a warning asks, an information only tells (domain.md §4.9)."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Issue(NamedTuple):
    """问题 — one thing to say; `field` is left empty until somebody knows where the value stood."""

    code: str
    level: Level
    message: str
    detail: str = ""
    field: str = ""

    @property
    def blocks(self) -> bool:
        return self.level is Level.ERROR

    def about(self, field: str) -> "Issue":
        """The same issue, said about a field; one that names its field already keeps it."""
        return self if self.field else self._replace(field=field)


class Judged(NamedTuple):
    """判定结果 — `value` is None when nothing usable was given."""

    value: Any
    issues: tuple[Issue, ...] = ()

    @property
    def is_right(self) -> bool:
        return self.value is not None and not any(issue.blocks for issue in self.issues)


NOTHING = Judged(None)


def error(code: str, message: str, *, detail: str = "", field: str = "") -> Issue:
    return Issue(code, Level.ERROR, message, detail, field)


def warning(code: str, message: str, *, detail: str = "", field: str = "") -> Issue:
    return Issue(code, Level.WARNING, message, detail, field)


def information(code: str, message: str, *, detail: str = "", field: str = "") -> Issue:
    return Issue(code, Level.INFO, message, detail, field)


def raise_errors(issues: Iterable[Issue]) -> None:
    """Speak as a Django form does; warnings let a form pass."""
    found = [ValidationError(issue.message, code=issue.code) for issue in issues if issue.blocks]
    if found:
        raise ValidationError(found)
