"""链接 — a column that names a row of another register, for rosters whose rows are records of one model.

Each name of a file is looked up once. What is found stands in the row under its registered spelling, so that
equal things compare equal; what is not found is said beside the column, with what it may have meant.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Model

from apps.core.judgement import error
from apps.rosters.directory import Directory
from apps.rosters.naming import Named
from apps.rosters.registry import Kept, Suggestion
from apps.rosters.rows import Row
from apps.rosters.situation import Situation

SUGGESTED = 3


def key_of(named: Named) -> int | None:
    """The key of what is named; for what is still to be registered a number that is nobody's."""
    return named.key or (-id(named) if named.is_new else None)


class Link:
    """What the rows of one file name in one column. Subclasses say where names are looked up."""

    kind: ClassVar[str]
    """How what is missing is named between pages: ``enterprise``."""
    words: ClassVar[str]
    """What it is called: 企业."""
    is_anchor: ClassVar[bool] = True
    """Whether a record that names one is within the remit by it."""
    directory: Directory

    def __init__(self, situation: Situation, field: str) -> None:
        self.situation, self.field = situation, field
        self.named: dict[str, Named] = {}

    def read(self, rows: Sequence[Row]) -> list[Named | None]:
        """What each row names; nothing where it names none."""
        return [self._of(row.values.get(self.field) or self.default()) for row in rows]

    def default(self) -> str:
        """The name of rows that say none."""
        return ""

    def columns(self, named: Named) -> dict[str, Any]:
        """Columns of the record, under attribute names."""
        return {f"{self.field}_id": key_of(named)}

    def spelled(self, named: Named) -> Any:
        """What stands in the row for what is registered."""
        return named.name

    def stored(self, record: Model) -> Any:
        """The registered name of what a stored record is linked with."""
        key = getattr(record, f"{self.field}_id")
        return None if key is None else self.directory.labels.get(key, "职责范围外")

    def suggest(self, name: str) -> list[Suggestion]:
        """Registered ones with the closest names."""
        return self.directory.alike(name)

    def create(self, named: Sequence[Named], kept: Kept) -> None:
        """Register what somebody has said is new; a link of which nothing can be new never is asked."""
        raise NotImplementedError

    def _of(self, name: str) -> Named | None:
        if not name:
            return None
        if name not in self.named:
            self.named[name] = self._settled(name)
        return self.named[name]

    def _settled(self, name: str) -> Named:
        matched = self.situation.matched(self.kind, name)
        keys = [matched] if matched in self.directory.labels else self.directory.named(name)
        if len(keys) == 1:
            return Named(self.directory.labels[keys[0]], keys[0])
        return self._unknown(Named(name), len(keys))

    def _unknown(self, named: Named, found: int) -> Named:
        alike = "、".join(one.label for one in self.directory.alike(named.name, SUGGESTED))
        said = (
            f"有{found}个{self.words}叫“{named.name}”，请写全称"
            if found
            else f"没有登记{self.words}“{named.name}”"
        )
        hint = f"，是否：{alike}" if alike and not found else ""
        named.issues.append(error(f"{self.kind.upper()}_UNKNOWN", said + hint, field=self.field))
        return named
