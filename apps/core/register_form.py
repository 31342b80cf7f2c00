"""登记表单 — every register's form: secrets masked, choices within the remit, stale saves refused."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model, Q

from apps.core.form_fields import MaskedField
from apps.core.open_text import REFUSAL, gives_away
from apps.core.refusals import by_field
from apps.core.remit import Remit, RemitQuerySet
from apps.core.stale import StaleGuard
from apps.core.taken import NeutralForm

OUTSIDE = "（职责范围外）"


class WithinRemitForm(NeutralForm):
    """Its choices were narrowed to ``remit``; what already stands outside stays, unnamed and fixed."""

    remit: ClassVar[Remit] = Remit.everything()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, MaskedField):
                self.initial[name] = field.keep(getattr(self.instance, name))
            elif isinstance(field, forms.ModelChoiceField) and not self.remit.is_everything:
                keep_outside(field, self.initial.get(name))

    def clean(self) -> Any:
        cleaned = super().clean()
        for name in self.changed_data:
            if gives_away(self.homes(), name, self.cleaned_data.get(name)):
                self.add_error(name, ValidationError(REFUSAL, code="TEXT_NUMBER"))
        return cleaned

    def homes(self) -> tuple[type[Model], ...]:
        """The models that store what is typed."""
        return (self._meta.model,)

    def _update_errors(self, errors: ValidationError) -> None:
        """What the model says stands beside its field; what a field was refused for is not said twice."""
        found = self.neutral(by_field(errors, type(self.instance), set(self.fields)))
        said = {field for field in self.errors if field != NON_FIELD_ERRORS}
        fresh = {field: each for field, each in found.items() if field not in said}
        if fresh:
            super()._update_errors(ValidationError(fresh))

    def _get_validation_exclusions(self) -> set[str]:
        """A secret that was not touched is not judged again: it may have been confirmed by hand."""
        untouched = {
            name
            for name, field in self.fields.items()
            if isinstance(field, MaskedField) and field.is_kept(self.cleaned_data.get(name))
        }
        return super()._get_validation_exclusions() | untouched


class RegisterForm(StaleGuard, WithinRemitForm):
    """The form of one row of a register. ``refusal`` is what the database or a workflow said to it before."""

    refusal: ClassVar[ValidationError | None] = None

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.refusal is not None:
            self._update_errors(self.refusal)


def keep_outside(field: forms.ModelChoiceField, current: Any) -> None:
    """Let a choice made by somebody with a wider remit stay as it is."""
    rows = field.queryset
    if not current or not isinstance(rows, RemitQuerySet) or rows.filter(pk=current).exists():
        return
    model = rows.model
    field.queryset = model._base_manager.filter(Q(pk__in=rows.order_by().values("pk")) | Q(pk=current))
    field.disabled = True
    field.label_from_instance = lambda row: OUTSIDE if row.pk == current else str(row)
