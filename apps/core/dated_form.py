"""随时间变化的内容 — the part of a register's form that a date can change.

The form of the main row shows today's values and asks from which day new ones hold, and why if
that day is past. Saving does not touch the main row: it lets the values hold from that day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.db.models import Field, Model

from apps.core import clock
from apps.core.dated import in_force, succeed
from apps.core.form_fields import ReasonField
from apps.core.refusals import by_field
from apps.core.register_form import RegisterForm, keep_outside

EFFECTIVE_ON, WHY = "effective_on", "why"
NEW = "新登记"
BACKDATED = "生效日期早于今天，请填写变更理由。"
NOT_YET = "生效日期不能晚于今天。"

Apply = Callable[..., Any]
"""``apply(row, on=…, by=…, why=…, **values)``: a move of a workflow."""


@dataclass(frozen=True)
class DatedPart:
    """Fields of a dated relation that the main form edits, and the workflow's move that lets them hold."""

    relation: str
    fields: tuple[str, ...]
    apply: Apply | None = None

    def model_of(self, owner: type[Model]) -> type[Model]:
        """The model of the dated rows."""
        return owner._meta.get_field(self.relation).related_model

    def model_fields(self, owner: type[Model]) -> dict[str, Field]:
        """The edited fields by name."""
        return {name: self.model_of(owner)._meta.get_field(name) for name in self.fields}

    def current(self, row: Model, on: date) -> Model | None:
        """What holds on a day."""
        return getattr(row, self.relation).filter(in_force(on)).first() if row.pk else None

    def hold(self, row: Model, *, on: date, by: Any, why: str, values: dict[str, Any]) -> None:
        """Let the values hold from a day."""
        if self.apply is None:
            succeed(getattr(row, self.relation), on=on, **values)
        else:
            self.apply(row, on=on, by=by, why=why, **values)


class DatedForm(RegisterForm):
    """A register's form with dated parts; the fields of the parts are declared by ``dated_fields``."""

    dated_parts: ClassVar[tuple[DatedPart, ...]] = ()

    effective_on = forms.DateField(label="生效日期", required=False, widget=AdminDateWidget)
    why = ReasonField(label="变更理由", max_length=200, required=False, help_text="生效日期早于今天时必填")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = self.instance.pk is None
        self.initial.setdefault(EFFECTIVE_ON, clock.today())
        for part in self.dated_parts:
            current = part.current(self.instance, clock.today())
            for name in part.fields if current else ():
                field = part.model_fields(type(self.instance))[name]
                self.initial[name] = field.value_from_object(current)
                if isinstance(self.fields.get(name), forms.ModelChoiceField) and not self.remit.is_everything:
                    keep_outside(self.fields[name], self.initial[name])

    def clean(self) -> Any:
        cleaned = super().clean()
        on = self.cleaned_data.get(EFFECTIVE_ON) or clock.today()
        changed = self.changed_parts()
        if changed and on > clock.today():
            self.add_error(EFFECTIVE_ON, NOT_YET)
        if changed and not self.is_new and on < clock.today() and not self.cleaned_data.get(WHY):
            self.add_error(WHY, BACKDATED)
        for part in changed:
            self._judge(part, on)
        return cleaned

    def homes(self) -> tuple[type[Model], ...]:
        parts = (part.model_of(self._meta.model) for part in self.dated_parts)
        return (*super().homes(), *parts)

    def changed_parts(self) -> list[DatedPart]:
        """The parts whose values were changed; of a new row all."""
        if not self.is_new:
            return [part for part in self.dated_parts if set(part.fields) & set(self.changed_data)]
        return list(self.dated_parts)

    def values_of(self, part: DatedPart) -> dict[str, Any]:
        """What was typed for one part."""
        return {name: self.cleaned_data.get(name) for name in part.fields}

    def save_parts(self, *, by: Any) -> None:
        """Let what was changed hold from the effective day."""
        on = self.cleaned_data.get(EFFECTIVE_ON) or clock.today()
        why = self.cleaned_data.get(WHY) or (NEW if self.is_new else "")
        for part in self.changed_parts():
            part.hold(self.instance, on=on, by=by, why=why, values=self.values_of(part))

    def _judge(self, part: DatedPart, on: date) -> None:
        """Say what the dated row itself would say against these values."""
        model = part.model_of(type(self.instance))
        row = model(starts_on=on, **{model.owner_field: self.instance})
        for name, value in self.values_of(part).items():
            setattr(row, name, value)
        try:
            row.clean_fields(exclude=[model.owner_field])
            row.clean()
        except ValidationError as error:
            for field, errors in by_field(error, model, set(self.fields)).items():
                if field not in self.errors:
                    self.add_error(field if field in self.fields else None, errors)
