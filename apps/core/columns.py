"""栏目 — a value of a row, written once: it heads a list, orders it, fills it, and fills the exported file.

Most columns are fields of a model and need only be named: ``columns(Visit, "held_on", "enterprise", …)``.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import DecimalField, Field, FloatField, IntegerField, Model, TextField
from django.utils import timezone

from apps.core import people
from apps.core.exports import label_in, said
from apps.core.fields import EncryptedField
from apps.core.formatting import day, span
from apps.core.links import address
from apps.core.tables import Cell

NAMES = ("path", "name", "full_name", "title")
"""What rows are put in order by where they stand in another one's column."""
LONGEST = 48


@dataclass(frozen=True)
class Parts:
    """What a value is put together of: rows of another register, each told to whose remit reaches it."""

    of: Callable[[Any], Sequence[Any]]
    said: Callable[[Any], object] = str

    def joined(self, row: Any) -> str:
        """All in one cell, each name once."""
        return joined(map(self.said, self.of(row)))


@dataclass(frozen=True)
class Column:
    """栏目 — one value of a row: where it comes from, where it leads, how it is ordered and toned.

    ``joins`` are the links it reads across; ``people`` are the keys of whom it names in other ways; ``parts``
    are the rows it is put together of, where not all may be told to everybody; ``wide`` texts are cut short
    in tables and written out as facts.
    """

    name: str
    label: str
    value: Callable[[Any], Any]
    order: tuple[str, ...] = ()
    numeric: bool = False
    href: Callable[[Any], str] = lambda row: ""
    tone: Callable[[Any], str] = lambda row: ""
    joins: tuple[str, ...] = ()
    people: Callable[[Any], Iterable[int]] | None = None
    parts: Parts | None = None
    wide: bool = False

    def cell(self, row: Any) -> Cell:
        """What stands in the table."""
        value = self.value(row)
        text = shortened(str(value)) if self.wide and value else said(value)
        return Cell(text, self.href(row) if value else "", self.tone(row) or ("wrap" if self.wide else ""))

    def told(self, row: Any) -> Any:
        """How the value is told as a fact: days are written out."""
        value = self.value(row)
        if isinstance(value, Model) or value is None:
            return value
        if hasattr(value, "hour"):
            return f"{timezone.localtime(value):%Y年%-m月%-d日 %H:%M}"
        return day(value) if hasattr(value, "year") else said(value)


def joined(things: Iterable[object]) -> str:
    """Several, in one cell."""
    return "、".join(dict.fromkeys(map(str, things)))


def several(name: str, label: str, parts: Parts, **more: Any) -> Column:
    """A column that puts together what the rows of another register say."""
    return Column(name, label, parts.joined, parts=parts, **more)


def shortened(text: str) -> str:
    """As much of a long text as a table has room for."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def speak_of_people(model: type[Model], shown: Sequence[Column]) -> bool:
    """Whether rows of ``model`` name somebody: themselves, or in one of the columns shown."""
    return bool(_paths(model, shown)) or any(column.people for column in shown)


def people_in(rows: Sequence[Any], model: type[Model], shown: Sequence[Column]) -> set[int]:
    """Whom they name, by key."""
    told = (column.people(row) for column in shown if column.people for row in rows)
    return people.keys(rows, _paths(model, shown)).union(*told)


def _paths(model: type[Model], shown: Sequence[Column]) -> tuple[str, ...]:
    return people.links(model, sorted({join for column in shown for join in column.joins}))


LASTING = Column("lasting", "起止", lambda row: span(row.starts_on, row.ends_on), ("starts_on",))
"""起止 of a dated row."""


def columns(model: type[Model], *named: str | Column) -> tuple[Column, ...]:
    """Columns of ``model``, most of them by the path of a field; the first leads to the row's own page."""
    first, *others = (column_of(model, name) if isinstance(name, str) else name for name in named)
    return (replace(first, href=address), *others)


def column_of(model: type[Model], path: str, label: str = "", **changes: Any) -> Column:
    """The column of one field, found by its path (``item__provider``) and headed by its name in forms."""
    fields = along(model, path)
    field, names = fields[-1], path.split("__")
    links = len(fields) if field.is_relation else len(fields) - 1
    column = Column(
        name=path,
        label=label or str(field.verbose_name),
        value=reader(field, names),
        order=order_of(field, path),
        numeric=isinstance(field, IntegerField | DecimalField | FloatField) and not field.choices,
        joins=("__".join(names[:links]),) if links else (),
        wide=isinstance(field, TextField),
    )
    return replace(column, **changes)


def coded(name: str, label: str, choices: Any, order: tuple[str, ...] = (), **changes: Any) -> Column:
    """A column of a code that is no field of the row, such as the state of a day."""
    say = label_in(choices)
    return replace(Column(name, label, lambda row: say(getattr(row, name)), order or (name,)), **changes)


def along(model: type[Model], path: str) -> list[Field]:
    """The fields that a path goes through. Raises ``FieldDoesNotExist`` for one that is none."""
    fields: list[Any] = []
    for name in path.split("__"):
        fields.append(model._meta.get_field(name))
        model = fields[-1].related_model
    return fields


def reader(field: Any, names: list[str]) -> Callable[[Any], Any]:
    """How the value is read from a row: codes by their label, secrets masked."""
    say: Callable[[Any], Any] = label_in(field.flatchoices) if field.choices else _as_it_is
    say = field.mask if isinstance(field, EncryptedField) else say

    def value(row: Any) -> Any:
        for name in names:
            row = getattr(row, name) if row is not None else None
        return say(row) if row is not None else None

    return value


def _as_it_is(value: Any) -> Any:
    return value


def order_of(field: Any, path: str) -> tuple[str, ...]:
    """By what a list is put in order: another row by its name, texts and secrets not at all."""
    if isinstance(field, TextField | EncryptedField) or field.many_to_many:
        return ()
    if not field.is_relation:
        return (path,)
    known = {each.name for each in field.related_model._meta.concrete_fields}
    return tuple(f"{path}__{name}" for name in NAMES if name in known)[:1]
