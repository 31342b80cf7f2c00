"""一次撤销 — what is staged, counted, told and carried out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Model
from psycopg import sql

from apps.core.access import held
from apps.core.bulk import spare_triggers
from apps.core.refusals import refusal_of
from apps.core.remit import Remit
from apps.core.undoing.holding import DIRECT, Why, hold
from apps.core.undoing.restoring import Restoring, some_of
from apps.core.undoing.shapes import Shape, Shapes, model_of
from apps.core.undoing.statements import ask, number, run
from apps.core.undoing.tracing import stage

OUTSIDE = "其中有登记已不在您的职责范围内，不能撤销，请联系组织部。"
KEPT = """
SELECT DISTINCT ON (1, 2) COALESCE(root, place), COALESCE(owner, id), kept, place, id, later, cause, cause_id
FROM undoing WHERE kept <> '' ORDER BY 1, 2, array_position(%s, kept), later DESC NULLS LAST
"""
THINGS = (
    "SELECT DISTINCT COALESCE(owner, id) FROM undoing WHERE kept = '' AND COALESCE(root, place) = {place}"
)


@dataclass(frozen=True)
class Count:
    """How many rows of one kind go, say again what they said, and stand again."""

    model: type[Model]
    added: int = 0
    changed: int = 0
    removed: int = 0

    @property
    def name(self) -> str:
        """党员"""
        return str(self.model._meta.verbose_name)

    @property
    def total(self) -> int:
        """How many rows in all."""
        return self.added + self.changed + self.removed


@dataclass(frozen=True)
class Kept:
    """One thing that stays as it is, why, and the row that was written since."""

    model: type[Model]
    key: int
    why: Why
    cause_model: type[Model]
    cause_key: int
    event: int | None
    """The write to the cause that matters; nothing for its latest."""


class Undoing:
    """A staged undo; lives as long as its ``with`` block."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes

    def counts(self) -> list[Count]:
        """What would be written back, in the order of the tables."""
        found: dict[int, dict[str, int]] = {}
        for place, act, many in ask(
            "SELECT place, act, count(*) FROM undoing WHERE kept = '' GROUP BY place, act"
        ):
            found.setdefault(place, {})[act] = many
        return [Count(shape.model, **found[shape.place]) for shape in self.shapes if shape.place in found]

    def kept(self) -> list[Kept]:
        """What stays: each thing once, with the reason that says most."""
        rows = ask(KEPT, [[*map(str, DIRECT), Why.NEEDED.value, Why.TOGETHER.value]])
        return [
            Kept(
                model_of(thing),
                key,
                Why(why),
                model_of(cause or place),
                cause_key or row,
                event if why in (Why.TOUCHED, Why.FOLLOWED) else None,
            )
            for thing, key, why, place, row, event, cause, cause_key in rows
        ]

    def insist_within(self, remit: Remit) -> None:
        """Raises ``ValidationError``, the same whatever it is, when something outside would be written."""
        if not remit.is_everything and any(not self._reaches(remit, place) for place in self._places()):
            raise ValidationError(OUTSIDE)

    def _places(self) -> list[int]:
        return [
            place for (place,) in ask("SELECT DISTINCT COALESCE(root, place) FROM undoing WHERE kept = ''")
        ]

    def _reaches(self, remit: Remit, place: int) -> bool:
        """Asked of things that stand now: before, of what would go; afterwards, of what has come back."""
        model = model_of(place)
        keys = [key for (key,) in ask(THINGS, place=number(place))]
        standing = model._base_manager.filter(pk__among=keys).count()
        return held(model, remit).filter(pk__among=keys).count() == standing

    def carry_out(self, said: Callable[[int], None] = lambda rows: None) -> None:
        """Write everything back, saying how many rows are done.

        Raises ``ValidationError`` naming the row that cannot go back.
        """
        restoring = Restoring(self.shapes)
        spare_triggers()
        for shape, act, write in restoring.steps():
            try:
                with transaction.atomic():
                    said(write(shape, sql.SQL("")))
            except DatabaseError as error:
                raise self._refusal(error, shape, act, write) from error
        try:
            with transaction.atomic():
                restoring.settle()
                run("SET CONSTRAINTS ALL IMMEDIATE")
                run("SET CONSTRAINTS ALL DEFERRED")
        except DatabaseError as error:
            raise _said(error) from error

    def _refusal(self, error: DatabaseError, shape: Shape, act: str, write: Callable) -> Exception:
        refused = _said(error, shape.model)
        if not isinstance(refused, ValidationError):
            return refused
        row = self._first_refused(shape, act, write)
        name = f"“{row}”（{shape.model._meta.verbose_name}）"
        return ValidationError(f"不能撤销：{name}退回原状与现有登记冲突。{''.join(refused.messages)}")

    def _first_refused(self, shape: Shape, act: str, write: Callable) -> Model:
        """Found by halves, so that a refusal costs no more than twice the writing."""
        rows = ask(
            "SELECT id, before FROM undoing WHERE place = {place} AND act = %s AND kept = '' ORDER BY id",
            [act],
            place=number(shape.place),
        )
        while len(rows) > 1:
            half = len(rows) // 2
            rows = rows[:half] if _refuses(write, shape, [key for key, _ in rows[:half]]) else rows[half:]
        return _as_it_was(shape, rows[0][1])


def _as_it_was(shape: Shape, event: int) -> Model:
    recorded = shape.events.objects.get(pgh_id=event)
    return shape.model(**{f.attname: recorded.__dict__[f.attname] for f in shape.fields})


def _refuses(write: Callable, shape: Shape, keys: list[int]) -> bool:
    try:
        with transaction.atomic():
            write(shape, some_of(keys))
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return False


def _said(error: DatabaseError, *models: type[Model]) -> Exception:
    """The database's refusal in words; a database that is away is no refusal."""
    return error if isinstance(error, OperationalError) else refusal_of(error, *models)  # type: ignore[arg-type]


@contextmanager
def staged(label: dict[str, Any], *, sparing: tuple[str, ...] = (), lock: bool = True) -> Iterator[Undoing]:
    """Everything written under ``label``, staged; models of the spared apps stay out of it.

    Locked, so that nothing changes between what is told and what is done in the same transaction; a look
    needs no ``lock``.
    """
    with transaction.atomic():
        shapes = stage(label, sparing, lock)
        try:
            hold(shapes)
            yield Undoing(shapes)
        finally:
            if not connection.needs_rollback:
                run("DROP TABLE undoing, undone_contexts")
