"""已被占用 — what only one row may say, and somebody else's row beyond the writer's sight says already.

Saving tells it in any case: so it is told in one neutral sentence, the rosters' own, written down and
rationed (``core.probing``). Of a row within sight the form says what it always says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet, UniqueConstraint

from apps.core import probing
from apps.core.refusals import Errors

CODE = "OUT_OF_REMIT"
SENTENCE = "{}暂不能登记，请联系组织部"
ROW = "这条记录"


@dataclass(frozen=True)
class Uniqueness:
    """Fields of which two rows do not say the same; ``message`` is the constraint's, if one says so."""

    fields: tuple[str, ...]
    condition: Q
    message: str = ""
    nulls_differ: bool = True

    def is_told_by(self, error: ValidationError, field: str) -> bool:
        """Whether an error beside a field says that another row has it."""
        if self.message:
            return str(error.message) == self.message
        return error.code == "unique" and self.fields == (field,)

    def holders(self, row: Model) -> QuerySet:
        """The rows that say the same as ``row``."""
        said = {name: getattr(row, row._meta.get_field(name).attname) for name in self.fields}  # type: ignore[union-attr]
        rows = type(row)._default_manager.filter(self.condition).exclude(pk=row.pk)
        if self.nulls_differ and None in said.values():
            return rows.none()
        empty = {f"{name}__isnull": True for name, value in said.items() if value is None}
        return rows.filter(**empty | {name: value for name, value in said.items() if value is not None})

    def sentence(self, model: type[Model]) -> str:
        """What is told of a row out of sight."""
        if len(self.fields) > 1:
            return SENTENCE.format(ROW)
        [name] = self.fields
        spoken = getattr(model, "spoken", {}).get(name) or model._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        return SENTENCE.format(f"该{spoken}")


def uniquenesses(model: type[Model]) -> Iterator[Uniqueness]:
    """All that only one row of a register may say."""
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield Uniqueness((field.name,), Q())
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            named = [part.name for part in constraint.expressions if isinstance(part, F)]  # type: ignore[attr-defined]
            yield Uniqueness(
                (*constraint.fields, *named),
                constraint.condition or Q(),
                str(constraint.violation_error_message),
                constraint.nulls_distinct is not False,
            )


def told_beyond(error: ValidationError, field: str, row: Model, seen: QuerySet) -> str:
    """The neutral sentence, where an error tells of a row that is not among those seen; else nothing."""
    for one in uniquenesses(type(row)):
        if one.is_told_by(error, field):
            return "" if seen.filter(pk__in=one.holders(row)).exists() else one.sentence(type(row))
    return ""


class NeutralForm(forms.ModelForm):
    """``seen`` are the rows of its register that ``writer`` may see; of others it tells only so often."""

    seen: ClassVar[QuerySet | None] = None
    writer: ClassVar[Any] = None

    def full_clean(self) -> None:
        """Judged; what was told of rows out of sight is written down."""
        self.told, self.is_patience_over = 0, False
        super().full_clean()
        if self.told:
            register = str(self.instance._meta.verbose_name)
            probing.write_down_names(self.told, by=self.writer, register=register)

    def _post_clean(self) -> None:
        if self._asks_what_is_taken():
            try:
                probing.insist_on_patience_with_names(self.writer)
            except ValidationError as refused:
                self.is_patience_over = True
                self.add_error(None, refused)
        super()._post_clean()  # type: ignore[misc]

    def _asks_what_is_taken(self) -> bool:
        """Whether something was typed that only one row may say."""
        typed = set(self.changed_data)
        return self.seen is not None and any(
            typed.intersection(one.fields) for one in uniquenesses(type(self.instance))
        )

    def neutral(self, errors: Errors) -> Errors:
        """The errors, neutral where they tell of rows out of sight; without these once patience is over."""
        said = {field: list(self._said(field, several)) for field, several in errors.items()}
        return {field: several for field, several in said.items() if several}

    def _said(self, field: str, errors: list[ValidationError]) -> Iterator[ValidationError]:
        for error in errors:
            neutral = self.seen is not None and told_beyond(error, field, self.instance, self.seen)
            if not neutral:
                yield error
            elif not self.is_patience_over:
                self.told += 1
                yield ValidationError(neutral, code=CODE)
