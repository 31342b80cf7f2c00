"""流转 — how a row moves through its workflow: locked, checked, changed and written down, or not at all.

A workflow is a table saying from which state which others are open, and one function a move:

    MOVES = {Status.PLACED: {Status.DISPATCHED}, Status.DISPATCHED: set()}

    def dispatch(order, *, to, by):
        return move(order, Status.DISPATCHED, moves=MOVES, by=by, department=to)

Where every figure asks for the state of a day (what stands), the state is a dated row and ``stand`` moves it.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from apps.core import clock
from apps.core.dated import in_force, insist_on_reason, succeed
from apps.core.history import because
from apps.core.identifiers import mask_persons
from apps.core.models import Step

M = TypeVar("M", bound=models.Model)
Moves = Mapping[Any, Collection[Any]]
By = models.Model | None


class MoveRefused(ValidationError):
    """The row does not stand where this move begins."""


def locked(row: M) -> M:
    """The row as it is stored, kept from other writers until the transaction ends."""
    return type(row)._base_manager.select_for_update(of=("self",)).get(pk=row.pk)


def insist_open(row: models.Model, was: str, state: str, moves: Moves, labels: Mapping[Any, Any]) -> None:
    """Raises ``MoveRefused`` when the table does not lead from one state to the other."""
    if state not in moves.get(was, ()):
        said = row._meta.verbose_name
        raise MoveRefused(f"“{labels.get(was, '未登记')}”的{said}不能变更为“{labels[state]}”。")


def insist_on_why(why: str, sentence: str = "请填写理由。") -> None:
    """For moves that need a reason. Raises ``ValidationError`` beside ``why``."""
    if not why.strip():
        raise ValidationError({"why": sentence})


@transaction.atomic
def move(
    row: M,
    state: str,
    *,
    moves: Moves,
    by: By,
    why: str = "",
    at: datetime | None = None,
    **changes: Any,
) -> M:
    """Let ``row.status`` be ``state``, together with other ``changes``; answers the row as it now stands.

    ``at`` is for what is entered afterwards. Raises ``MoveRefused``, or ``ValidationError`` for changes
    the row itself refuses.
    """
    row = locked(row)
    was = row.status  # type: ignore[attr-defined]
    insist_open(row, was, state, moves, _labels(row))
    with because(by=by, why=why):
        _change(row, changes | {"status": state})
        write_down(row, was=was, by=by, why=why, at=at)
    return row


@transaction.atomic
def begin(row: M, *, by: By, why: str = "", at: datetime | None = None) -> M:
    """Save a new row and write down where it begins. Raises ``ValidationError`` for wrong facts."""
    row.full_clean()
    with because(by=by, why=why):
        row.save()
        write_down(row, was="", by=by, why=why, at=at)
    return row


def write_down(row: models.Model, *, was: str, by: By, why: str = "", at: datetime | None = None) -> Step:
    """The step that brought the row where it stands."""
    return Step.objects.create(
        model=row._meta.label_lower,
        key=row.pk,
        was=was,
        state=row.status,  # type: ignore[attr-defined]
        at=at or clock.now(),
        by=by.pk if by else None,
        why=mask_persons(why),
    )


@transaction.atomic
def stand(
    row: M, state: str, *, moves: Moves, on: date, by: By, why: str = "", **values: Any
) -> models.Model:
    """Let a dated ``states`` row say ``state`` from a day on; the first one may say anything.

    Raises ``MoveRefused``, and ``ValidationError`` for a backdated change without a reason.
    """
    row = locked(row)
    states = row.states  # type: ignore[attr-defined]
    current = states.filter(in_force(on)).first()
    if current and current.status != state:
        insist_open(row, current.status, state, moves, _labels(current))
        insist_on_reason(on, why)
    with because(by=by, why=why):
        return succeed(states, on=on, status=state, **values)


def _labels(row: models.Model) -> dict[Any, Any]:
    return dict(row._meta.get_field("status").flatchoices)  # type: ignore[union-attr]


def _change(row: models.Model, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.clean_fields(exclude=[field.name for field in row._meta.fields if field.name not in changes])
    row.clean()
    row.validate_constraints()
    row.save(update_fields=list(changes))
