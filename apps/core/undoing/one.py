"""撤销一次修改 — one update of one row taken back; what was changed since stays unless chosen."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Field, Model

from apps.core.audit.recording import record
from apps.core.fields import FOLLOWING, EncryptedField
from apps.core.history import because
from apps.core.models import AuditEntry
from apps.core.refusals import refusal_of

Action = AuditEntry.Action
EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Reversal:
    """One field of the update: what it made of it, what it says now, and what it would say again."""

    field: Field
    made: Any
    now: Any
    back: Any

    @property
    def name(self) -> str:
        """The field's name."""
        return self.field.name

    @property
    def label(self) -> str:
        """How people call it."""
        return str(self.field.verbose_name)

    @property
    def is_done(self) -> bool:
        """Whether it already says again what it said before."""
        return _alike(self.now, self.back)

    @property
    def is_conflict(self) -> bool:
        """Whether somebody has changed it since."""
        return not self.is_done and not _alike(self.now, self.made)


def reversals(row: Model, event: Any, names: Collection[str]) -> list[Reversal]:
    """What taking one update back would do to those fields of ``row``; nothing for its first entry."""
    before = (
        type(event)
        ._default_manager.filter(pgh_obj_id=event.pgh_obj_id, pgh_id__lt=event.pgh_id)
        .order_by("-pgh_id")
        .first()
    )
    if before is None or event.pgh_label != "update":
        return []
    found = (
        Reversal(field, _value(event, field), _value(row, field), _value(before, field))
        for field in row._meta.concrete_fields
        if field.name in names and field.editable and not field.primary_key
    )
    return [one for one in found if not _alike(one.made, one.back)]


def going_back(found: Iterable[Reversal], chosen: Collection[str]) -> list[Reversal]:
    """Those that would change something; of fields changed since, only those chosen."""
    return [one for one in found if not one.is_done and (not one.is_conflict or one.name in chosen)]


@transaction.atomic
def take_back(row: Model, taken: Collection[Reversal], *, by: Any, why: str) -> None:
    """Let ``row`` say again what it said before the update.

    Raises ``ValidationError`` when nothing is left to take back, or when the row cannot say that any more.
    """
    if not taken:
        raise ValidationError("没有可以撤销的内容：已经是原值，或者后来又改过而没有选中。")
    for one in taken:
        setattr(row, one.field.attname, one.back)
    with because(by=by, why=f"撤销修改：{why}"):
        try:
            _save(row, {one.name for one in taken})
        except IntegrityError as error:
            raise refusal_of(error, type(row)) from error
    record(
        Action.UNDO,
        by=by,
        subject=f"{row._meta.verbose_name}{row.pk}",
        result="撤销修改",
        columns=[one.label for one in taken],
        why=why,
    )


def _save(row: Model, names: set[str]) -> None:
    """Judged as a form would; what follows a field is written with it."""
    row.clean_fields(exclude=[field.name for field in row._meta.fields if field.name not in names])
    row.clean()
    row.validate_constraints()
    following = {
        field.name
        for field in row._meta.concrete_fields
        if isinstance(field, FOLLOWING) and field.source in names
    }
    row.save(update_fields=sorted(names | following))


def _value(row: Any, field: Field) -> Any:
    """As it is written; secrets opened, for the same text is sealed differently every time."""
    return getattr(row, field.attname)


def _alike(one: Any, other: Any) -> bool:
    """Nothing is nothing, however a column writes it."""
    return bool(one == other) or (one in EMPTY and other in EMPTY)


def told(value: Any, field: Field) -> str:
    """A value in words; secrets masked."""
    if value in EMPTY:
        return "—"
    if isinstance(field, EncryptedField):
        return field.mask(value)
    if field.is_relation:
        return str(field.related_model._base_manager.filter(pk=value).first() or value)  # type: ignore[union-attr]
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)
