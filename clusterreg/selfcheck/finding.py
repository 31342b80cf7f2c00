"""自检结论 — green, yellow or red, in a sentence, with what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """结论"""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"green": "正常", "yellow": "注意", "red": "不合格"}[self]

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return {"green": "good", "yellow": "warn", "red": "bad"}[self]


@dataclass(frozen=True)
class Finding:
    """What was found, and what to do about it."""

    level: Level
    sentence: str
    remedy: str = ""


def fine(sentence: str) -> Finding:
    """All is well."""
    return Finding(Level.GREEN, sentence)


def mind(sentence: str, remedy: str) -> Finding:
    """It works, but somebody should see to it."""
    return Finding(Level.YELLOW, sentence, remedy)


def bad(sentence: str, remedy: str) -> Finding:
    """Not to be used like this in earnest."""
    return Finding(Level.RED, sentence, remedy)


@dataclass(frozen=True)
class Check:
    """One question by name."""

    code: str
    name: str
    ask: Callable[[], Finding]


def check(code: str, name: str) -> Callable[[Callable[[], Finding]], Check]:
    """Make a check of a function."""
    return lambda ask: Check(code, name, ask)
